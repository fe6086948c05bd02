/// A header or trailer field. Strings of up to 15 bytes need no allocation, which is most names and many values.
public struct HeaderField: Sendable, Hashable {
  /// The name in lower case; pseudo-header names start with a colon.
  public var name: String
  /// The value. A received one that is not valid UTF-8 is read as Latin-1.
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
  /// The text of `bytes`: UTF-8, or where they are not that, Latin-1, which HTTP was written in. ASCII, nearly everything,
  /// takes the short way.
  package static func string(_ bytes: UnsafeRawBufferPointer) -> String {
    let text = unsafe bytes.assumingMemoryBound(to: UInt8.self)
    guard unsafe isASCII(bytes) else { return unsafe String(validating: text, as: UTF8.self) ?? latin1(bytes) }
    return unsafe String(copying: UTF8Span(unchecked: text.span, isKnownASCII: true))
  }

  private static func latin1(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = ""
    for index in 0..<bytes.count { text.unicodeScalars.append(Unicode.Scalar(unsafe bytes[index])) }
    return text
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
