import GRDB
import GRDBSQLite

/// An error code of SQLite with its text.
struct SQLiteFailure: Error {
  /// Extended result code.
  let code: Int32
  /// SQLite's own words.
  let message: String

  /// True when a unique key or a primary key exists already.
  var isDuplicate: Bool {
    // SQLITE_CONSTRAINT_PRIMARYKEY, _UNIQUE and _ROWID: the C macros are expressions and cannot be imported.
    [6, 8, 10].map { SQLITE_CONSTRAINT | $0 << 8 }.contains(code)
  }
}

extension StoreError {
  /// The store's word for whatever a database access threw.
  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as SQLiteFailure: self = .engine("\(error.message) (SQLite code \(error.code))")
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
