extension Message {
  /// Reads the proto3 JSON form.
  /// - Parameters:
  ///   - bytes: the text in UTF-8.
  ///   - ignoreUnknown: whether fields and enum names the schema does not have are stepped over instead of refused.
  ///   - types: the messages `google.protobuf.Any` may contain.
  /// - Throws: `JSONDecodingError` with path, byte offset and what is allowed.
  public init(
    jsonUTF8Bytes bytes: [UInt8], ignoreUnknown: Bool = false, types: MessageTypes = .wellKnown
  ) throws(JSONDecodingError) {
    self.init()
    var reader = JSONReader(bytes, ignoresUnknown: ignoreUnknown, types: types)
    do throws(JSONFault) {
      try decodeJSON(from: &reader)
      try reader.expectEnd()
    } catch {
      throw reader.failure(error)
    }
  }

  /// Reads the proto3 JSON form of a string; as `init(jsonUTF8Bytes:)`.
  public init(
    jsonString text: String, ignoreUnknown: Bool = false, types: MessageTypes = .wellKnown
  ) throws(JSONDecodingError) {
    try self.init(jsonUTF8Bytes: Array(text.utf8), ignoreUnknown: ignoreUnknown, types: types)
  }

  /// The proto3 JSON form in UTF-8; unknown fields have none and are left out.
  /// - Throws: `JSONEncodingError` with the path to a well-known type whose value has no JSON form.
  public func jsonUTF8Bytes(
    options: JSONEncodingOptions = JSONEncodingOptions()
  ) throws(JSONEncodingError) -> [UInt8] {
    var writer = JSONWriter(options)
    encodeJSON(to: &writer)
    if let failure = writer.failure { throw failure }
    return writer.bytes
  }

  /// The proto3 JSON form; as `jsonUTF8Bytes(options:)`.
  public func jsonString(options: JSONEncodingOptions = JSONEncodingOptions()) throws(JSONEncodingError) -> String {
    String(decoding: try jsonUTF8Bytes(options: options), as: UTF8.self)
  }

  /// The proto3 JSON form, pretty or not; as `jsonUTF8Bytes(options:)`.
  public func jsonString(pretty: Bool) throws(JSONEncodingError) -> String {
    try jsonString(options: JSONEncodingOptions(isPretty: pretty))
  }

  // MARK: The usual form: an object with a member per field

  /// Whether `null` is a value; it is for `google.protobuf.Value`.
  public static var acceptsJSONNull: Bool { false }

  /// Whether the JSON form is something else than an object with a member per field.
  public static var hasOwnJSONForm: Bool { false }

  /// Writes the message's JSON value.
  public func encodeJSON(to writer: inout JSONWriter) {
    writer.open("{")
    encodeJSONFields(to: &writer)
    writer.close("}")
  }

  /// Reads the message's JSON value.
  public mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault) {
    try decodeJSONObject(from: &reader, except: nil)
  }

  /// Reads an object's members into fields; the one of an excepted name, which may come once, is stepped over.
  mutating func decodeJSONObject(from reader: inout JSONReader, except name: String?) throws(JSONFault) {
    var message = self
    defer { self = message }
    // 0 is no field's number; it stands for the excepted member.
    var seen: Set<Int32> = []
    try reader.object { (reader, member) throws(JSONFault) in
      if member == name {
        guard seen.insert(0).inserted else { throw .duplicateField(name: member) }
        return try reader.skip()
      }
      try reader.within(.member(member)) { (reader) throws(JSONFault) in
        try message.decodeJSONMember(member, seen: &seen, from: &reader)
      }
    }
  }

  private mutating func decodeJSONMember(
    _ name: String, seen: inout Set<Int32>, from reader: inout JSONReader
  ) throws(JSONFault) {
    guard let number = Self.fieldTable.number(name) else {
      guard reader.ignoresUnknown else {
        throw .unknownField(name: name, allowed: Self.fieldTable.entries.map(\.jsonName))
      }
      return try reader.skip()
    }
    guard seen.insert(number).inserted else { throw .duplicateField(name: name) }
    try decodeJSONField(number, from: &reader)
  }
}
