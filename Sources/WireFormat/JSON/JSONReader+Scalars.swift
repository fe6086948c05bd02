extension JSONReader {
  /// A number's text, exactly as RFC 8259 allows it.
  mutating func number() throws(JSONFault) -> String {
    guard let first = peek(), first == UInt8(ascii: "-") || first.isJSONDigit else {
      throw .syntax(expected: "a value")
    }
    let start = position
    if first == UInt8(ascii: "-") { position += 1 }
    try integerPart()
    if current == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if let byte = current, byte | 0x20 == UInt8(ascii: "e") {
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    return String(decoding: bytes[start..<position], as: Unicode.ASCII.self)
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func integerPart() throws(JSONFault) {
    let start = position
    try digits()
    guard bytes[start] != 0x30 || position == start + 1 else {
      throw .syntax(expected: "a number without leading zeros")
    }
  }

  private mutating func digits() throws(JSONFault) {
    guard current?.isJSONDigit == true else { throw .syntax(expected: "a digit") }
    while current?.isJSONDigit == true { position += 1 }
  }

  /// A string with its escapes resolved.
  mutating func string() throws(JSONFault) -> String {
    guard take("\"") else { throw .wrongType(expected: "a string") }
    let start = position
    while let byte = current, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
    if current == UInt8(ascii: "\"") {
      position += 1
      return try Self.text(bytes[start..<position - 1])
    }
    var content = Array(bytes[start..<position])
    while let byte = current, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw .syntax(expected: "control characters in a string to be escaped") }
      position += 1
      if byte == UInt8(ascii: "\\") { try escape(into: &content) } else { content.append(byte) }
    }
    guard take("\"") else { throw .syntax(expected: "the end of the string") }
    return try Self.text(content[...])
  }

  private static func text(_ bytes: ArraySlice<UInt8>) throws(JSONFault) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidUnicode }
    return text
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONFault) {
    guard let byte = current else { throw .syntax(expected: "the rest of an escape") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: Character(try scalar()).utf8)
    default: throw .syntax(expected: "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    }
  }

  /// The scalar of `\u`, of two of them when the first is a high surrogate.
  private mutating func scalar() throws(JSONFault) -> Unicode.Scalar {
    let first = try hexUnit()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, takeLowSurrogateMark() else { throw .invalidUnicode }
    let second = try hexUnit()
    guard second >= 0xDC00, second < 0xE000 else { throw .invalidUnicode }
    guard let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)) else {
      throw .invalidUnicode
    }
    return scalar
  }

  private mutating func takeLowSurrogateMark() -> Bool {
    guard bytes[position...].starts(with: "\\u".utf8) else { return false }
    position += 2
    return true
  }

  private mutating func hexUnit() throws(JSONFault) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = current?.jsonHexValue else { throw .syntax(expected: "four hexadecimal digits after \\u") }
      value = value << 4 | digit
      position += 1
    }
    return value
  }
}

extension UInt8 {
  var isJSONDigit: Bool { self >= 0x30 && self <= 0x39 }

  var jsonHexValue: UInt32? {
    switch self {
    case 0x30...0x39: UInt32(self) - 0x30
    case 0x41...0x46: UInt32(self) - 0x37
    case 0x61...0x66: UInt32(self) - 0x57
    default: nil
    }
  }
}
