extension Message {
  /// Checks bytes as reading them would and lends a view over them.
  ///
  /// Bytes that say a field of one value twice, say two members of a oneof, split a message or a map, or have the keys
  /// of a map or the fields out of order mean what their merging means: those are read to a value, and the view is over
  /// the bytes of that. Other bytes are not copied.
  /// - Throws: `DecodingError` with field path, byte offset and reason, or what `body` throws.
  @inlinable
  public static func withView<Result>(
    of bytes: RawSpan, _ body: (borrowing MessageView<Self>) throws -> Result
  ) throws -> Result {
    if try isPlain(bytes) { return try body(MessageView(checked: bytes)) }
    let merged = try Self(serializedBytes: bytes).serializedBytes()
    return try body(MessageView(checked: merged.lentBytes))
  }

  /// Checks bytes as reading them would and lends a view over them.
  /// - Throws: `DecodingError` with field path, byte offset and reason, or what `body` throws.
  @inlinable
  public static func withView<Result>(
    of bytes: [UInt8], _ body: (borrowing MessageView<Self>) throws -> Result
  ) throws -> Result {
    try withView(of: bytes.lentBytes, body)
  }

  /// Whether a view may lie over bytes as they are.
  /// - Throws: `DecodingError` when they are no message.
  @inlinable
  static func isPlain(_ bytes: RawSpan) throws(DecodingError) -> Bool {
    try bytes.readFields { (reader) throws(DecodingError) in
      do throws(WireFault) {
        try check(&reader)
        return reader.isPlain
      } catch {
        throw reader.failure(error, in: Self.self)
      }
    }
  }
}
