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
    var message = field.take() ?? Value()
    defer { field = message }
    try reader.message(into: &message)
  }

  /// Writes a message without a tag.
  @inlinable
  public static func write(_ value: borrowing Value, to writer: inout WireWriter) {
    let end = writer.count
    value.encode(to: &writer)
    writer.varint(UInt64(truncatingIfNeeded: writer.count - end))
  }
}
