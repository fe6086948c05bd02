import GRDB
import Storage

/// The threads that read: as many as there are read connections, so that none waits for one. Callers never block.
final class ReaderThreads: Sendable {
  private struct State {
    var waiting: [@Sendable () -> Void] = []
    var head = 0
    var isStopped = false

    mutating func pop() -> Turn? {
      guard head < waiting.count else { return isStopped ? .end : nil }
      defer {
        head += 1
        if head == waiting.count || head >= 1_024 {
          waiting.removeFirst(head)
          head = 0
        }
      }
      return .read(waiting[head])
    }
  }

  private enum Turn {
    case read(@Sendable () -> Void)
    case end
  }

  private let pool: DatabasePool
  private let state = Monitor(State())

  init(_ pool: DatabasePool, count: Int) throws(StoreError) {
    self.pool = pool
    do {
      for _ in 0..<count {
        try StoreThread.start("store-reader") { [state] in
          while case .read(let work)? = state.wait({ $0.pop() }) { work() }
        }
      }
    } catch {
      stop()
      throw error
    }
  }

  deinit { stop() }

  /// Reads in one consistent view; see `TransactionalStore.read`.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value {
    guard !Task.isCancelled else { throw .cancelled }
    do {
      return try await withCheckedThrowingContinuation { continuation in
        let pool = pool
        let isTaken = add {
          continuation.resume(with: Result { try pool.read { try body(SQLiteTransaction($0)) } })
        }
        if !isTaken { continuation.resume(throwing: StoreError.closed) }
      }
    } catch {
      throw StoreError(sqlite: error)
    }
  }

  /// Ends the threads after the reads that wait; refuses what comes later.
  func stop() {
    state.withLock { $0.isStopped = true }
    state.wakeAll()
  }

  private func add(_ work: @escaping @Sendable () -> Void) -> Bool {
    let isTaken = state.withLock { state in
      guard !state.isStopped else { return false }
      state.waiting.append(work)
      return true
    }
    if isTaken { state.wakeOne() }
    return isTaken
  }
}
