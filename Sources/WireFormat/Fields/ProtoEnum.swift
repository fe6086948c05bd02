/// An enum: a varint like `int32`; numbers the schema does not name are kept.
public enum ProtoEnum<Value: ProtoEnumeration>: FieldCodec {
  /// The enum's default.
  @inlinable
  public static var zero: Value { Value() }
  /// Varint.
  @inlinable
  public static var wireType: UInt32 { 0 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> Value {
    Value(rawValue: Int32(truncatingIfNeeded: try reader.varint()))
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Value, to writer: inout WireWriter) {
    writer.varint(UInt64(bitPattern: Int64(value.rawValue)))
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Value, tag: UInt32, to writer: inout WireWriter) {
    writer.varint(UInt64(bitPattern: Int64(value.rawValue)), tag: tag)
  }

  /// Whether the number is 0.
  @inlinable
  @inline(__always)
  public static func isZero(_ value: borrowing Value) -> Bool { value.rawValue == 0 }
}
