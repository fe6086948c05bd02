/// Rows of a CSV file (RFC 4180): commas, quotes doubled inside quotes, a first row of column names.
package struct CSVTable: Sendable, Hashable {
  /// The names of the columns.
  package let columns: [String]
  private let rows: [[String]]

  /// Reads a file's text.
  /// - Throws: `MalformedCSV` with the row.
  package init(_ text: String) throws(MalformedCSV) {
    var rows = try Self.rows(of: text)
    guard rows.count > 1 else {
      throw MalformedCSV(row: 1, reason: "expected a row of column names and rows of values")
    }
    let columns = rows.removeFirst()
    if let twice = columns.indices.first(where: { columns[..<$0].contains(columns[$0]) }) {
      throw MalformedCSV(row: 1, reason: "it has two columns \"\(columns[twice])\"")
    }
    let width = columns.count
    if let odd = rows.firstIndex(where: { $0.count != width }) {
      throw MalformedCSV(row: odd + 2, reason: "it has \(rows[odd].count) values, the first row has \(width)")
    }
    (self.columns, self.rows) = (columns, rows)
  }

  /// A value; rows are taken in turn.
  package func value(row: Int, column: Int) -> String { rows[row % rows.count][column] }

  private static func rows(of text: String) throws(MalformedCSV) -> [[String]] {
    var reader = CSVRows(text)
    var rows: [[String]] = []
    while let row = try reader.next() { rows.append(row) }
    // An empty line at the end is no row; within a table of one column it is an empty value.
    while rows.last == [""] { rows.removeLast() }
    return rows
  }
}

/// Reads the rows of a CSV text one after the other, byte by byte: what Unicode joins to a comma is no part of it.
private struct CSVRows {
  private var rest: ArraySlice<UInt8>
  private var number = 0

  init(_ text: String) { rest = Array(text.utf8)[...] }

  /// The next row; nil at the end.
  mutating func next() throws(MalformedCSV) -> [String]? {
    guard !rest.isEmpty else { return nil }
    number += 1
    var row = [try value()]
    while take(",") { row.append(try value()) }
    guard rest.isEmpty || takeLineEnd() else {
      throw MalformedCSV(row: number, reason: "after a quoted value a comma or the end of the line is expected")
    }
    return row
  }

  private mutating func value() throws(MalformedCSV) -> String {
    if take("\"") { return try quoted() }
    let end = rest.firstIndex { Self.ends.contains($0) } ?? rest.endIndex
    let value = rest[rest.startIndex..<end]
    rest = rest[end...]
    guard !value.contains(Self.quote) else {
      throw MalformedCSV(row: number, reason: "a value with a quote in it stands in quotes, and the quote twice")
    }
    return String(decoding: value, as: UTF8.self)
  }

  private mutating func quoted() throws(MalformedCSV) -> String {
    var value: [UInt8] = []
    while let byte = rest.popFirst() {
      guard byte == Self.quote else {
        value.append(byte)
        continue
      }
      guard take("\"") else { return String(decoding: value, as: UTF8.self) }
      value.append(byte)
    }
    throw MalformedCSV(row: number, reason: "a quote is not closed")
  }

  private mutating func takeLineEnd() -> Bool {
    let carriageReturn = take("\r")
    return take("\n") || carriageReturn
  }

  private mutating func take(_ symbol: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: symbol) else { return false }
    rest.removeFirst()
    return true
  }

  private static let quote = UInt8(ascii: "\"")
  private static let ends: Set<UInt8> = [UInt8(ascii: ","), UInt8(ascii: "\n"), UInt8(ascii: "\r")]
}

/// A text that is no CSV table.
package struct MalformedCSV: Error, Sendable, CustomStringConvertible {
  /// The row from 1.
  package let row: Int
  /// What is wrong.
  package let reason: String
  /// One sentence.
  package var description: String { "CSV row \(row): \(reason)" }
}
