import GRDB
import Storage

/// The threads that read: as many as there are read connections, so that none waits for one. Callers never block.
final class ReaderThreads: Sendable {
  private struct State {
    var waiting: [@Sendable () -> Void] = []
    var head = 0
    var isStopped = false
    var running = 0
    var onEnd: [CheckedContinuation<Void, Never>] = []

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
  private let threads: [StoreThread]

  init(_ pool: DatabasePool, count: Int) throws(StoreError) {
    self.pool = pool
    var threads: [StoreThread] = []
    do {
      for _ in 0..<count {
        state.withLock { $0.running += 1 }
        threads.append(try StoreThread("store-reader") { [state] in Self.work(state) })
      }
    } catch {
      Self.stop(state)
      throw error
    }
    self.threads = threads
  }

  deinit { Self.stop(state) }

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

  /// Refuses what comes later, and returns when the reads that wait have been done and the threads have ended.
  func close() async {
    Self.stop(state)
    await withCheckedContinuation { continuation in
      let haveEnded = state.withLock { state in
        guard state.running > 0 else { return true }
        state.onEnd.append(continuation)
        return false
      }
      if haveEnded { continuation.resume() }
    }
    for thread in threads { thread.join() }
  }

  private static func stop(_ state: Monitor<State>) {
    state.withLock { $0.isStopped = true }
    state.wakeAll()
  }

  /// The life of a thread. It holds the state and not the owner, so that a dropped owner ends it.
  private static func work(_ state: Monitor<State>) {
    while case .read(let work)? = state.wait({ $0.pop() }) { work() }
    let onEnd = state.withLock { state in
      state.running -= 1
      return state.running == 0 ? state.onEnd : []
    }
    onEnd.forEach { $0.resume() }
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
