/// A transaction of a store's engine, as far as the rules need one.
///
/// Confined to the call that hands it out. Texts keep to what SQLite and PostgreSQL share; their parameters are `$1`,
/// `$2`, …, numbered in the order in which they first appear.
package protocol SQLTransaction: AnyObject {
  /// The statement of a text, prepared once for each transaction: the same text gives the same statement, so it must
  /// not be asked for again while its rows are being read. Throws `StoreError.engine` for a text the engine refuses.
  func statement(_ text: String) throws -> any SQLStatement
}

/// The row a statement stands on. Columns count from 0; valid until the statement moves.
package protocol SQLRow: AnyObject {
  /// Whether the column is NULL.
  func isNull(at column: Int32) -> Bool
  /// The column as an integer; 0 when it is NULL.
  func integer(at column: Int32) -> Int64
  /// The column as text; empty when it is NULL.
  func text(at column: Int32) -> String
  /// The column as bytes; empty when it is NULL.
  func bytes(at column: Int32) -> [UInt8]
}

/// A prepared statement: values are bound, then it is stepped from row to row. Parameters count from 1.
package protocol SQLStatement: SQLRow {
  /// Binds an integer.
  func bind(integer: Int64, at position: Int32)
  /// Binds text.
  func bind(text: String, at position: Int32)
  /// Binds bytes.
  func bind(bytes: [UInt8], at position: Int32)
  /// Binds NULL.
  func bindNull(at position: Int32)
  /// Moves to the next row; false after the last. Throws `StoreError.engine`, also for a value that could not be bound.
  func step() throws -> Bool
  /// Makes the statement ready to be stepped from the start; bound values stay.
  func reset()
  /// Rows that the last run of this or another statement of the connection inserted, updated or deleted.
  var changes: Int { get }
}

extension SQLStatement {
  /// Runs to the end with the values bound so far. Returns the number of rows it changed.
  @discardableResult
  package func run() throws -> Int {
    defer { reset() }
    while try step() {}
    return changes
  }

  /// Binds values in order and runs to the end. Returns the number of rows it changed.
  @discardableResult
  func run<each Value: SQLValue>(_ values: repeat each Value) throws -> Int {
    bind(repeat each values)
    return try run()
  }

  /// All rows, each turned into a value.
  func rows<each Value: SQLValue, Made>(
    _ values: repeat each Value, as make: (any SQLRow) throws -> Made
  ) throws -> [Made] {
    bind(repeat each values)
    defer { reset() }
    var found: [Made] = []
    while try step() { found.append(try make(self)) }
    return found
  }

  /// The first row turned into a value, or `nil` when there is none.
  func first<each Value: SQLValue, Made>(
    _ values: repeat each Value, as make: (any SQLRow) throws -> Made
  ) throws -> Made? {
    bind(repeat each values)
    defer { reset() }
    return try step() ? make(self) : nil
  }

  /// The integer in the first column of the first row; `nil` when there is no row or it is NULL.
  func integer<each Value: SQLValue>(_ values: repeat each Value) throws -> Int64? {
    try first(repeat each values) { $0.isNull(at: 0) ? nil : $0.integer(at: 0) } ?? nil
  }

  /// Binds values in order.
  func bind<each Value: SQLValue>(_ values: repeat each Value) {
    var position: Int32 = 0
    for value in repeat each values {
      position += 1
      value.bind(to: self, at: position)
    }
  }
}

/// A value that a parameter of a statement can take.
package protocol SQLValue {
  /// Binds the value at a position counted from 1.
  func bind(to statement: any SQLStatement, at position: Int32)
}

extension Int64: SQLValue {
  package func bind(to statement: any SQLStatement, at position: Int32) {
    statement.bind(integer: self, at: position)
  }
}

extension Int: SQLValue {
  package func bind(to statement: any SQLStatement, at position: Int32) {
    statement.bind(integer: Int64(self), at: position)
  }
}

extension Bool: SQLValue {
  package func bind(to statement: any SQLStatement, at position: Int32) {
    statement.bind(integer: self ? 1 : 0, at: position)
  }
}

extension String: SQLValue {
  package func bind(to statement: any SQLStatement, at position: Int32) { statement.bind(text: self, at: position) }
}

extension [UInt8]: SQLValue {
  package func bind(to statement: any SQLStatement, at position: Int32) { statement.bind(bytes: self, at: position) }
}

extension Optional: SQLValue where Wrapped: SQLValue {
  package func bind(to statement: any SQLStatement, at position: Int32) {
    if let value = self { value.bind(to: statement, at: position) } else { statement.bindNull(at: position) }
  }
}
