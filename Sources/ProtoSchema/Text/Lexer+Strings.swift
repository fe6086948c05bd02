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
      guard peek()?.hexValue != nil else { return report("hexadecimal digits are missing behind \\x", at: place) }
      value.append(UInt8(truncatingIfNeeded: digits(radix: 16, most: 2)))
    } else if byte | 0x20 == UInt8(ascii: "u") {
      scalar(at: place, into: &value)
    } else {
      advance()
      report(
        "unknown escape in a string; allowed are \\a \\b \\f \\n \\r \\t \\v \\\\ \\' \\\" \\? \\x \\u \\U and octal",
        at: place)
    }
  }

  /// `\uXXXX`, of which two in a row may be the halves of one scalar, and `\UXXXXXXXX`.
  private mutating func scalar(at place: Position, into value: inout [UInt8]) {
    let most = peek() == UInt8(ascii: "u") ? 4 : 8
    advance()
    guard var code = code(of: most) else {
      return report("\(most) hexadecimal digits are needed behind \\\(most == 4 ? "u" : "U")", at: place)
    }
    if most == 4, code & 0xFC00 == 0xD800, peek() == UInt8(ascii: "\\"), peek(1) == UInt8(ascii: "u") {
      let (start, startPosition) = (offset, position)
      advance()
      advance()
      if let low = self.code(of: 4), low & 0xFC00 == 0xDC00 {
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      } else {
        (offset, position) = (start, startPosition)
      }
    }
    guard let scalar = Unicode.Scalar(code) else {
      return report(
        "the escape names no Unicode scalar: 0 to D7FF and E000 to 10FFFF are allowed, D800 to DBFF before DC00 to DFFF",
        at: place)
    }
    value.append(contentsOf: String(Character(scalar)).utf8)
  }

  /// The value of so many hexadecimal digits, if they are there.
  private mutating func code(of count: Int) -> UInt32? {
    guard (0..<count).allSatisfy({ peek($0)?.hexValue != nil }) else { return nil }
    return digits(radix: 16, most: count)
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
