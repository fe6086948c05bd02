/// `sint32`: a varint of the zigzag form, short for numbers near zero.
public enum ProtoSInt32: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: Int32 { 0 }
  /// Varint.
  @inlinable
  public static var wireType: UInt32 { 0 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> Int32 {
    let bits = UInt32(truncatingIfNeeded: try reader.varint())
    return Int32(bitPattern: (bits >> 1) ^ (0 &- (bits & 1)))
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Int32, to writer: inout WireWriter) {
    let number = copy value
    writer.varint(UInt64(UInt32(bitPattern: (number << 1) ^ (number >> 31))))
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Int32, tag: UInt32, to writer: inout WireWriter) {
    let number = copy value
    writer.varint(UInt64(UInt32(bitPattern: (number << 1) ^ (number >> 31))), tag: tag)
  }
}

/// `sint64`: a varint of the zigzag form, short for numbers near zero.
public enum ProtoSInt64: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: Int64 { 0 }
  /// Varint.
  @inlinable
  public static var wireType: UInt32 { 0 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> Int64 {
    let bits = try reader.varint()
    return Int64(bitPattern: (bits >> 1) ^ (0 &- (bits & 1)))
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Int64, to writer: inout WireWriter) {
    let number = copy value
    writer.varint(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Int64, tag: UInt32, to writer: inout WireWriter) {
    let number = copy value
    writer.varint(UInt64(bitPattern: (number << 1) ^ (number >> 63)), tag: tag)
  }
}
