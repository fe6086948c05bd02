extension ProtoDouble {
  /// A number, or NaN, Infinity, -Infinity or a number in quotes.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Double? {
    try reader.floatingPoint("double")
  }
  /// The shortest number that reads back the same.
  public static func writeJSON(_ value: Double, to writer: inout JSONWriter) { writer.floatingPoint(value) }
}

extension ProtoFloat {
  /// A number within the range of `float`, or NaN, Infinity, -Infinity or a number in quotes.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Float? {
    try reader.floatingPoint("float")
  }
  /// The shortest number that reads back the same. That of the largest value lies above it, and readers that take it
  /// for a `double` first would refuse it as too large, so it has the digits of a `double`.
  public static func writeJSON(_ value: Float, to writer: inout JSONWriter) {
    if value.magnitude == .greatestFiniteMagnitude {
      writer.floatingPoint(Double(value))
    } else {
      writer.floatingPoint(value)
    }
  }
}

extension ProtoBool {
  /// `true` or `false`.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Bool? {
    if reader.takeLiteral("true") { return true }
    if reader.takeLiteral("false") { return false }
    throw .wrongType(expected: "true or false")
  }
  /// `true` or `false`.
  public static func writeJSON(_ value: Bool, to writer: inout JSONWriter) { writer.literal(value ? "true" : "false") }
}

extension ProtoString {
  /// A string.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> String? { try reader.string() }
  /// A string.
  public static func writeJSON(_ value: String, to writer: inout JSONWriter) { writer.string(value) }
}

extension ProtoBytes {
  /// Base64 of either alphabet, padded or not.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> [UInt8]? {
    guard let bytes = Base64.decode(Array(try reader.string().utf8), as: .lenient) else {
      throw .malformed(expected: "base64, standard or URL-safe")
    }
    return bytes
  }
  /// Base64 of the standard alphabet, padded.
  public static func writeJSON(_ value: [UInt8], to writer: inout JSONWriter) {
    writer.quoted(Base64.encode(value))
  }
}

extension ProtoEnum {
  /// Whether the enum is `google.protobuf.NullValue`.
  public static var acceptsJSONNull: Bool { Value.isJSONNull }

  /// A name of the schema, or a number.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Value? {
    if Value.isJSONNull, reader.takeNull() { return Value() }
    guard reader.peek() == UInt8(ascii: "\"") else {
      guard let byte = reader.peek(), byte == UInt8(ascii: "-") || byte.isJSONDigit else {
        throw .wrongType(expected: "the name or number of an enum value")
      }
      return Value(rawValue: try reader.integer("int32"))
    }
    let name = try reader.string()
    if let value = Value(protoName: name) { return value }
    if reader.ignoresUnknown { return nil }
    throw .unknownEnumValue(name: name, allowed: Value.allKnown.map(\.protoName) + Value.aliases.keys.sorted())
  }

  /// The name, `null` for that of `google.protobuf.NullValue`; a number for a value the schema does not name.
  public static func writeJSON(_ value: Value, to writer: inout JSONWriter) {
    if Value.isJSONNull, Value.allKnown.contains(value) {
      writer.literal("null")
    } else if !writer.options.writesEnumNumbers, Value.allKnown.contains(value) {
      writer.quoted(value.protoName)
    } else {
      writer.literal(String(value.rawValue))
    }
  }
}

extension ProtoMessage {
  /// Whether the message is `google.protobuf.Value`.
  public static var acceptsJSONNull: Bool { Value.acceptsJSONNull }

  /// The message's JSON value.
  public static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Value? {
    var message = Value()
    try reader.message(into: &message)
    return message
  }

  /// The message's JSON value.
  public static func writeJSON(_ value: Value, to writer: inout JSONWriter) { writer.message(value) }
}
