/// One thing wrong with a schema file, in the form editors and compilers print: `path:line:column: message`.
public struct Diagnostic: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file's path as it was imported or named.
  public var path: String
  /// Where in the file.
  public var position: Position
  /// What is wrong and what is allowed.
  public var message: String

  /// A diagnostic at a place of a file.
  public init(path: String, position: Position, message: String) {
    self.path = path
    self.position = position
    self.message = message
  }

  /// `path:line:column: message`.
  public var description: String { "\(path):\(position): \(message)" }
}

/// Everything wrong with a set of schema files, in the order of the files and of the lines in them.
public struct SchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The findings; never empty.
  public var diagnostics: [Diagnostic]

  /// An error of one or more findings.
  public init(_ diagnostics: [Diagnostic]) {
    self.diagnostics = diagnostics
  }

  /// One line per finding.
  public var description: String {
    diagnostics.map(\.description).joined(separator: "\n")
  }
}
