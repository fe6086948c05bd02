extension Lexer {
  /// A quoted string with C escapes; it ends at the line's end at the latest.
  mutating func string(quote: UInt8) {
    let place = position
    var value: [UInt8] = []
    advance()
    while let byte = peek(), byte != quote {
      guard byte != 0x0A else { break }
      if byte == UInt8(ascii: "\\") {
        escape(into: &value)
      } else {
        value.append(byte)
        advance()
      }
    }
    if peek() == quote {
      advance()
    } else {
      report("this string is not closed before the end of its line", at: place)
    }
    append(.string(value), at: place)
  }

  private mutating func escape(into value: inout [UInt8]) {
    let place = position
    advance()
    guard let byte = peek(), byte != 0x0A else { return }
    if let plain = Self.plainEscapes[byte] {
      value.append(plain)
      advance()
    } else if byte >= 0x30 && byte <= 0x37 {
      value.append(UInt8(truncatingIfNeeded: digits(radix: 8, most: 3)))
    } else if byte | 0x20 == UInt8(ascii: "x") {
      advance()
      value.append(UInt8(truncatingIfNeeded: digits(radix: 16, most: 2)))
    } else if byte | 0x20 == UInt8(ascii: "u") {
      advance()
      scalar(digits(radix: 16, most: byte == UInt8(ascii: "u") ? 4 : 8), at: place, into: &value)
    } else {
      advance()
      report(
        "unknown escape in a string; allowed are \\a \\b \\f \\n \\r \\t \\v \\\\ \\' \\\" \\? \\x \\u \\U and octal",
        at: place)
    }
  }

  private mutating func scalar(_ code: UInt32, at place: Position, into value: inout [UInt8]) {
    guard let scalar = Unicode.Scalar(code) else {
      return report("the escape names no Unicode scalar (0 to D7FF and E000 to 10FFFF are allowed)", at: place)
    }
    value.append(contentsOf: String(Character(scalar)).utf8)
  }

  private mutating func digits(radix: UInt32, most: Int) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<most {
      guard let digit = peek()?.hexValue, UInt32(digit) < radix else { break }
      value = value &* radix &+ UInt32(digit)
      advance()
    }
    return value
  }

  private static let plainEscapes: [UInt8: UInt8] = [
    UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
    UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 92,
    UInt8(ascii: "'"): 39, UInt8(ascii: "\""): 34, UInt8(ascii: "?"): 63,
  ]
}
