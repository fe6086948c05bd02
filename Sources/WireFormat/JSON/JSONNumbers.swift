extension JSONReader {
  /// An integer of a type: a number without a fraction, or one in quotes.
  mutating func integer<T: FixedWidthInteger>(_ type: String) throws(JSONFault) -> T {
    let text = try numberText(type)
    guard let value: T = Self.integer(text) else { throw .outOfRange(text: text, type: type) }
    return value
  }

  /// A number's text, in quotes or not; the words allowed beside numbers are in quotes.
  private mutating func numberText(_ type: String, or words: [String] = []) throws(JSONFault) -> String {
    switch peek() {
    case UInt8(ascii: "\""):
      let text = try string()
      guard words.contains(text) || Self.isNumber(text) else { throw .outOfRange(text: text, type: type) }
      return text
    case UInt8(ascii: "-"): return try number()
    case let byte? where byte.isJSONDigit: return try number()
    default: throw .wrongType(expected: "a number (\(type))")
    }
  }

  /// The integer a whole text stands for exactly; `1.0` and `1e2` are integers, `1.5` and `+1` are none.
  static func exactInteger<T: FixedWidthInteger>(_ text: String) -> T? {
    isNumber(text) ? integer(text) : nil
  }

  private static func integer<T: FixedWidthInteger>(_ number: String) -> T? {
    T(number) ?? JSONDecimal(number).integer()
  }

  /// Whether a whole text is one JSON number.
  private static func isNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first, first == UInt8(ascii: "-") || first.isJSONDigit else { return false }
    var reader = JSONReader(Array(text.utf8), ignoresUnknown: false, types: .wellKnown)
    guard (try? reader.number()) != nil else { return false }
    return reader.position == reader.bytes.count
  }

  /// A number, or one of it, `NaN`, `Infinity` and `-Infinity` in quotes.
  mutating func floatingPoint<T: BinaryFloatingPoint & LosslessStringConvertible>(
    _ type: String
  ) throws(JSONFault) -> T {
    let text = try numberText(type, or: ["NaN", "Infinity", "-Infinity"])
    switch text {
    case "NaN": return .nan
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    default:
      guard let value = T(text), value.isFinite else { throw .outOfRange(text: text, type: type) }
      return value
    }
  }
}

extension JSONWriter {
  /// The shortest text that reads back as the same number; NaN and infinities in quotes.
  mutating func floatingPoint(_ value: some BinaryFloatingPoint & LosslessStringConvertible) {
    if value.isNaN {
      quoted("NaN")
    } else if value.isInfinite {
      quoted(value < 0 ? "-Infinity" : "Infinity")
    } else {
      // Readers that take a number without a point for an integer would lose the sign of -0.
      let text = value.description
      literal(text.hasSuffix(".0") && value != 0 || text == "0.0" ? String(text.dropLast(2)) : text)
    }
  }
}
