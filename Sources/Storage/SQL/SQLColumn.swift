/// The columns of a table, or of a query, in the order in which its statements name them.
///
/// A column is called in SQL what its case is called in Swift, in the spelling of SQL: `case atUs` is `at_us`. So the
/// enumeration is the one place that knows names and places; statements are made from it, rows bound and read by it.
protocol SQLColumn: CaseIterable, RawRepresentable, Sendable where RawValue == Int32 {}

extension SQLColumn {
  /// The name in SQL.
  var name: String {
    "\(self)".reduce(into: "") { name, letter in
      if letter.isUppercase { name += "_" }
      name += letter.lowercased()
    }
  }

  /// The names of all columns, for a SELECT or an INSERT.
  static var names: String { names(allCases) }

  /// The names of the columns from the first up to and including `last`.
  static func names(through last: Self) -> String { names(allCases.filter { $0.rawValue <= last.rawValue }) }

  /// The parameters of all columns, for an INSERT: `$1, $2, …`.
  static var parameters: String { allCases.map { "$\($0.rawValue + 1)" }.joined(separator: ", ") }

  private static func names(_ columns: some Collection<Self>) -> String {
    columns.map(\.name).joined(separator: ", ")
  }
}

extension SQLStatement {
  /// Binds the value of a column in an INSERT made of `names` and `parameters`.
  @inline(__always)
  func bind(_ column: some SQLColumn, _ value: some SQLValue) {
    value.bind(to: self, at: column.rawValue + 1)
  }
}

extension SQLRow {
  /// The column as an integer; 0 when it is NULL.
  @inline(__always)
  func integer(_ column: some SQLColumn) -> Int64 { integer(at: column.rawValue) }

  /// The column as an integer, or `nil` when it is NULL.
  @inline(__always)
  func optionalInteger(_ column: some SQLColumn) -> Int64? {
    isNull(at: column.rawValue) ? nil : integer(at: column.rawValue)
  }

  /// The column as a truth value.
  @inline(__always)
  func flag(_ column: some SQLColumn) -> Bool { integer(at: column.rawValue) != 0 }

  /// The column as text; empty when it is NULL.
  func text(_ column: some SQLColumn) -> String { text(at: column.rawValue) }

  /// The column as text, or `nil` when it is NULL.
  func optionalText(_ column: some SQLColumn) -> String? {
    isNull(at: column.rawValue) ? nil : text(at: column.rawValue)
  }

  /// The column as bytes; empty when it is NULL.
  func bytes(_ column: some SQLColumn) -> [UInt8] { bytes(at: column.rawValue) }

  /// The column as bytes, or `nil` when it is NULL.
  func optionalBytes(_ column: some SQLColumn) -> [UInt8]? {
    isNull(at: column.rawValue) ? nil : bytes(at: column.rawValue)
  }
}
