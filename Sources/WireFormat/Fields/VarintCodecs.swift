/// `int32`: a varint, negative numbers in ten bytes.
public enum ProtoInt32: FieldCodec {
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
    Int32(truncatingIfNeeded: try reader.varint())
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Int32, to writer: inout WireWriter) {
    writer.varint(UInt64(bitPattern: Int64(copy value)))
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Int32, tag: UInt32, to writer: inout WireWriter) {
    writer.varint(UInt64(bitPattern: Int64(copy value)), tag: tag)
  }
}

/// `int64`: a varint, negative numbers in ten bytes.
public enum ProtoInt64: FieldCodec {
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
    Int64(bitPattern: try reader.varint())
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Int64, to writer: inout WireWriter) {
    writer.varint(UInt64(bitPattern: copy value))
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Int64, tag: UInt32, to writer: inout WireWriter) {
    writer.varint(UInt64(bitPattern: copy value), tag: tag)
  }
}

/// `uint32`: a varint.
public enum ProtoUInt32: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: UInt32 { 0 }
  /// Varint.
  @inlinable
  public static var wireType: UInt32 { 0 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> UInt32 {
    UInt32(truncatingIfNeeded: try reader.varint())
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing UInt32, to writer: inout WireWriter) {
    writer.varint(UInt64(copy value))
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing UInt32, tag: UInt32, to writer: inout WireWriter) {
    writer.varint(UInt64(copy value), tag: tag)
  }
}

/// `uint64`: a varint.
public enum ProtoUInt64: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: UInt64 { 0 }
  /// Varint.
  @inlinable
  public static var wireType: UInt32 { 0 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> UInt64 {
    try reader.varint()
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing UInt64, to writer: inout WireWriter) {
    writer.varint(copy value)
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing UInt64, tag: UInt32, to writer: inout WireWriter) {
    writer.varint(copy value, tag: tag)
  }
}

/// `bool`: a varint, 1 for true.
public enum ProtoBool: FieldCodec {
  /// The value of a field that is not there.
  @inlinable
  public static var zero: Bool { false }
  /// Varint.
  @inlinable
  public static var wireType: UInt32 { 0 }

  /// Reads a value behind its tag.
  @inlinable
  @inline(__always)
  public static func read(from reader: inout WireReader) throws(WireFault) -> Bool {
    try reader.varint() != 0
  }

  /// Writes a value without a tag.
  @inlinable
  @inline(__always)
  public static func write(_ value: borrowing Bool, to writer: inout WireWriter) {
    writer.varint(copy value ? 1 : 0)
  }

  /// Writes a value with its tag.
  @inlinable
  @inline(__always)
  public static func writeField(_ value: borrowing Bool, tag: UInt32, to writer: inout WireWriter) {
    writer.varint(copy value ? 1 : 0, tag: tag)
  }
}
