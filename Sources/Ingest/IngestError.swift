/// Why a folder cannot be imported: what is wrong, where, and what is allowed.
package struct IngestError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file, without its folder; empty for the folder itself.
  package let file: String
  /// The line in the file, counted from 1; `nil` when the whole file is meant.
  package let line: Int?
  /// The column; `nil` when the whole line is meant.
  package let column: String?
  /// What is wrong and what is allowed.
  package let reason: String

  /// Makes an error.
  package init(file: String, line: Int? = nil, column: String? = nil, reason: String) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// `checkins.csv.gz:12: column time: "2012-13-01" is not a time; …`
  package var description: String {
    let place = file + (line.map { ":\($0)" } ?? "")
    let column = column.map { "column \($0): " } ?? ""
    return place.isEmpty ? column + reason : "\(place): \(column)\(reason)"
  }
}
