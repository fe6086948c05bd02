extension GoogleProtobufNullValue {
  /// The JSON form is `null`.
  public static var isJSONNull: Bool { true }
}

extension GoogleProtobufStruct {
  /// The JSON form is the object itself.
  public static var hasOwnJSONForm: Bool { true }

  /// The object.
  public func encodeJSON(to writer: inout JSONWriter) {
    writer.open("{")
    for (name, value) in fields {
      writer.key(name)
      writer.message(value)
    }
    writer.close("}")
  }

  /// An object.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    var members = FieldMap<String, GoogleProtobufValue>()
    try reader.object { (reader, name) throws(JSONFault) in
      var value = GoogleProtobufValue()
      try reader.within(.member(name)) { (reader) throws(JSONFault) in try reader.message(into: &value) }
      guard members[name] == nil else { throw .duplicateField(name: name) }
      members[name] = value
    }
    fields = members
  }
}

extension GoogleProtobufListValue {
  /// The JSON form is the array itself.
  public static var hasOwnJSONForm: Bool { true }

  /// The array.
  public func encodeJSON(to writer: inout JSONWriter) {
    writer.open("[")
    for (index, value) in values.enumerated() {
      writer.element(index)
      writer.message(value)
    }
    writer.close("]")
  }

  /// An array.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    var elements: [GoogleProtobufValue] = []
    try reader.array { (reader, index) throws(JSONFault) in
      var value = GoogleProtobufValue()
      try reader.within(.element(index)) { (reader) throws(JSONFault) in try reader.message(into: &value) }
      elements.append(value)
    }
    values = elements
  }
}

extension GoogleProtobufValue {
  /// The JSON form is the value itself.
  public static var hasOwnJSONForm: Bool { true }

  /// `null` is a value.
  public static var acceptsJSONNull: Bool { true }

  /// The value; one without a kind has no JSON form, nor have NaN and the infinities.
  public func encodeJSON(to writer: inout JSONWriter) {
    switch kind {
    case nil: writer.fail(.valueWithoutKind)
    case .nullValue: writer.literal("null")
    case .numberValue(let number) where !number.isFinite: writer.fail(.numberNotFinite(number))
    case .numberValue(let number): writer.floatingPoint(number)
    case .stringValue(let text): writer.string(text)
    case .boolValue(let flag): writer.literal(flag ? "true" : "false")
    case .structValue(let object): writer.message(object)
    case .listValue(let list): writer.message(list)
    }
  }

  /// Any JSON value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    switch reader.peek() {
    case UInt8(ascii: "{"):
      var object = GoogleProtobufStruct()
      try reader.message(into: &object)
      kind = .structValue(object)
    case UInt8(ascii: "["):
      var list = GoogleProtobufListValue()
      try reader.message(into: &list)
      kind = .listValue(list)
    case UInt8(ascii: "\""): kind = .stringValue(try reader.string())
    case UInt8(ascii: "t"), UInt8(ascii: "f"): kind = try ProtoBool.readJSON(from: &reader).map { .boolValue($0) }
    case UInt8(ascii: "n") where reader.takeNull(): kind = .nullValue(.nullValue)
    case let byte? where byte == UInt8(ascii: "-") || byte.isJSONDigit:
      kind = .numberValue(try reader.floatingPoint("double"))
    default: throw .syntax(expected: "a value")
    }
  }
}
