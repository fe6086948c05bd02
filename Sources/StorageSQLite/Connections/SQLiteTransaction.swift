import GRDB
import GRDBSQLite
import Storage

/// What the rules see of a connection while a transaction is open on it. Confined to the access that made it.
final class SQLiteTransaction: SQLTransaction {
  /// The connection.
  let database: Database
  private var statements: [String: SQLiteStatement] = [:]

  init(_ database: Database) { self.database = database }

  func statement(_ text: String) throws -> any SQLStatement {
    if let known = statements[text] { return known }
    let made: SQLiteStatement
    do {
      made = SQLiteStatement(try database.cachedStatement(sql: text))
    } catch {
      throw StoreError(sqlite: error)
    }
    statements[text] = made
    return made
  }
}

extension StoreError {
  /// The store's word for whatever an access to a database threw.
  init(sqlite error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case is CancellationError: self = .cancelled
    case let error as DatabaseError
    where error.resultCode == .SQLITE_MISUSE && error.message?.contains("closed") == true:
      self = .closed
    case let error as DatabaseError:
      self.init(code: error.extendedResultCode.rawValue, message: error.message ?? "no message")
    default: self = .engine("\(error)")
    }
  }

  /// `SQLITE_READONLY_DBMOVED`; the C macro cannot be imported.
  private static let moved = SQLITE_READONLY | 4 << 8

  /// The store's word for an extended result code of SQLite.
  init(code: Int32, message: String) {
    let text = "\(message) (SQLite code \(code))"
    let cause: StoreOutage.Cause
    switch (code & 0xFF, code) {
    case (_, Self.moved): cause = .gone
    case (SQLITE_FULL, _): cause = .full
    case (SQLITE_READONLY, _), (SQLITE_PERM, _): cause = .readOnly
    case (SQLITE_CANTOPEN, _): cause = .unopenable
    case (SQLITE_IOERR, _), (SQLITE_PROTOCOL, _): cause = .failing
    case (SQLITE_BUSY, _), (SQLITE_LOCKED, _): cause = .busy
    case (SQLITE_CORRUPT, _), (SQLITE_NOTADB, _):
      self = .corrupt(text)
      return
    default:
      self = .engine(text)
      return
    }
    self = .outage(StoreOutage(cause, text))
  }
}
