extension WireWriter {
  /// A tag: field number times 8 plus wire type.
  @inlinable
  @inline(__always)
  public mutating func tag(_ tag: UInt32) {
    varint(UInt64(tag))
  }

  /// A length-prefixed message with its tag.
  @inlinable
  public mutating func message<M: Message>(_ message: borrowing M, tag: UInt32) {
    let end = count
    message.encode(to: &self)
    close(since: end, tag: tag)
  }

  /// The head of a length-prefixed value whose bytes were written since a count.
  @inlinable
  @inline(__always)
  public mutating func close(since end: Int, tag: UInt32) {
    varint(UInt64(truncatingIfNeeded: count &- end), tag: tag)
  }
}
