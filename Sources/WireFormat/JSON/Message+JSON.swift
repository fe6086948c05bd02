extension Message {
  /// Reads the proto3 JSON form.
  /// - Parameters:
  ///   - bytes: the text in UTF-8.
  ///   - ignoreUnknown: whether fields and enum names the schema does not have are stepped over instead of refused.
  ///   - types: the messages `google.protobuf.Any` may hold in JSON form.
  /// - Throws: `JSONDecodingError` with path, byte offset and what is allowed.
  public init(
    jsonUTF8Bytes bytes: [UInt8], ignoreUnknown: Bool = false, types: MessageTypes = .none
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
    jsonString text: String, ignoreUnknown: Bool = false, types: MessageTypes = .none
  ) throws(JSONDecodingError) {
    try self.init(jsonUTF8Bytes: Array(text.utf8), ignoreUnknown: ignoreUnknown, types: types)
  }

  /// The proto3 JSON form in UTF-8; unknown fields have none and are left out.
  /// - Parameters:
  ///   - pretty: one member per line, indented by two blanks.
  ///   - writesDefaults: whether zero numbers, empty strings and empty lists of fields without presence are written.
  ///   - types: the messages `google.protobuf.Any` shows as JSON; others show their bytes in base64.
  public func jsonUTF8Bytes(
    pretty: Bool = false, writesDefaults: Bool = false, types: MessageTypes = .none
  ) -> [UInt8] {
    var writer = JSONWriter(isPretty: pretty, writesDefaults: writesDefaults, types: types)
    encodeJSON(to: &writer)
    return writer.bytes
  }

  /// The proto3 JSON form; as `jsonUTF8Bytes(pretty:writesDefaults:types:)`.
  public func jsonString(pretty: Bool = false, writesDefaults: Bool = false, types: MessageTypes = .none) -> String {
    String(decoding: jsonUTF8Bytes(pretty: pretty, writesDefaults: writesDefaults, types: types), as: UTF8.self)
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

  /// Reads an object's members into fields; the one of an excepted name is stepped over.
  mutating func decodeJSONObject(from reader: inout JSONReader, except name: String?) throws(JSONFault) {
    var message = self
    defer { self = message }
    var seen: Set<Int32> = []
    try reader.object { (reader, member) throws(JSONFault) in
      if member == name { return try reader.skip() }
      try reader.within(member) { (reader) throws(JSONFault) in
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
