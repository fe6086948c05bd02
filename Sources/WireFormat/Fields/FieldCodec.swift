/// How values of one protobuf type are read and written; generated code names one per field.
///
/// All requirements are static and generic, so a release build specialises them to straight code.
public protocol FieldCodec {
  /// The Swift type of a value.
  associatedtype Value: Sendable & Hashable
  /// The value of a field that is not there.
  static var zero: Value { get }
  /// The wire type of a single value: 0 varint, 1 eight bytes, 2 length-prefixed, 5 four bytes.
  static var wireType: UInt32 { get }
  /// Whether a value is left out of the encoding of a field without presence.
  static func isZero(_ value: borrowing Value) -> Bool
  /// Reads a value behind its tag.
  static func read(from reader: inout WireReader) throws(WireFault) -> Value
  /// Reads a value over one that is there: a message merges, anything else is replaced.
  static func read(over value: inout Value, from reader: inout WireReader) throws(WireFault)
  /// Checks a value behind its tag as reading it would, without making it.
  static func check(_ reader: inout WireReader) throws(WireFault)
  /// Writes a value without a tag.
  static func write(_ value: borrowing Value, to writer: inout WireWriter)
  /// Writes a value with its tag.
  static func writeField(_ value: borrowing Value, tag: UInt32, to writer: inout WireWriter)
  /// Whether `null` is a value in JSON.
  static var acceptsJSONNull: Bool { get }
  /// Reads a JSON value; nil for an enum name that is not known where such are ignored.
  static func readJSON(from reader: inout JSONReader) throws(JSONFault) -> Value?
  /// Writes a JSON value.
  static func writeJSON(_ value: Value, to writer: inout JSONWriter)
}

extension FieldCodec where Value: Equatable {
  /// Whether a value equals `zero`.
  @inlinable
  @inline(__always)
  public static func isZero(_ value: borrowing Value) -> Bool { copy value == zero }
}

extension FieldCodec {
  /// Replaces a value.
  @inlinable
  @inline(__always)
  public static func read(over value: inout Value, from reader: inout WireReader) throws(WireFault) {
    value = try read(from: &reader)
  }

  /// Writes a field that has presence, if it is set.
  @inlinable
  @inline(__always)
  public static func writeOptional(_ value: Value?, tag: UInt32, to writer: inout WireWriter) {
    if let value { writeField(value, tag: tag, to: &writer) }
  }

  /// Writes a field without presence, unless it is zero.
  @inlinable
  @inline(__always)
  public static func writeImplicit(_ value: borrowing Value, tag: UInt32, to writer: inout WireWriter) {
    if !isZero(value) { writeField(value, tag: tag, to: &writer) }
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Value, tag: UInt32, to writer: inout WireWriter) {
    write(value, to: &writer)
    writer.tag(tag)
  }
}
