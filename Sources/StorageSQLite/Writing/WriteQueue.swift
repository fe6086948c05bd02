import GRDB
import Storage

/// What waits for the one writer, and how tasks line it up. Callers never block.
final class WriteQueue: Sendable {
  private struct State {
    var pending: [Job] = []
    var head = 0
    var spare: [any WriteTicket] = []
    var isClosed = false
    var transactions: Int64 = 0
    var writes: Int64 = 0

    /// What the thread does next; `nil` while there is nothing.
    mutating func pop() -> Job? {
      guard head < pending.count else {
        pending.removeAll(keepingCapacity: true)
        head = 0
        return spare.isEmpty ? nil : .spare(spare.removeFirst())
      }
      defer { head += 1 }
      return pending[head]
    }

    /// The next write that may join a transaction.
    mutating func popShared() -> (any WriteTicket)? {
      guard head < pending.count, case .shared(let ticket) = pending[head] else { return nil }
      head += 1
      return ticket
    }

    /// The next write that may wait; `nil` as soon as there is one that may not.
    mutating func popSpare() -> (any WriteTicket)? {
      guard head >= pending.count, !spare.isEmpty else { return nil }
      return spare.removeFirst()
    }
  }

  private enum Job {
    /// A write that shares its transaction.
    case shared(any WriteTicket)
    /// A write that nobody's answer waits for.
    case spare(any WriteTicket)
    /// Work that has the writer to itself.
    case alone(@Sendable () -> Void)
    /// The end of the thread.
    case end
  }

  /// Most writes that wait for spare time.
  static let mostSpare = 64

  private let writer: Writer
  private let state = Monitor(State())
  private let thread: StoreThread

  /// Starts the thread that writes. Throws when the system gives none.
  init(_ writer: Writer) throws(StoreError) {
    self.writer = writer
    thread = try StoreThread("store-writer") { [state, writer] in Self.work(state, writer) }
  }

  /// A store that is dropped without being closed must not keep its thread.
  deinit { finish { $0.pending.append(.end) } }

  /// Transactions committed and writes in them, since the store was opened.
  var counts: (transactions: Int64, writes: Int64) { state.withLock { ($0.transactions, $0.writes) } }

  /// Jobs that the writer has not begun.
  var waiting: Int { state.withLock { $0.pending.count - $0.head } }

  /// Writes that wait for spare time.
  var waitingInSpareTime: Int { state.withLock { $0.spare.count } }

  /// Runs a write in a transaction shared with its neighbours and returns after the flush, also for a task that is
  /// cancelled: what such a task still writes is what must not be lost.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value {
    let write = PendingWrite(body)
    do {
      return try await withCheckedThrowingContinuation { continuation in
        write.wait(continuation)
        if !lineUp(.shared(write)), write.take() { write.answer(.closed) }
      }
    } catch {
      throw StoreError(sqlite: error)
    }
  }

  /// Runs a write when no other waits, and without waiting for the disk: others are not held up by its flush, and it
  /// may be lost with the power. Throws `cancelled` when more such writes wait than are kept.
  func writeInSpareTime<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value {
    let write = PendingWrite(body)
    do {
      return try await withCheckedThrowingContinuation { continuation in
        write.wait(continuation)
        let refusal = state.withLock { state -> StoreError? in
          guard !state.isClosed else { return .closed }
          guard state.spare.count < Self.mostSpare else { return .cancelled }
          state.spare.append(write)
          return nil
        }
        if let refusal { if write.take() { write.answer(refusal) } } else { state.wakeOne() }
      }
    } catch {
      throw StoreError(sqlite: error)
    }
  }

  /// Runs long work on the writer in one transaction of its own; other writes wait. Errors of the body are passed on.
  func writeAlone<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      let isTaken = lineUp(
        .alone { [writer] in continuation.resume(with: Result { try writer.transaction(body) }) })
      if !isTaken { continuation.resume(throwing: StoreError.closed) }
    }
  }

  /// Has nothing that was deleted left on disk, see `Writer.purgeDeleted`; other writes wait.
  func purgeDeleted() async throws(StoreError) -> Bool {
    do {
      return try await withCheckedThrowingContinuation { continuation in
        let isTaken = lineUp(.alone { [writer] in continuation.resume(with: Result { try writer.purgeDeleted() }) })
        if !isTaken { continuation.resume(throwing: StoreError.closed) }
      }
    } catch {
      throw StoreError(sqlite: error)
    }
  }

  /// Waits for everything lined up, refuses what comes later, empties the write-ahead log and ends the thread.
  func close() async {
    await withCheckedContinuation { continuation in
      let isFirst = finish { [writer] state in
        let last = Job.alone {
          writer.emptyLog()
          continuation.resume()
        }
        state.pending += [last, .end]
      }
      if !isFirst { continuation.resume() }
    }
    thread.join()
  }

  private func lineUp(_ job: Job) -> Bool {
    let isTaken = state.withLock { state in
      guard !state.isClosed else { return false }
      state.pending.append(job)
      return true
    }
    if isTaken { state.wakeOne() }
    return isTaken
  }

  /// Refuses what comes later than `lineUpLast` puts in; false when that was so before.
  @discardableResult
  private func finish(_ lineUpLast: (inout State) -> Void) -> Bool {
    let (isFirst, dropped) = state.withLock { state -> (Bool, [any WriteTicket]) in
      guard !state.isClosed else { return (false, []) }
      state.isClosed = true
      lineUpLast(&state)
      defer { state.spare = [] }
      return (true, state.spare)
    }
    for write in dropped where write.take() { write.answer(.closed) }
    state.wakeOne()
    return isFirst
  }

  /// The life of the thread. It holds the state and not the queue, so that a dropped queue ends it.
  private static func work(_ state: Monitor<State>, _ writer: Writer) {
    var isIdle = true
    while true {
      switch state.wait(atMost: isIdle ? nil : Writer.idleSeconds, { $0.pop() }) {
      case .shared(let first)?:
        writer.commit(startingWith: first) {
          state.withLock { $0.popShared() }
        } committed: { writes in
          state.withLock { state in
            state.transactions += 1
            state.writes += Int64(writes)
          }
        }
        isIdle = false
      case .alone(let work)?:
        work()
        isIdle = false
      case .spare(let first)?:
        writer.commitUnflushed(startingWith: first) { state.withLock { $0.popSpare() } }
        isIdle = false
      case nil:
        writer.emptyLog()
        isIdle = true
      case .end?: return
      }
    }
  }
}
