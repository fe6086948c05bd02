import GRDB
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
      self = .engine("\(error.message ?? "no message") (SQLite code \(error.extendedResultCode.rawValue))")
    default: self = .engine("\(error)")
    }
  }
}
