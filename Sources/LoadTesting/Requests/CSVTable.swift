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
    columns = rows.removeFirst()
    let width = columns.count
    if let odd = rows.firstIndex(where: { $0.count != width }) {
      throw MalformedCSV(row: odd + 2, reason: "it has \(rows[odd].count) values, the first row has \(width)")
    }
    self.rows = rows
  }

  /// A value; rows are taken in turn.
  package func value(row: Int, column: Int) -> String { rows[row % rows.count][column] }

  private static func rows(of text: String) throws(MalformedCSV) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var value = ""
    var isQuoted = false
    var characters = Array(text)[...]
    while let character = characters.popFirst() {
      switch (character, isQuoted) {
      case ("\"", true) where characters.first == "\"": value.append(characters.removeFirst())
      case ("\"", _): isQuoted.toggle()
      case (",", false):
        row.append(value)
        value = ""
      case ("\n", false), ("\r\n", false):
        row.append(value)
        rows.append(row)
        (row, value) = ([], "")
      default: value.append(character)
      }
    }
    guard !isQuoted else { throw MalformedCSV(row: rows.count + 1, reason: "a quote is not closed") }
    if !row.isEmpty || !value.isEmpty { rows.append(row + [value]) }
    return rows
  }
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
