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

/// Fields known when the program is built. They are sent from where they lie, without a copy, before the other fields.
public struct ConstantHeaders: Sendable {
  /// One field of constant text.
  public struct Field: Sendable {
    let name: StaticString
    let value: StaticString
    let isPseudo: Bool

    init(_ name: StaticString, _ value: StaticString) {
      self.name = name
      self.value = value
      isPseudo = name.withUTF8Buffer { unsafe $0.first == UInt8(ascii: ":") }
    }
  }

  let fields: [Field]

  /// The fields in the order in which they are sent; literals only, names in lower case.
  public init(_ fields: KeyValuePairs<StaticString, StaticString>) {
    self.fields = fields.map { Field($0.key, $0.value) }
  }

  /// No fields.
  public static let none = ConstantHeaders([:])
}
