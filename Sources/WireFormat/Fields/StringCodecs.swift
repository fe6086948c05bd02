/// `string`: length-prefixed UTF-8, validated strictly.
public enum ProtoString: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: String { "" }
  /// Length-prefixed.
  @inlinable
  public static var wireType: UInt32 { 2 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> String {
    try reader.string()
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing String, to writer: inout WireWriter) {
    writer.string(value)
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing String, tag: UInt32, to writer: inout WireWriter) {
    writer.string(value, tag: tag)
  }

  /// Whether there is no byte.
  @inlinable
  @inline(__always)
  public static func isZero(_ value: borrowing String) -> Bool { value.isEmpty }
}

/// `bytes`: length-prefixed.
public enum ProtoBytes: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: [UInt8] { [] }
  /// Length-prefixed.
  @inlinable
  public static var wireType: UInt32 { 2 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> [UInt8] {
    try reader.byteString()
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing [UInt8], to writer: inout WireWriter) {
    writer.byteString(value)
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing [UInt8], tag: UInt32, to writer: inout WireWriter) {
    writer.byteString(value, tag: tag)
  }

  /// Whether there is no byte.
  @inlinable
  @inline(__always)
  public static func isZero(_ value: borrowing [UInt8]) -> Bool { value.isEmpty }
}
