internal import Transport

/// A head and what was read of it. Most requests of a connection begin as the one before: what is the same need not be
/// read again, and its fields are the very same array, by which those who keep it know.
struct KnownHead {
  /// Longer heads are not kept: a peer could have the connection hold much memory by them.
  private static let mostBytes = 2048

  private let bytes: [UInt8]
  /// What was read.
  let head: ReceivedHead

  /// Keeps a head; nil when it is too long for that.
  init?(_ bytes: UnsafeRawBufferPointer, _ head: ReceivedHead) {
    guard bytes.count <= Self.mostBytes else { return nil }
    self.bytes = unsafe Array(bytes)
    self.head = head
  }

  /// How many bytes it has.
  var count: Int { bytes.count }

  /// Whether bytes begin with the head. There may be secrets in it, so that how long this takes depends on its length
  /// alone.
  func begins(_ other: UnsafeRawBufferPointer) -> Bool {
    guard other.count >= bytes.count else { return false }
    return unsafe bytes.withUnsafeBytes {
      unsafe SecretBytes.areEqual($0, UnsafeRawBufferPointer(rebasing: other[..<bytes.count]))
    }
  }
}
