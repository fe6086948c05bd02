extension GoogleProtobufAny {
  /// The JSON form is that of the content with its type.
  public static var hasOwnJSONForm: Bool { true }

  /// The full name in a type URL: what follows the last slash, before which something stands.
  private static func name(_ url: String) -> String? {
    guard let slash = url.lastIndex(of: "/"), slash > url.startIndex else { return nil }
    let name = url[url.index(after: slash)...]
    return name.isEmpty ? nil : String(name)
  }

  /// `@type` with the content's members, or with `value` for content that has a JSON form of its own.
  public func encodeJSON(to writer: inout JSONWriter) {
    if typeURL.isEmpty, value.isEmpty { return writer.literal("{}") }
    guard let name = Self.name(typeURL) else { return writer.fail(.invalidTypeURL(typeURL)) }
    guard let type = writer.options.types[name] else { return writer.fail(.unknownType(url: typeURL)) }
    do throws(DecodingError) {
      let content = try type.init(serializedBytes: value)
      write(content, to: &writer)
    } catch {
      writer.fail(.invalidContent(url: typeURL, error))
    }
  }

  private func write(_ content: some Message, to writer: inout JSONWriter) {
    writer.open("{")
    writer.key("@type")
    writer.string(typeURL)
    if type(of: content).hasOwnJSONForm {
      writer.key("value")
      writer.message(content)
    } else {
      content.encodeJSONFields(to: &writer)
    }
    writer.close("}")
  }

  /// An object with `@type`, wherever it stands in it; an empty object is an empty `Any`.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    let start = reader.position
    guard try reader.seek("@type") else {
      reader.position = start
      return try reader.object { (_, _) throws(JSONFault) in
        throw .malformed(expected: "an object with \"@type\", or without any member")
      }
    }
    let url = try reader.string()
    guard let name = Self.name(url) else {
      throw .malformed(expected: "\"@type\" to be as type.googleapis.com/full.Name")
    }
    guard let type = reader.types[name] else { throw .unknownType(url: url) }
    reader.position = start
    (typeURL, value) = (url, try Self.content(type, from: &reader))
  }

  private static func content<M: Message>(_ type: M.Type, from reader: inout JSONReader) throws(JSONFault) -> [UInt8] {
    if M.hasOwnJSONForm { return try wrapped(type, from: &reader) }
    var content = M()
    try content.decodeJSONObject(from: &reader, except: "@type")
    return content.serializedBytes()
  }

  /// Content whose JSON form is its own: the member `value`.
  private static func wrapped<M: Message>(_ type: M.Type, from reader: inout JSONReader) throws(JSONFault) -> [UInt8] {
    var content: M?
    var hasType = false
    try reader.object { (reader, name) throws(JSONFault) in
      if name == "@type", !hasType {
        hasType = true
        return try reader.skip()
      }
      guard name == "value" || name == "@type" || reader.ignoresUnknown else {
        throw .unknownField(name: name, allowed: ["@type", "value"])
      }
      guard name == "value" || name == "@type" else { return try reader.skip() }
      guard name == "value", content == nil else { throw .duplicateField(name: name) }
      var message = M()
      try reader.within(.member(name)) { (reader) throws(JSONFault) in try reader.message(into: &message) }
      content = message
    }
    guard let content else { throw .malformed(expected: "the content in a member \"value\"") }
    return content.serializedBytes()
  }
}
