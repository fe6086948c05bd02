extension GoogleProtobufAny {
  /// The JSON form is that of the content with its type.
  public static var hasOwnJSONForm: Bool { true }

  /// The full name of the content's type: what follows the last slash.
  private static func name(_ typeURL: String) -> Substring {
    typeURL.lastIndex(of: "/").map { typeURL[typeURL.index(after: $0)...] } ?? typeURL[...]
  }

  /// `@type` with the content's members when its type is registered, else with its bytes in `value`.
  public func encodeJSON(to writer: inout JSONWriter) {
    writer.open("{")
    if !typeURL.isEmpty {
      writer.key("@type")
      writer.string(typeURL)
    }
    if let type = writer.types[Self.name(typeURL)], let content = try? type.init(serializedBytes: value) {
      Self.write(content, to: &writer)
    } else {
      ProtoBytes.writeJSONImplicit(value, "value", to: &writer)
    }
    writer.close("}")
  }

  private static func write(_ content: some Message, to writer: inout JSONWriter) {
    if type(of: content).hasOwnJSONForm {
      writer.key("value")
      content.encodeJSON(to: &writer)
    } else {
      content.encodeJSONFields(to: &writer)
    }
  }

  /// An object with `@type`, wherever it stands in it; an empty object is an empty `Any`.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    let start = reader.position
    var url: String?
    var isEmpty = true
    try reader.object { (reader, name) throws(JSONFault) in
      isEmpty = false
      guard name == "@type" else { return try reader.skip() }
      guard url == nil else { throw .duplicateField(name: name) }
      url = try reader.string()
    }
    if isEmpty { return }
    guard let url else { throw .malformed(expected: "an object with \"@type\"") }
    reader.position = start
    typeURL = url
    if let type = reader.types[Self.name(url)] {
      value = try Self.content(type, from: &reader)
    } else {
      try decodeBytes(from: &reader)
    }
  }

  private static func content<M: Message>(_ type: M.Type, from reader: inout JSONReader) throws(JSONFault) -> [UInt8] {
    var message = M()
    guard M.hasOwnJSONForm else {
      try message.decodeJSONObject(from: &reader, except: "@type")
      return message.serializedBytes()
    }
    var content = M()
    try reader.object { (reader, name) throws(JSONFault) in
      if name == "@type" { return try reader.skip() }
      guard name == "value" else { throw .unknownField(name: name, allowed: ["@type", "value"]) }
      try content.decodeJSON(from: &reader)
    }
    message = content
    return message.serializedBytes()
  }

  private mutating func decodeBytes(from reader: inout JSONReader) throws(JSONFault) {
    let url = typeURL
    var bytes: [UInt8] = []
    try reader.object { (reader, name) throws(JSONFault) in
      if name == "@type" { return try reader.skip() }
      guard name == "value", reader.peek() == UInt8(ascii: "\"") else { throw .unknownType(url: url) }
      bytes = try ProtoBytes.readJSON(from: &reader) ?? []
    }
    value = bytes
  }
}
