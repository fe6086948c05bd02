extension JSONReader {
  /// An integer of a type: a number without a fraction, or one in quotes.
  mutating func integer<T: FixedWidthInteger>(_ type: String) throws(JSONFault) -> T {
    let text = try numberText(type)
    guard let value: T = Self.exactInteger(text) else { throw .outOfRange(text: text, type: type) }
    return value
  }

  private mutating func numberText(_ type: String) throws(JSONFault) -> String {
    switch peek() {
    case UInt8(ascii: "\""): return try string()
    case UInt8(ascii: "-"): return try number()
    case let byte? where byte.isJSONDigit: return try number()
    default: throw .wrongType(expected: "a number (\(type))")
    }
  }

  /// The integer a number's text stands for exactly; `1.0` and `1e2` are integers, `1.5` and `+1` are not.
  static func exactInteger<T: FixedWidthInteger>(_ text: String) -> T? {
    guard isNumber(text) else { return nil }
    if let value = T(text) { return value }
    guard text.utf8.contains(where: { !$0.isJSONDigit && $0 != UInt8(ascii: "-") }) else { return nil }
    return Double(text).flatMap { T(exactly: $0) }
  }

  /// Whether a whole text is one JSON number.
  private static func isNumber(_ text: String) -> Bool {
    var reader = JSONReader(Array(text.utf8), ignoresUnknown: false, types: .none)
    guard let first = text.utf8.first, first == UInt8(ascii: "-") || first.isJSONDigit else { return false }
    guard (try? reader.number()) != nil else { return false }
    return reader.position == reader.bytes.count
  }

  /// A number, or one of it, `NaN`, `Infinity` and `-Infinity` in quotes.
  mutating func floatingPoint(_ type: String) throws(JSONFault) -> Double {
    let text = try numberText(type)
    switch text {
    case "NaN": return .nan
    case "Infinity": return .infinity
    case "-Infinity": return -.infinity
    default:
      guard Self.isNumber(text), let value = Double(text), value.isFinite else {
        throw .outOfRange(text: text, type: type)
      }
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
      let text = value.description
      literal(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }
  }
}
