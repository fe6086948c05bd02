import GRDB
import Storage

/// The writes of one transaction and what became of each.
struct WriteBatch {
  private let transaction: SQLiteTransaction
  private let limits: GroupCommit
  private let started = ContinuousClock.now
  private var performed: [(ticket: any WriteTicket, error: StoreError?)] = []

  init(_ database: Database, limits: GroupCommit) {
    transaction = SQLiteTransaction(database)
    self.limits = limits
  }

  /// Writes so far.
  var count: Int { performed.count }

  /// True when no further write may join.
  var isFull: Bool {
    count >= limits.writes || ContinuousClock.now - started >= .microseconds(limits.gather)
  }

  /// Runs a write inside a savepoint, so that its failure undoes itself only. Throws when the engine has rolled the
  /// whole transaction back (disk full, input/output error): then nothing of the batch is stored.
  mutating func run(_ ticket: any WriteTicket) throws {
    guard ticket.take() else { return }
    var failure: StoreError?
    try transaction.statement("SAVEPOINT one_write").run()
    do {
      try ticket.perform(transaction)
    } catch {
      failure = StoreError(sqlite: error)
    }
    performed.append((ticket, failure))
    guard transaction.database.isInsideTransaction else {
      throw failure ?? .engine("the transaction was rolled back")
    }
    if failure != nil { try transaction.statement("ROLLBACK TO one_write").run() }
    try transaction.statement("RELEASE one_write").run()
  }

  /// Answers every waiter: `error` to all when the transaction failed, else to each what its own write gave.
  func answerAll(_ error: StoreError?) {
    for (ticket, own) in performed { ticket.answer(error ?? own) }
  }
}
