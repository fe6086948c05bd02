import GRDBSQLite

/// A Swift value that a statement parameter can take.
protocol SQLValue {
  /// Binds the value at a position counted from 1; returns SQLite's result code.
  func bind(to statement: OpaquePointer, at position: Int32) -> Int32
}

/// Tells SQLite to copy what it is given; the C macro of this name cannot be imported.
private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension Int64: SQLValue {
  func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
    sqlite3_bind_int64(statement, position, self)
  }
}

extension Int: SQLValue {
  func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
    sqlite3_bind_int64(statement, position, Int64(self))
  }
}

extension Bool: SQLValue {
  func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
    sqlite3_bind_int64(statement, position, self ? 1 : 0)
  }
}

extension String: SQLValue {
  func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
    var text = self
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text64(statement, position, $0.baseAddress, UInt64($0.count), transient, UInt8(SQLITE_UTF8))
      }
    }
  }
}

extension [UInt8]: SQLValue {
  func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
    guard !isEmpty else { return sqlite3_bind_zeroblob(statement, position, 0) }
    return withUnsafeBytes { sqlite3_bind_blob64(statement, position, $0.baseAddress, UInt64($0.count), transient) }
  }
}

extension Optional: SQLValue where Wrapped: SQLValue {
  func bind(to statement: OpaquePointer, at position: Int32) -> Int32 {
    guard let value = self else { return sqlite3_bind_null(statement, position) }
    return value.bind(to: statement, at: position)
  }
}
