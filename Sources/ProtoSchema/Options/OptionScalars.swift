/// Scalar option values in their binary form.
enum OptionScalars {
  /// The bytes of a value without a tag, or nil when it does not fit the type.
  /// - Parameter isText: whether the value stands in text format, which has more words for true, false and infinity.
  static func bytes(_ value: OptionValue, as type: ScalarType, isText: Bool) -> [UInt8]? {
    var out = MessageBytes()
    switch type {
    case .double, .float:
      guard let number = fraction(value) else { return nil }
      let bits = type == .double ? number.bitPattern : UInt64(Float(number).bitPattern)
      out.fixed(bits, width: type == .double ? 8 : 4)
    case .bool:
      guard let flag = bool(value, isText: isText) else { return nil }
      out.varint(flag ? 1 : 0)
    case .string, .bytes:
      guard case .string(let bytes) = value else { return nil }
      out.delimited(bytes)
    default:
      guard let number = integer(value, as: type) else { return nil }
      write(number, as: type, into: &out)
    }
    return out.bytes
  }

  /// What a value of the type looks like.
  static func description(of type: ScalarType) -> String {
    switch type {
    case .double, .float: "a number"
    case .bool: "true or false"
    case .string, .bytes: "a string in quotes"
    case .int32, .sint32, .sfixed32: "an integer from -2147483648 to 2147483647"
    case .uint32, .fixed32: "an integer from 0 to 4294967295"
    case .int64, .sint64, .sfixed64: "an integer from -9223372036854775808 to 9223372036854775807"
    case .uint64, .fixed64: "an integer from 0 to 18446744073709551615"
    }
  }

  private static func fraction(_ value: OptionValue) -> Double? {
    switch value {
    case .integer(let magnitude, let isNegative): (isNegative ? -1 : 1) * Double(magnitude)
    case .float(let number): number
    case .identifier("inf"), .identifier("infinity"): .infinity
    case .identifier("nan"): .nan
    default: nil
    }
  }

  private static func bool(_ value: OptionValue, isText: Bool) -> Bool? {
    switch value {
    case .identifier("true"): true
    case .identifier("false"): false
    case .identifier("t"), .identifier("True"), .integer(magnitude: 1, isNegative: false): isText ? true : nil
    case .identifier("f"), .identifier("False"), .integer(magnitude: 0, isNegative: false): isText ? false : nil
    default: nil
    }
  }

  /// The integer's bits, sign extended; nil when the type does not hold it.
  private static func integer(_ value: OptionValue, as type: ScalarType) -> UInt64? {
    guard case .integer(let magnitude, let isNegative) = value else { return nil }
    switch type {
    case .uint32, .fixed32: return isNegative ? nil : UInt32(exactly: magnitude).map { UInt64($0) }
    case .uint64, .fixed64: return isNegative ? nil : magnitude
    default: break
    }
    let limit: UInt64 = type.isNarrow ? 1 << 31 : 1 << 63
    guard magnitude < limit || (isNegative && magnitude == limit) else { return nil }
    return isNegative ? 0 &- magnitude : magnitude
  }

  private static func write(_ bits: UInt64, as type: ScalarType, into out: inout MessageBytes) {
    switch type {
    case .fixed32, .sfixed32: out.fixed(bits, width: 4)
    case .fixed64, .sfixed64: out.fixed(bits, width: 8)
    case .sint32:
      let number = Int32(truncatingIfNeeded: bits)
      out.varint(UInt64(UInt32(bitPattern: number << 1 ^ number >> 31)))
    case .sint64:
      let number = Int64(bitPattern: bits)
      out.varint(UInt64(bitPattern: number << 1 ^ number >> 63))
    default: out.varint(bits)
    }
  }
}

extension ScalarType {
  /// Whether it is an integer of 32 bits with a sign.
  fileprivate var isNarrow: Bool { self == .int32 || self == .sint32 || self == .sfixed32 }

  /// The wire type of one value.
  var wireType: UInt64 {
    switch self {
    case .double, .fixed64, .sfixed64: 1
    case .float, .fixed32, .sfixed32: 5
    case .string, .bytes: 2
    default: 0
    }
  }
}
