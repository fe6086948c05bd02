/// Why a JSON value is no message of a type.
package struct MessageEncodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The field path, as `order.items[2].price`; empty at the top.
  package let path: String
  /// What is wrong and what is allowed.
  package let reason: String

  /// An error at a place.
  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  /// One sentence with the path.
  package var description: String { path.isEmpty ? reason : "\(path): \(reason)" }

  /// The same error, seen from the message that holds the field.
  func within(_ field: String) -> MessageEncodingError {
    let separator = path.isEmpty || path.hasPrefix("[") ? "" : "."
    return MessageEncodingError(path: field + separator + path, reason: reason)
  }
}
