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
    for (name, value) in fields.sorted(by: { ProtoString.precedes($0.key, $1.key) }) {
      writer.key(name)
      value.encodeJSON(to: &writer)
    }
    writer.close("}")
  }

  /// An object.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    var members: [String: GoogleProtobufValue] = [:]
    try reader.object { (reader, name) throws(JSONFault) in
      var value = GoogleProtobufValue()
      try reader.within(name) { (reader) throws(JSONFault) in try value.decodeJSON(from: &reader) }
      guard members.updateValue(value, forKey: name) == nil else { throw .duplicateField(name: name) }
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
    for value in values {
      writer.separate()
      value.encodeJSON(to: &writer)
    }
    writer.close("]")
  }

  /// An array.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    var elements: [GoogleProtobufValue] = []
    try reader.array { (reader, index) throws(JSONFault) in
      var value = GoogleProtobufValue()
      try reader.within("[\(index)]") { (reader) throws(JSONFault) in try value.decodeJSON(from: &reader) }
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

  /// The value; one without a kind is written as `null`.
  public func encodeJSON(to writer: inout JSONWriter) {
    switch kind {
    case nil, .nullValue: writer.literal("null")
    case .numberValue(let number): writer.floatingPoint(number)
    case .stringValue(let text): writer.string(text)
    case .boolValue(let flag): writer.literal(flag ? "true" : "false")
    case .structValue(let object): object.encodeJSON(to: &writer)
    case .listValue(let list): list.encodeJSON(to: &writer)
    }
  }

  /// Any JSON value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    switch reader.peek() {
    case UInt8(ascii: "{"):
      var object = GoogleProtobufStruct()
      try object.decodeJSON(from: &reader)
      kind = .structValue(object)
    case UInt8(ascii: "["):
      var list = GoogleProtobufListValue()
      try list.decodeJSON(from: &reader)
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
