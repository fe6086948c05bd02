import Dispatch
import GRDB
import Synchronization

/// The one writer: gathers writes of many tasks into transactions with one flush each.
///
/// Runs on a serial dispatch queue, so at most one thread ever writes or checkpoints. Callers never block.
final class WriteQueue: Sendable {
  private struct State {
    var pending: [any WriteTicket] = []
    var head = 0
    var isDraining = false
    var isClosed = false
    var transactions: Int64 = 0
    var writes: Int64 = 0

    mutating func pop() -> (any WriteTicket)? {
      guard head < pending.count else {
        pending.removeAll(keepingCapacity: true)
        head = 0
        return nil
      }
      defer { head += 1 }
      return pending[head]
    }
  }

  private let pool: DatabasePool
  private let limits: GroupCommit
  private let queue = DispatchQueue(label: "spots.store.writer")
  private let checkpoint: IdleCheckpoint
  private let state = Mutex(State())

  init(pool: DatabasePool, limits: GroupCommit) {
    self.pool = pool
    self.limits = limits
    checkpoint = IdleCheckpoint(pool: pool, queue: queue)
  }

  /// Transactions committed and writes in them, since the store was opened.
  var counts: (transactions: Int64, writes: Int64) { state.withLock { ($0.transactions, $0.writes) } }

  /// Writes that no transaction has claimed yet.
  var waiting: Int { state.withLock { $0.pending.count - $0.head } }

  /// Runs a write in a transaction shared with its neighbours and returns after the flush. A cancelled task's write
  /// is withdrawn when no transaction has claimed it; otherwise it completes and its result is returned.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    let write = Write(body)
    do {
      return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
          if write.wait(continuation) { enqueue(write) }
        }
      } onCancel: {
        write.cancel()
      }
    } catch {
      throw StoreError(error)
    }
  }

  /// Runs long work on the writer in one transaction of its own; other writes wait.
  func exclusively<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [self] in
        continuation.resume(with: Result { try runExclusively(body) })
        checkpoint.schedule()
      }
    }
  }

  /// Waits for everything queued, refuses what comes later, and empties the write-ahead log.
  func close() async {
    state.withLock { $0.isClosed = true }
    await withCheckedContinuation { continuation in
      queue.async { [self] in
        drain()
        checkpoint.truncate()
        continuation.resume()
      }
    }
  }

  private func enqueue(_ ticket: any WriteTicket) {
    let (isRefused, mustStart) = state.withLock { state in
      guard !state.isClosed else { return (true, false) }
      state.pending.append(ticket)
      defer { state.isDraining = true }
      return (false, !state.isDraining)
    }
    if isRefused, ticket.take() { ticket.answer(.closed) }
    if mustStart { queue.async { [self] in drain() } }
  }

  private func drain() {
    while let ticket = next(mayEnd: true) { commit(startingWith: ticket) }
    checkpoint.schedule()
  }

  private func next(mayEnd: Bool) -> (any WriteTicket)? {
    state.withLock { state in
      let ticket = state.pop()
      if ticket == nil, mayEnd { state.isDraining = false }
      return ticket
    }
  }

  private func commit(startingWith first: any WriteTicket) {
    var batch = WriteBatch(limits: limits)
    do {
      try pool.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          var ticket: (any WriteTicket)? = first
          while let current = ticket {
            try batch.run(current, in: database)
            ticket = batch.isFull ? nil : next(mayEnd: false)
          }
          return .commit
        }
      }
      let performed = Int64(batch.count)
      state.withLock { state in
        state.transactions += 1
        state.writes += performed
      }
      batch.answerAll(nil)
    } catch {
      batch.answerAll(StoreError(error))
    }
  }

  private func runExclusively<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard !state.withLock({ $0.isClosed }) else { throw StoreError.closed }
    var result: Value?
    try pool.writeWithoutTransaction { database in
      try database.inTransaction(.immediate) {
        result = try body(database)
        return .commit
      }
    }
    guard let result else { throw StoreError.engine("the write left no result") }
    return result
  }
}
