import GRDB
import Storage

/// What the writer's thread does on the one write connection; nothing else ever writes or checkpoints.
struct Writer: Sendable {
  /// How long the writer must be idle before the write-ahead log is emptied, seconds. In between SQLite's own passive
  /// checkpoints keep it short.
  static let idleSeconds = 2

  private let pool: DatabasePool
  private let place: StorePlace
  private let limits: GroupCommit

  init(_ pool: DatabasePool, at place: StorePlace, limits: GroupCommit) {
    self.pool = pool
    self.place = place
    self.limits = limits
  }

  /// Runs one transaction of `first` and the writes that `next` gives until it is full, then answers them all.
  /// `committed` is told how many there were, before any waiter is answered.
  func commit(
    startingWith first: any WriteTicket, next: () -> (any WriteTicket)?, committed: (Int) -> Void
  ) {
    var batch: WriteBatch?
    do {
      try pool.writeWithoutTransaction { database in
        var filling = WriteBatch(database, limits: limits)
        defer { batch = filling }
        try database.inTransaction(.immediate) {
          try fill(&filling, startingWith: first, next: next)
          return .commit
        }
      }
      // Before anybody is told that it is durable.
      try place.check()
      committed(batch?.count ?? 0)
      batch?.answerAll(nil)
    } catch {
      let failure = StoreError(sqlite: error)
      batch?.answerAll(failure)
      // A transaction that did not even begin has claimed nobody.
      if first.take() { first.answer(failure) }
    }
  }

  /// Runs `first` and the writes that `next` gives in one transaction that is not flushed: the next flush takes it along.
  func commitUnflushed(startingWith first: any WriteTicket, next: () -> (any WriteTicket)?) {
    var batch: WriteBatch?
    do {
      try pool.writeWithoutTransaction { database in
        var filling = WriteBatch(database, limits: limits)
        defer { batch = filling }
        try database.execute(sql: "PRAGMA synchronous = NORMAL")
        defer { flushAgain(database) }
        try database.inTransaction(.immediate) {
          try fill(&filling, startingWith: first, next: next)
          return .commit
        }
      }
      batch?.answerAll(nil)
    } catch {
      let failure = StoreError(sqlite: error)
      batch?.answerAll(failure)
      if first.take() { first.answer(failure) }
    }
  }

  private func fill(
    _ batch: inout WriteBatch, startingWith first: any WriteTicket, next: () -> (any WriteTicket)?
  ) throws {
    var ticket: (any WriteTicket)? = first
    while let current = ticket {
      try batch.run(current)
      ticket = batch.isFull ? nil : next()
    }
  }

  /// Writes are acknowledged only by a connection that flushes: one that does not go back to it takes no more.
  private func flushAgain(_ database: Database) {
    try? database.execute(sql: "PRAGMA synchronous = FULL")
    let isFlushing = (try? Int.fetchOne(database, sql: "PRAGMA synchronous")) == 2
    if !isFlushing { place.giveUp() }
  }

  /// Runs work in one transaction of its own. Errors of the body are passed on.
  func transaction<Value>(_ body: (any SQLTransaction) throws -> Value) throws -> Value {
    var result: Value?
    do {
      try pool.writeWithoutTransaction { database in
        try database.inTransaction(.immediate) {
          result = try body(SQLiteTransaction(database))
          return .commit
        }
      }
      try place.check()
    } catch let error as DatabaseError {
      throw StoreError(sqlite: error)
    }
    guard let result else { throw StoreError.engine("the write left no result") }
    return result
  }

  /// Largest file that is rewritten whole for the sake of what was deleted, in bytes: a fraction of a second.
  static let mostRewritten: Int64 = 32 << 20

  /// Has nothing that was deleted left in the log, nor, in a small file, in what the engine left of rows that it moved.
  /// Returns false where a reader still needs the log.
  func purgeDeleted() throws -> Bool {
    try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA busy_timeout = 0")
      defer { try? database.execute(sql: "PRAGMA busy_timeout = 5000") }
      let pages = try Int64.fetchOne(database, sql: "PRAGMA page_count") ?? 0
      let size = try Int64.fetchOne(database, sql: "PRAGMA page_size") ?? 0
      if pages * size <= Self.mostRewritten { try database.execute(sql: "VACUUM") }
      let isBusy = try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 1
      return isBusy == 0
    }
  }

  /// Moves the log into the database and empties it, unless a reader still needs it: a busy log is left for next time,
  /// and other failures show themselves at the next write.
  func emptyLog() {
    try? pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA busy_timeout = 0")
      defer { try? database.execute(sql: "PRAGMA busy_timeout = 5000") }
      _ = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }
}
