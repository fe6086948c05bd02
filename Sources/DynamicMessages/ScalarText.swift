internal import ProtoSchema
internal import WireFormat

/// Scalars in JSON as fields of the binary format.
enum ScalarText {
  /// A field with a scalar.
  static func field(
    _ value: GoogleProtobufValue, _ type: ScalarType, number: Int32
  ) throws(MessageEncodingError) -> [UInt8] {
    switch type {
    case .double: return WireBytes.fixed64(try floating(value).bitPattern, number: number)
    case .float: return WireBytes.fixed32(Float(try floating(value)).bitPattern, number: number)
    case .bool: return WireBytes.varint(try bool(value) ? 1 : 0, number: number)
    case .string: return WireBytes.lengthPrefixed(Array(try string(value).utf8), number: number)
    case .bytes: return WireBytes.lengthPrefixed(try bytes(value), number: number)
    default: return try integer(value, type, number: number)
    }
  }

  /// The key of a map entry.
  static func key(_ text: String, _ type: ScalarType) throws(MessageEncodingError) -> [UInt8] {
    var value = GoogleProtobufValue()
    if type == .bool {
      guard text == "true" || text == "false" else { throw expected("true or false") }
      value.kind = .boolValue(text == "true")
    } else {
      value.kind = .stringValue(text)
    }
    return try field(value, type, number: 1)
  }

  private static func integer(
    _ value: GoogleProtobufValue, _ type: ScalarType, number: Int32
  ) throws(MessageEncodingError) -> [UInt8] {
    switch type {
    case .int32: return WireBytes.varint(UInt64(bitPattern: Int64(try whole(value, Int32.self))), number: number)
    case .int64: return WireBytes.varint(UInt64(bitPattern: try whole(value, Int64.self)), number: number)
    case .uint32: return WireBytes.varint(UInt64(try whole(value, UInt32.self)), number: number)
    case .uint64: return WireBytes.varint(try whole(value, UInt64.self), number: number)
    case .sint32: return WireBytes.varint(zigzag(Int64(try whole(value, Int32.self))), number: number)
    case .sint64: return WireBytes.varint(zigzag(try whole(value, Int64.self)), number: number)
    case .fixed32: return WireBytes.fixed32(try whole(value, UInt32.self), number: number)
    case .sfixed32: return WireBytes.fixed32(UInt32(bitPattern: try whole(value, Int32.self)), number: number)
    case .fixed64: return WireBytes.fixed64(try whole(value, UInt64.self), number: number)
    default: return WireBytes.fixed64(UInt64(bitPattern: try whole(value, Int64.self)), number: number)
    }
  }

  private static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: (value << 1) ^ (value >> 63)) }

  private static func whole<T: FixedWidthInteger>(
    _ value: GoogleProtobufValue, _ type: T.Type
  ) throws(MessageEncodingError) -> T {
    switch value.kind {
    case .numberValue(let number): if let exact = T(exactly: number) { return exact }
    case .stringValue(let text): if let exact = T(text) ?? Double(text).flatMap({ T(exactly: $0) }) { return exact }
    default: break
    }
    throw expected("a whole number of \(T.min) to \(T.max)")
  }

  private static func floating(_ value: GoogleProtobufValue) throws(MessageEncodingError) -> Double {
    switch value.kind {
    case .numberValue(let number): return number
    case .stringValue("NaN"): return .nan
    case .stringValue("Infinity"): return .infinity
    case .stringValue("-Infinity"): return -.infinity
    case .stringValue(let text): if let number = Double(text) { return number }
    default: break
    }
    throw expected("a number, \"NaN\", \"Infinity\" or \"-Infinity\"")
  }

  private static func bool(_ value: GoogleProtobufValue) throws(MessageEncodingError) -> Bool {
    guard case .boolValue(let bool) = value.kind else { throw expected("true or false") }
    return bool
  }

  private static func string(_ value: GoogleProtobufValue) throws(MessageEncodingError) -> String {
    guard case .stringValue(let text) = value.kind else { throw expected("a string") }
    return text
  }

  private static func bytes(_ value: GoogleProtobufValue) throws(MessageEncodingError) -> [UInt8] {
    guard case .stringValue = value.kind, let holder = try? GoogleProtobufBytesValue(jsonString: JSONText.of(value))
    else {
      throw expected("base64")
    }
    return holder.value
  }

  private static func expected(_ what: String) -> MessageEncodingError {
    MessageEncodingError(path: "", reason: "expected \(what)")
  }
}
