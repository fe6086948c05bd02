extension Lexer {
  /// Integers in decimal, octal and hexadecimal, and decimal fractions with exponents.
  mutating func number() {
    let place = position
    let start = offset
    while let byte = peek(), byte.isIdentifierPart || byte == 0x2E || isExponentSign(byte) { advance() }
    let text = String(decoding: bytes[start..<offset], as: Unicode.ASCII.self)
    if let value = Self.integer(text) {
      append(.integer(value), at: place)
    } else if let value = Self.fraction(text) {
      append(.float(value), at: place)
    } else {
      report(
        "\"\(text)\" is not a number: an integer up to 18446744073709551615 or a decimal fraction is allowed", at: place
      )
      append(.integer(0), at: place)
    }
  }

  /// A sign belongs to the number only right behind the `e` of a decimal exponent.
  private func isExponentSign(_ byte: UInt8) -> Bool {
    guard byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"), offset > 0 else { return false }
    guard bytes[offset - 1] | 0x20 == UInt8(ascii: "e") else { return false }
    return peek(1)?.isDigit == true && !isHexadecimalRun
  }

  private var isHexadecimalRun: Bool {
    var start = offset - 1
    while start > 0, bytes[start - 1].isIdentifierPart { start -= 1 }
    return bytes[start] == 0x30 && start + 1 < bytes.count && bytes[start + 1] | 0x20 == UInt8(ascii: "x")
  }

  private static func integer(_ text: String) -> UInt64? {
    if text.hasPrefix("0x") || text.hasPrefix("0X") { return UInt64(text.dropFirst(2), radix: 16) }
    guard text.utf8.allSatisfy(\.isDigit) else { return nil }
    if text.hasPrefix("0"), text.utf8.count > 1 { return UInt64(text.dropFirst(), radix: 8) }
    return UInt64(text)
  }

  /// A fraction; whole numbers beyond 64 bits are fractions too, numbers with a leading zero and no point are not.
  private static func fraction(_ text: String) -> Double? {
    let isWhole = text.utf8.allSatisfy(\.isDigit)
    guard !(isWhole && text.hasPrefix("0")) else { return nil }
    guard text.utf8.allSatisfy({ $0.isDigit || $0 | 0x20 == 0x65 || $0 == 0x2E || $0 == 0x2B || $0 == 0x2D }) else {
      return nil
    }
    return Double(text.hasPrefix(".") ? "0" + text : text)
  }
}
