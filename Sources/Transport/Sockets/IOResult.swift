/// What became of a read or a write.
package enum IOResult {
  /// So many bytes, at least one.
  case bytes(Int)
  /// Nothing now: wait until the socket is readable, or, when `writing`, writable.
  case wouldBlock(writing: Bool)
  /// The peer has closed in order.
  case closed
  /// The connection is broken.
  case failed(String)
}
