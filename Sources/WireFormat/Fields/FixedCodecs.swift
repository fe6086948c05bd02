/// `fixed32`: four bytes.
public enum ProtoFixed32: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: UInt32 { 0 }
  /// Four bytes.
  @inlinable
  public static var wireType: UInt32 { 5 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> UInt32 {
    try reader.fixed32()
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing UInt32, to writer: inout WireWriter) {
    writer.fixed32(copy value)
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing UInt32, tag: UInt32, to writer: inout WireWriter) {
    writer.fixed32(copy value, tag: tag)
  }
}

/// `fixed64`: eight bytes.
public enum ProtoFixed64: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: UInt64 { 0 }
  /// Eight bytes.
  @inlinable
  public static var wireType: UInt32 { 1 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> UInt64 {
    try reader.fixed64()
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing UInt64, to writer: inout WireWriter) {
    writer.fixed64(copy value)
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing UInt64, tag: UInt32, to writer: inout WireWriter) {
    writer.fixed64(copy value, tag: tag)
  }
}

/// `sfixed32`: four bytes, signed.
public enum ProtoSFixed32: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: Int32 { 0 }
  /// Four bytes.
  @inlinable
  public static var wireType: UInt32 { 5 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> Int32 {
    Int32(bitPattern: try reader.fixed32())
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Int32, to writer: inout WireWriter) {
    writer.fixed32(UInt32(bitPattern: copy value))
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Int32, tag: UInt32, to writer: inout WireWriter) {
    writer.fixed32(UInt32(bitPattern: copy value), tag: tag)
  }
}

/// `sfixed64`: eight bytes, signed.
public enum ProtoSFixed64: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: Int64 { 0 }
  /// Eight bytes.
  @inlinable
  public static var wireType: UInt32 { 1 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> Int64 {
    Int64(bitPattern: try reader.fixed64())
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Int64, to writer: inout WireWriter) {
    writer.fixed64(UInt64(bitPattern: copy value))
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Int64, tag: UInt32, to writer: inout WireWriter) {
    writer.fixed64(UInt64(bitPattern: copy value), tag: tag)
  }
}

/// `float`: four bytes, IEEE 754.
public enum ProtoFloat: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: Float { 0 }
  /// Four bytes.
  @inlinable
  public static var wireType: UInt32 { 5 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> Float {
    Float(bitPattern: try reader.fixed32())
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Float, to writer: inout WireWriter) {
    writer.fixed32(value.bitPattern)
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Float, tag: UInt32, to writer: inout WireWriter) {
    writer.fixed32(value.bitPattern, tag: tag)
  }

  /// Whether all bits are zero: negative zero is written.
  @inlinable
  @inline(__always)
  public static func isZero(_ value: borrowing Float) -> Bool { value.bitPattern == 0 }
}

/// `double`: eight bytes, IEEE 754.
public enum ProtoDouble: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: Double { 0 }
  /// Eight bytes.
  @inlinable
  public static var wireType: UInt32 { 1 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> Double {
    Double(bitPattern: try reader.fixed64())
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Double, to writer: inout WireWriter) {
    writer.fixed64(value.bitPattern)
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Double, tag: UInt32, to writer: inout WireWriter) {
    writer.fixed64(value.bitPattern, tag: tag)
  }

  /// Whether all bits are zero: negative zero is written.
  @inlinable
  @inline(__always)
  public static func isZero(_ value: borrowing Double) -> Bool { value.bitPattern == 0 }
}
