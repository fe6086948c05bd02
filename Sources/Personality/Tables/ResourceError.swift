/// A published table that cannot be read; a fault of the build and not of a request.
package struct ResourceError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Name of the file.
  package let file: String
  /// What is wrong, and what is allowed.
  package let reason: String

  /// Makes the error.
  package init(file: String, reason: String) {
    self.file = file
    self.reason = reason
  }

  /// File and reason in one line.
  package var description: String { "\(file): \(reason)" }
}
