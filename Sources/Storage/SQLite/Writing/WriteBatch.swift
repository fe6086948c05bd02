import Dispatch
import GRDB

/// The writes of one transaction and what became of each.
struct WriteBatch {
  private let limits: GroupCommit
  private let started = DispatchTime.now()
  private var performed: [(ticket: any WriteTicket, error: StoreError?)] = []

  init(limits: GroupCommit) {
    self.limits = limits
  }

  /// Writes so far.
  var count: Int { performed.count }

  /// True when no further write may join.
  var isFull: Bool {
    count >= limits.writes
      || Int64(DispatchTime.now().uptimeNanoseconds - started.uptimeNanoseconds) / 1_000 >= limits.gather
  }

  /// Runs a write inside a savepoint, so that its failure undoes itself only. Throws when the engine has rolled the
  /// whole transaction back (disk full, input/output error): then nothing of the batch is stored.
  mutating func run(_ ticket: any WriteTicket, in database: Database) throws {
    guard ticket.take() else { return }
    var failure: StoreError?
    try database.statement("SAVEPOINT one_write").run()
    do {
      try ticket.perform(database)
    } catch {
      failure = StoreError(error)
    }
    performed.append((ticket, failure))
    guard database.isInsideTransaction else { throw failure ?? .engine("the transaction was rolled back") }
    if failure != nil { try database.statement("ROLLBACK TO one_write").run() }
    try database.statement("RELEASE one_write").run()
  }

  /// Answers every waiter: `error` to all when the transaction failed, else to each what its own write gave.
  consuming func answerAll(_ error: StoreError?) {
    for (ticket, own) in performed { ticket.answer(error ?? own) }
  }
}
