/// A header or trailer field. Strings of up to 15 bytes need no allocation, which is most names and many values.
public struct HeaderField: Sendable, Hashable {
  /// The name in lower case; pseudo-header names start with a colon.
  public var name: String
  /// The value. Received values are valid UTF-8: a stream with another value is reset with `PROTOCOL_ERROR`.
  public var value: String
  /// Keeps the value out of compression tables, here and in intermediaries: for secrets, and for values that never come
  /// again.
  public var isSensitive: Bool

  /// A field. `name` must be in lower case and `value` free of line ends and zero bytes (RFC 9113 section 8.2.1).
  public init(_ name: String, _ value: String, isSensitive: Bool = false) {
    self.name = name
    self.value = value
    self.isSensitive = isSensitive
  }
}
