internal import Glibc

/// The text descriptors carry for the default of a proto2 field.
enum DefaultText {
  /// The bytes of the text of a default that fits its field.
  static func bytes(of value: OptionValue, kind: FieldDescriptor.Kind) -> [UInt8] {
    switch value {
    case .identifier(let word): Array(word.utf8)
    case .string(let bytes): kind == .scalar(.bytes) ? escaped(bytes) : bytes
    case .integer(let magnitude, let isNegative):
      isFraction(kind)
        ? fraction((isNegative ? -1 : 1) * Double(magnitude), kind)
        : Array(((isNegative && magnitude != 0 ? "-" : "") + String(magnitude)).utf8)
    case .float(let number): fraction(number, kind)
    case .aggregate, .list: []
    }
  }

  private static func isFraction(_ kind: FieldDescriptor.Kind) -> Bool {
    kind == .scalar(.double) || kind == .scalar(.float)
  }

  /// The shortest of two precisions that reads back as the same number, as C prints it.
  private static func fraction(_ value: Double, _ kind: FieldDescriptor.Kind) -> [UInt8] {
    if value.isNaN { return Array("nan".utf8) }
    if value.isInfinite { return Array((value < 0 ? "-inf" : "inf").utf8) }
    let isFloat = kind == .scalar(.float)
    let value = isFloat ? Double(Float(value)) : value
    let short = printed(value, digits: isFloat ? 6 : 15)
    let isExact = isFloat ? Float(short) == Float(value) : Double(short) == value
    return Array((isExact ? short : printed(value, digits: isFloat ? 9 : 17)).utf8)
  }

  private static func printed(_ value: Double, digits: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 40)
    _ = withVaList([digits, value]) { vsnprintf(&buffer, buffer.count, "%.*g", $0) }
    return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Bytes as C writes them in a string: what does not print in octal.
  private static func escaped(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      if let letter = escapes[byte] { return [UInt8(ascii: "\\"), letter] }
      if byte >= 0x20 && byte < 0x7F { return [byte] }
      return [UInt8(ascii: "\\"), 0x30 + (byte >> 6), 0x30 + (byte >> 3 & 7), 0x30 + (byte & 7)]
    }
  }

  private static let escapes: [UInt8: UInt8] = [
    0x0A: UInt8(ascii: "n"), 0x0D: UInt8(ascii: "r"), 0x09: UInt8(ascii: "t"), 0x22: 0x22, 0x27: 0x27, 0x5C: 0x5C,
  ]
}
