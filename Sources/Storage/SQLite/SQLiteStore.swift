import GRDB
import Synchronization

/// A store in one SQLite file: one writer, several readers, write-ahead log, every commit flushed.
///
/// Methods may be called from any task; none blocks its thread.
package final class SQLiteStore: Store {
  /// Where it is.
  package let location: StoreLocation
  /// Version of the SQLite library.
  package let libraryVersion: String

  let pool: DatabasePool
  let writer: WriteQueue
  let bounds: AdmissionBounds
  private let lock: Mutex<StoreLock?>

  private init(location: StoreLocation, pool: DatabasePool, lock: consuming StoreLock, options: StoreOptions) throws {
    self.location = location
    self.pool = pool
    self.lock = Mutex(consume lock)
    bounds = options.bounds
    writer = WriteQueue(pool: pool, limits: options.groupCommit)
    libraryVersion = try pool.read { try String.fetchOne($0, sql: "SELECT sqlite_version()") ?? "unknown" }
  }

  /// Opens a store and brings its schema forward. Blocks the calling thread; meant for program start. `now` is µs
  /// since 1970 UTC. Throws `locked` when another process has it, `newerSchema`, `selfCheckFailed`, `invalidLocation`,
  /// `notFound`.
  package static func open(
    at location: StoreLocation, options: StoreOptions = .defaults, now: Int64
  ) throws(StoreError) -> SQLiteStore {
    let lock = try takeLock(location, options)
    do {
      let checksPages = options.integrityCheck.covers(fileOf: StoreFile.size(location.path))
      let pool = try Connections.open(location.path, readers: options.readers)
      try pool.writeWithoutTransaction { database in
        try SelfCheck.verify(writer: database, checksPages: checksPages)
        try Migrator.migrate(database, path: location.path, now: now)
      }
      return try SQLiteStore(location: location, pool: pool, lock: lock, options: options)
    } catch {
      throw StoreError(error)
    }
  }

  private static func takeLock(_ location: StoreLocation, _ options: StoreOptions) throws(StoreError) -> StoreLock {
    if options.createsMissing { try StoreFile.makeDirectories(of: location.path) }
    let lock = try StoreLock(database: location.path)
    try StoreFile.prepare(location, creates: options.createsMissing)
    return lock
  }

  package func close() async throws(StoreError) {
    await writer.close()
    do { try pool.close() } catch { throw StoreError(error) }
    lock.withLock { $0 = nil }
  }
}

extension StoreOptions.IntegrityCheck {
  /// Whether a file of that many bytes is checked at start.
  func covers(fileOf size: Int64) -> Bool {
    switch self {
    case .always: true
    case .upTo(let bytes): size <= bytes
    }
  }
}

extension SQLiteStore {
  /// Reads on one of the readers, off the caller's thread, in one consistent view.
  func read<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    do { return try await pool.read(body) } catch { throw StoreError(error) }
  }

  /// Writes through the group commit; see `WriteQueue.write`.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(StoreError) -> Value {
    try await writer.write(body)
  }
}
