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

/// Text of received fields.
package enum FieldText {
  /// The text of `bytes`; nil when they are not valid UTF-8. ASCII, nearly everything, takes the short way.
  package static func string(_ bytes: UnsafeRawBufferPointer) -> String? {
    let text = unsafe bytes.assumingMemoryBound(to: UInt8.self)
    guard unsafe isASCII(bytes) else {
      return unsafe String(validating: text, as: UTF8.self)
    }
    return unsafe String(copying: UTF8Span(unchecked: text.span, isKnownASCII: true))
  }

  /// Eight bytes at a time: a set high bit is what tells other text from ASCII.
  private static func isASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var offset = 0
    var bits: UInt64 = 0
    while offset + 8 <= bytes.count {
      unsafe bits |= bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    while offset < bytes.count {
      unsafe bits |= UInt64(bytes[offset])
      offset += 1
    }
    return bits & 0x8080_8080_8080_8080 == 0
  }
}
