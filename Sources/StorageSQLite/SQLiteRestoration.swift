import GRDB
import Glibc
import Population
import Storage
import Synchronization

/// A copy of a SQLite database that stands ready under `DATABASE.restoring`.
final class SQLiteRestoration: StoreRestoration {
  let plan: RestorationPlan
  private let location: StoreLocation
  private let draft: String
  private let lock: Mutex<StoreLock?>
  private let isReady = Atomic(true)

  /// Copies the file and checks it: a whole store, of this secret, used by nobody. See `StoreEngine.prepareRestoration`.
  init(_ request: RestorationRequest, now: Int64) throws(StoreError) {
    location = try request.location.followingLinks()
    draft = location.path + ".restoring"
    try Self.checkSource(request.file, for: location)
    try StoreFile.makeDirectories(of: location.path)
    lock = Mutex(try StoreLock(database: location.path))
    Self.remove(draft)
    do {
      for suffix in ["", "-wal"] { try StoreFile.copy(request.file + suffix, to: draft + suffix) }
      plan = try Self.checkedPlan(of: draft, request, now: now)
    } catch {
      Self.remove(draft)
      throw StoreError(sqlite: error)
    }
  }

  deinit { giveUp() }

  func carryOut() throws(StoreError) {
    // A log that belongs to the database that is replaced must not be taken for one of the copy.
    for suffix in ["-wal", "-shm"] { unlink(location.path + suffix) }
    try StoreFile.move(draft, to: location.path)
    isReady.store(false, ordering: .releasing)
    lock.withLock { $0 = nil }
  }

  func giveUp() {
    guard isReady.exchange(false, ordering: .acquiringAndReleasing) else { return }
    Self.remove(draft)
    lock.withLock { $0 = nil }
  }

  private static func checkSource(_ file: String, for location: StoreLocation) throws(StoreError) {
    guard try StoreFile.look(at: file) == .store else { throw .notFound("the copy \(file)") }
    guard try StoreLocation(path: file).followingLinks() != location else {
      throw .invalidLocation("\(file) is the store itself; name a copy of its database")
    }
    // Only a store that is served has a lock beside it; making one would leave a file beside a copy.
    guard access(file + ".lock", F_OK) == 0 else { return }
    _ = try StoreLock(database: file)
  }

  private static func checkedPlan(
    of draft: String, _ request: RestorationRequest, now: Int64
  ) throws -> RestorationPlan {
    let pool = try Connections.open(draft, readers: 1)
    defer {
      try? pool.close()
      for suffix in ["-wal", "-shm"] { unlink(draft + suffix) }
    }
    let paths = LedgerAnchor.paths(
      besideDatabase: try request.location.followingLinks().path, directories: request.anchorDirectories)
    return try pool.writeWithoutTransaction { database in
      try Connections.verify(writer: database, checksPages: true)
      try Migrator.migrate(database, path: request.file, now: now)
      let transaction = SQLiteTransaction(database)
      let (version, checkValue) = request.pepper
      guard try PepperRules.knows(version: version, checkValue: checkValue, in: transaction) else {
        throw StoreError.conflict(
          "\(request.file) was made with another secret than the one beside \(request.location)")
      }
      var plan = try AnchorRules.plan(paths, in: transaction)
      plan.forgottenAgain = try Self.forget(request.forgotten, in: database, now: now)
      _ = try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      return plan
    }
  }

  /// Forgets in the copy whoever was forgotten after it was made, and leaves nothing of them in its pages. Returns how
  /// many people these are.
  private static func forget(_ people: [ForgottenPerson], in database: Database, now: Int64) throws -> Int {
    var again: Set<AgentID> = []
    try database.inTransaction(.immediate) {
      let rules = ForgetRules(SQLiteTransaction(database))
      for person in people where try rules.redo(person, now: now) { again.insert(person.agent) }
      return .commit
    }
    if !again.isEmpty { try database.execute(sql: "VACUUM") }
    return again.count
  }

  private static func remove(_ draft: String) { for suffix in ["", "-wal", "-shm"] { unlink(draft + suffix) } }
}
