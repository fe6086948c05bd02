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

/// Several errors of one file, so that they can be mended in one go.
package struct IngestErrors: Error, Sendable, Hashable, CustomStringConvertible {
  /// How many are told one by one; of further ones only the number.
  package static let shown = 20

  /// The first errors, in the order of the file.
  package private(set) var errors: [IngestError] = []
  /// How many there are in all.
  package private(set) var count = 0

  /// Takes note of an error.
  mutating func note(_ error: IngestError) {
    count += 1
    if errors.count < Self.shown { errors.append(error) }
  }

  /// Throws what was noted: one error as itself, several together.
  func throwAny() throws {
    if count > 1 { throw self }
    if let only = errors.first { throw only }
  }

  /// A line for each error that is told, and one for the number of the others.
  package var description: String {
    let more = count - errors.count
    let rest = more > 0 ? ["\(errors.first?.file ?? ""): and \(more) more errors"] : []
    return (errors.map(\.description) + rest).joined(separator: "\n")
  }
}
