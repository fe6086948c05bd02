import GRDB
package import Storage
import Synchronization

/// A store in one SQLite file: one writer, several readers, write-ahead log, every commit flushed.
///
/// Methods may be called from any task; none blocks its thread. What the store does is in `Storage`, in the rules; this
/// room brings the transactions they run in.
package final class SQLiteStore: TransactionalStore {
  /// Where it is.
  package let location: StoreLocation
  package let connectionsPerPerson: Int
  package let acceptance: Acceptance
  /// The ledger outside the database.
  package let anchor: LedgerAnchor

  let pool: DatabasePool
  let writer: WriteQueue
  private let readers: ReaderThreads
  private let fared = Mutex(StoreCondition())
  private let lock: Mutex<StoreLock?>

  private init(
    location: StoreLocation, pool: DatabasePool, lock: consuming StoreLock, anchor: LedgerAnchor,
    configuration: StoreConfiguration
  ) throws(StoreError) {
    self.location = location
    self.pool = pool
    self.anchor = anchor
    self.lock = Mutex(consume lock)
    connectionsPerPerson = configuration.limits.connectionsPerPerson
    acceptance = configuration.acceptance
    writer = try WriteQueue(
      Writer(pool, at: StorePlace(location.path), limits: configuration.limits.groupCommit))
    readers = try ReaderThreads(pool, count: configuration.limits.readers)
  }

  /// Opens a store, see `StoreEngine.open`.
  package static func open(
    at location: StoreLocation, configuration: StoreConfiguration = .defaults, now: Int64
  ) throws(StoreError) -> SQLiteStore {
    let location = try location.followingLinks()
    let lock = try takeLock(location, configuration)
    do {
      let checksPages = configuration.integrityCheck.covers(fileOf: StoreFile.size(location.path))
      let pool = try Connections.open(location.path, readers: configuration.limits.readers)
      try pool.writeWithoutTransaction { database in
        try Connections.verify(writer: database, checksPages: checksPages)
        try Migrator.migrate(database, path: location.path, now: now)
      }
      let anchor = try settledAnchor(of: pool, location, configuration, now: now)
      return try SQLiteStore(location: location, pool: pool, lock: lock, anchor: anchor, configuration: configuration)
    } catch {
      throw StoreError(sqlite: error)
    }
  }

  private static func settledAnchor(
    of pool: DatabasePool, _ location: StoreLocation, _ configuration: StoreConfiguration, now: Int64
  ) throws -> LedgerAnchor {
    let paths = LedgerAnchor.paths(besideDatabase: location.path, directories: configuration.anchorDirectories)
    var settled: SettledLedger?
    try pool.writeWithoutTransaction { database in
      try database.inTransaction(.immediate) {
        settled = try AnchorRules.settle(paths, now: now, in: SQLiteTransaction(database))
        return .commit
      }
    }
    guard let settled else { throw StoreError.engine("the ledger was not settled") }
    return LedgerAnchor(settled)
  }

  private static func takeLock(
    _ location: StoreLocation, _ configuration: StoreConfiguration
  ) throws(StoreError) -> StoreLock {
    let found = try StoreFile.look(at: location.path)
    // Where no store may be made, nothing is: not even its lock.
    if found != .store, !configuration.createsMissing { throw .notFound("the store \(location)") }
    if found != .store { try LedgerAnchor.checkNoneIsLeft(besideDatabase: location.path) }
    try StoreFile.makeDirectories(of: location.path)
    let lock = try StoreLock(database: location.path)
    if found != .store { try StoreFile.make(location.path) }
    return lock
  }

  /// Waits for the writes and reads under way, then closes the store and lets its lock go. Its threads have ended then.
  /// Later calls throw `closed`.
  package func close() async throws(StoreError) {
    await writer.close()
    await readers.close()
    do { try pool.close() } catch { throw StoreError(sqlite: error) }
    lock.withLock { $0 = nil }
  }

  package func read<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await readers.read(body) } catch {
      fared.withLock { $0.note(error, isWrite: false) }
      throw error
    }
  }

  package func write<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value {
    do {
      let value = try await writer.write(body)
      fared.withLock { $0.noteWrite() }
      return value
    } catch {
      fared.withLock { $0.note(error, isWrite: true) }
      throw error
    }
  }

  package func writeInSpareTime<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await writer.writeInSpareTime(body) } catch {
      fared.withLock { $0.note(error, isWrite: true) }
      throw error
    }
  }

  package func writeAlone<Value: Sendable>(
    _ body: @escaping @Sendable (any SQLTransaction) throws -> Value
  ) async throws -> Value {
    do {
      let value = try await writer.writeAlone(body)
      fared.withLock { $0.noteWrite() }
      return value
    } catch let error as StoreError {
      fared.withLock { $0.note(error, isWrite: true) }
      throw error
    }
  }

  package func purgeDeleted() async throws(StoreError) -> Bool {
    do { return try await writer.purgeDeleted() } catch {
      fared.withLock { $0.note(error, isWrite: true) }
      throw error
    }
  }

  package var condition: StoreCondition { fared.withLock { $0 } }

  package var freeBytes: Int64? { StoreFile.freeBytes(beside: location.path) }
}

extension StoreEngine {
  /// Stores in one SQLite file each.
  package static let sqlite = StoreEngine(name: "sqlite") {
    location, configuration, now throws(StoreError) -> any Store in
    try SQLiteStore.open(at: location, configuration: configuration, now: now)
  } restoring: { request, now throws(StoreError) -> any StoreRestoration in
    try SQLiteRestoration(request, now: now)
  }
}

extension StoreConfiguration.IntegrityCheck {
  /// Whether a file of that many bytes is checked at start.
  fileprivate func covers(fileOf size: Int64) -> Bool {
    switch self {
    case .always: true
    case .upTo(let bytes): size <= bytes
    }
  }
}
