/// A JSON number taken apart, so that it becomes an integer without passing a floating-point type.
struct JSONDecimal {
  /// Significant digits, none for zero; neither the first nor the last is 0.
  private var digits: [UInt8] = []
  private var isNegative = false
  /// The power of ten the digits are multiplied with.
  private var exponent = 0

  /// Takes a text apart that is a JSON number.
  init(_ number: String) {
    var rest = number.utf8[...]
    if rest.first == UInt8(ascii: "-") {
      isNegative = true
      rest.removeFirst()
    }
    let mantissa = rest.prefix { $0 | 0x20 != UInt8(ascii: "e") }
    let parts = mantissa.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    digits = parts.flatMap { $0 }
    exponent = Self.exponent(rest.dropFirst(mantissa.count + 1)) - (parts.count == 2 ? parts[1].count : 0)
    digits.trimPrefixZeros()
    while digits.last == 0x30 {
      digits.removeLast()
      exponent += 1
    }
  }

  /// The power of ten behind the `e`; beyond a thousand million it makes no difference any more.
  private static func exponent(_ text: Substring.UTF8View) -> Int {
    var value = 0
    for byte in text where byte.isJSONDigit { value = Swift.min(value * 10 + Int(byte) - 0x30, 1_000_000_000) }
    return text.first == UInt8(ascii: "-") ? -value : value
  }

  /// The number as an integer of a type, nil when it has a fraction or lies outside the type's range.
  func integer<T: FixedWidthInteger>() -> T? {
    if digits.isEmpty { return 0 }
    guard exponent >= 0, digits.count + exponent <= 20 else { return nil }
    let text = (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)
    return T(text + String(repeating: "0", count: exponent))
  }
}

extension [UInt8] {
  fileprivate mutating func trimPrefixZeros() {
    self = Array(drop { $0 == 0x30 })
  }
}
