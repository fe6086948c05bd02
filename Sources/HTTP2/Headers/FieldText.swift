/// Text of received fields.
enum FieldText {
  /// The text of `bytes`; nil when they are not valid UTF-8. ASCII, nearly everything, takes the short way.
  static func string(_ bytes: UnsafeRawBufferPointer) -> String? {
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
