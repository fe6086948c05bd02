import GRDB
import GRDBSQLite

/// A prepared statement that binds and reads without copying through GRDB's row types.
///
/// Confined to the database access that made it. GRDB compiles and owns the statement; this type steps it.
struct SQLStatement {
  private let owner: Statement
  private let pointer: OpaquePointer

  /// A statement of the connection's cache. Must not be used while an earlier use is still being stepped.
  init(_ database: Database, cached sql: String) throws {
    owner = try database.cachedStatement(sql: sql)
    pointer = owner.sqliteStatement
  }

  /// A statement of its own, for loops that step it row by row.
  init(_ database: Database, own sql: String) throws {
    owner = try database.makeStatement(sql: sql)
    pointer = owner.sqliteStatement
  }

  /// Runs a statement that returns nothing. Returns the number of rows it changed.
  @discardableResult
  func run(_ values: any SQLValue...) throws -> Int {
    try bind(values)
    return try finish()
  }

  /// All rows, each turned into a value.
  func rows<Value>(_ values: any SQLValue..., as make: (SQLRow) throws -> Value) throws -> [Value] {
    try bind(values)
    defer { reset() }
    var found: [Value] = []
    while try step() { found.append(try make(SQLRow(statement: pointer))) }
    return found
  }

  /// The first row turned into a value, or `nil` when there is none.
  func first<Value>(_ values: any SQLValue..., as make: (SQLRow) throws -> Value) throws -> Value? {
    try bind(values)
    defer { reset() }
    return try step() ? make(SQLRow(statement: pointer)) : nil
  }

  /// The integer in the first column of the first row; `nil` when there is no row or it is NULL.
  func integer(_ values: any SQLValue...) throws -> Int64? {
    try bind(values)
    defer { reset() }
    return try step() ? SQLRow(statement: pointer).optionalInteger(0) : nil
  }

  /// Binds values from position 1 and makes the statement ready to step.
  private func bind(_ values: [any SQLValue]) throws {
    sqlite3_reset(pointer)
    for (index, value) in values.enumerated() {
      try check(value.bind(to: pointer, at: Int32(index + 1)))
    }
  }
}

/// The single moves, for loops over millions of rows.
extension SQLStatement {
  /// The row the statement stands on after `step` returned true.
  var row: SQLRow { SQLRow(statement: pointer) }

  /// Binds an integer at a position counted from 1.
  func bind(_ position: Int32, _ value: Int64) { sqlite3_bind_int64(pointer, position, value) }

  /// Binds an integer or NULL at a position counted from 1.
  func bind(_ position: Int32, _ value: Int64?) {
    if let value { sqlite3_bind_int64(pointer, position, value) } else { sqlite3_bind_null(pointer, position) }
  }

  /// Moves to the next row; false after the last.
  func step() throws -> Bool {
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure()
    }
  }

  /// Runs to the end and makes the statement ready to be bound again. Returns the number of rows it changed.
  @discardableResult
  func finish() throws -> Int {
    defer { reset() }
    while try step() {}
    return Int(sqlite3_changes64(sqlite3_db_handle(pointer)))
  }

  /// Makes the statement ready to be bound and stepped again; values stay bound.
  func reset() { sqlite3_reset(pointer) }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw failure() }
  }

  private func failure() -> SQLiteFailure {
    let connection = sqlite3_db_handle(pointer)
    let failure = SQLiteFailure(
      code: sqlite3_extended_errcode(connection),
      message: sqlite3_errmsg(connection).map { String(cString: $0) } ?? "unknown error")
    sqlite3_reset(pointer)
    return failure
  }
}
