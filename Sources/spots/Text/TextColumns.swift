/// Rows of short texts for a terminal, in columns as wide as what stands in them.
struct TextColumns {
  private var rows: [[String]]

  /// A table under these headings; none when there are no headings.
  init(_ headings: String...) { rows = headings.isEmpty ? [] : [headings] }

  /// Adds a row.
  mutating func add(_ cells: String...) { rows.append(cells) }

  /// A line for each row; two spaces stand between columns, and nothing after the last.
  var lines: [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      let cells = zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }
}
