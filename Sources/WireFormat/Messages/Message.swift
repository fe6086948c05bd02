/// A protobuf message as generated code declares it.
///
/// What programs call is in the extensions: `init(serializedBytes:)`, `serializedBytes()` and the JSON pair. Requirements
/// below are the parts generated code supplies.
public protocol Message: Sendable, Hashable {
  /// The fields by name, as views read them.
  associatedtype ViewFields: MessageFields
  /// A message with every field at its default.
  init()
  /// The full name in the schema, as `google.protobuf.Any`.
  static var messageName: String { get }
  /// The fields by number and name.
  static var fieldTable: FieldTable { get }
  /// Fields that came over the wire and are not in the schema.
  var unknownFields: UnknownFields { get set }
  /// Reads fields up to the end of the message.
  mutating func decode(from reader: inout WireReader) throws(WireFault)
  /// Checks fields up to the end of the message as reading would, for a view.
  static func check(_ reader: inout WireReader) throws(WireFault)
  /// Writes the fields that are set, from the highest number to the lowest.
  func encode(to writer: inout WireWriter)

  /// Reads the JSON value of the field of a number.
  mutating func decodeJSONField(_ number: Int32, from reader: inout JSONReader) throws(JSONFault)
  /// Writes a JSON member for every field that is set.
  func encodeJSONFields(to writer: inout JSONWriter)
  /// Whether `null` is a value in JSON.
  static var acceptsJSONNull: Bool { get }
  /// Whether the JSON form is something else than an object with a member per field.
  static var hasOwnJSONForm: Bool { get }
  /// Reads the whole JSON value.
  mutating func decodeJSON(from reader: inout JSONReader) throws(JSONFault)
  /// Writes the whole JSON value.
  func encodeJSON(to writer: inout JSONWriter)
}

extension Message {
  /// Reads a message.
  /// - Throws: `DecodingError` with field path, byte offset and reason.
  @inlinable
  public init(serializedBytes bytes: [UInt8]) throws(DecodingError) {
    self.init()
    try merge(serializedBytes: bytes)
  }

  /// The message's bytes; equal messages with equal unknown fields give equal bytes.
  @inlinable
  public func serializedBytes() -> [UInt8] {
    serializedBytes(prefix: 0)
  }

  /// Lends the message's bytes, without an array of their own.
  @inlinable
  public func withSerializedBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
    var writer = WireWriter()
    encode(to: &writer)
    return try body(writer.written)
  }

  /// Lends the message's bytes behind a number of zero bytes, for a head the caller fills in.
  @inlinable
  public func withSerializedBytes<Result>(prefix: Int, _ body: (RawSpan) throws -> Result) rethrows -> Result {
    var writer = WireWriter()
    encode(to: &writer)
    writer.zeros(prefix)
    return try body(writer.written)
  }

  /// The message's bytes behind a number of zero bytes, for a head the caller fills in (gRPC's five bytes).
  @inlinable
  public func serializedBytes(prefix: Int) -> [UInt8] {
    var writer = WireWriter()
    encode(to: &writer)
    return writer.finish(prefix: prefix)
  }
}
