extension GoogleProtobufDoubleValue {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoDouble.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoDouble.readJSON(from: &reader) ?? ProtoDouble.zero
  }
}

extension GoogleProtobufFloatValue {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoFloat.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoFloat.readJSON(from: &reader) ?? ProtoFloat.zero
  }
}

extension GoogleProtobufInt64Value {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoInt64.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoInt64.readJSON(from: &reader) ?? ProtoInt64.zero
  }
}

extension GoogleProtobufUInt64Value {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoUInt64.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoUInt64.readJSON(from: &reader) ?? ProtoUInt64.zero
  }
}

extension GoogleProtobufInt32Value {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoInt32.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoInt32.readJSON(from: &reader) ?? ProtoInt32.zero
  }
}

extension GoogleProtobufUInt32Value {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoUInt32.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoUInt32.readJSON(from: &reader) ?? ProtoUInt32.zero
  }
}

extension GoogleProtobufBoolValue {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoBool.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoBool.readJSON(from: &reader) ?? ProtoBool.zero
  }
}

extension GoogleProtobufStringValue {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoString.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoString.readJSON(from: &reader) ?? ProtoString.zero
  }
}

extension GoogleProtobufBytesValue {
  /// The JSON form is the value.
  public static var hasOwnJSONForm: Bool { true }
  /// The value.
  public func encodeJSON(to writer: inout JSONWriter) { ProtoBytes.writeJSON(value, to: &writer) }
  /// The value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    value = try ProtoBytes.readJSON(from: &reader) ?? ProtoBytes.zero
  }
}
