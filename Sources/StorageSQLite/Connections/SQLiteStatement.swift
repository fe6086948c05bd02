import GRDB
import GRDBSQLite
import Storage

/// A prepared statement that binds and reads without copying through GRDB's row types. GRDB compiles and owns it; this
/// class steps it.
final class SQLiteStatement: SQLStatement {
  private let owner: Statement
  private let pointer: OpaquePointer
  /// The first refusal of a value since the last reset; `SQLITE_OK` without one.
  private var refusal = SQLITE_OK

  init(_ owner: Statement) {
    self.owner = owner
    pointer = owner.sqliteStatement
  }

  func bind(integer: Int64, at position: Int32) {
    note(sqlite3_bind_int64(pointer, position, integer))
  }

  func bindNull(at position: Int32) { note(sqlite3_bind_null(pointer, position)) }

  func bind(text: String, at position: Int32) {
    var text = text
    let code = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text64(pointer, position, $0.baseAddress, UInt64($0.count), Self.copied, UInt8(SQLITE_UTF8))
      }
    }
    note(code)
  }

  func bind(bytes: [UInt8], at position: Int32) {
    // A blob without an address would be NULL.
    guard !bytes.isEmpty else { return note(sqlite3_bind_zeroblob(pointer, position, 0)) }
    note(
      bytes.withUnsafeBytes {
        sqlite3_bind_blob64(pointer, position, $0.baseAddress, UInt64($0.count), Self.copied)
      })
  }

  func step() throws -> Bool {
    guard refusal == SQLITE_OK else { throw failure(code: refusal) }
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(code: sqlite3_extended_errcode(sqlite3_db_handle(pointer)))
    }
  }

  func reset() {
    sqlite3_reset(pointer)
    refusal = SQLITE_OK
  }

  var changes: Int { Int(sqlite3_changes64(sqlite3_db_handle(pointer))) }

  /// Tells SQLite to copy what it is given; the C macro of this name cannot be imported.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

  private func note(_ code: Int32) {
    if code != SQLITE_OK, refusal == SQLITE_OK { refusal = code }
  }

  private func failure(code: Int32) -> StoreError {
    let message = sqlite3_errmsg(sqlite3_db_handle(pointer)).map { String(cString: $0) } ?? "unknown error"
    reset()
    return StoreError(code: code, message: message)
  }
}

/// The columns of the row it stands on.
extension SQLiteStatement {
  func isNull(at column: Int32) -> Bool { sqlite3_column_type(pointer, column) == SQLITE_NULL }

  func integer(at column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }

  func text(at column: Int32) -> String {
    guard let start = sqlite3_column_text(pointer, column) else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column)))
    return String(decoding: bytes, as: UTF8.self)
  }

  func bytes(at column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(pointer, column) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(pointer, column))))
  }
}
