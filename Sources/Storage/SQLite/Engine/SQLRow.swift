import GRDBSQLite

/// The row a statement stands on. Columns count from 0. Valid until the statement moves.
struct SQLRow {
  let statement: OpaquePointer

  /// The column as an integer; 0 when it is NULL.
  func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

  /// The column as an integer, or `nil` when it is NULL.
  func optionalInteger(_ column: Int32) -> Int64? { isNull(column) ? nil : integer(column) }

  /// The column as a truth value.
  func flag(_ column: Int32) -> Bool { integer(column) != 0 }

  /// The column as text; empty when it is NULL.
  func text(_ column: Int32) -> String {
    guard let start = sqlite3_column_text(statement, column) else { return "" }
    let bytes = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The column as bytes; empty when it is NULL.
  func bytes(_ column: Int32) -> [UInt8] {
    guard let start = sqlite3_column_blob(statement, column) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
  }

  /// The column as bytes, or `nil` when it is NULL.
  func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

  /// True when the column is NULL.
  func isNull(_ column: Int32) -> Bool { sqlite3_column_type(statement, column) == SQLITE_NULL }
}
