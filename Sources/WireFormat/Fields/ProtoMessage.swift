/// A message in a field: length-prefixed.
public enum ProtoMessage<Value: Message>: FieldCodec {
  /// An empty message.
  @inlinable
  public static var zero: Value { Value() }
  /// Length-prefixed.
  @inlinable
  public static var wireType: UInt32 { 2 }

  /// Messages have presence; none is left out.
  @inlinable
  public static func isZero(_ value: borrowing Value) -> Bool { false }

  /// Reads a message behind its tag.
  @inlinable
  public static func read(from reader: inout WireReader) throws(WireFault) -> Value {
    var message = Value()
    try reader.message(into: &message)
    return message
  }

  /// Reads a message into the one that is there, or a new one.
  @inlinable
  public static func merge(into field: inout Value?, from reader: inout WireReader) throws(WireFault) {
    if field == nil { field = .some(Value()) }
    // Chaining changes the message where it is; a copy out and in would be the size of the message.
    try field?.read(from: &reader)
  }

  /// Reads a message into the one that is there.
  @inlinable
  public static func read(over value: inout Value, from reader: inout WireReader) throws(WireFault) {
    try reader.message(into: &value)
  }

  /// Writes a message without a tag.
  @inlinable
  public static func write(_ value: borrowing Value, to writer: inout WireWriter) {
    let end = writer.count
    value.encode(to: &writer)
    writer.varint(UInt64(truncatingIfNeeded: writer.count &- end))
  }

  /// Writes a message with its tag.
  @inlinable
  public static func writeField(_ value: borrowing Value, tag: UInt32, to writer: inout WireWriter) {
    let end = writer.count
    value.encode(to: &writer)
    writer.close(since: end, tag: tag)
  }
}
