/// Random bytes for many small requests: one system call for 256 bytes.
///
/// Bytes handed out are wiped from the buffer. A value of its own for each user: copies would hand out the same bytes.
package struct BufferedRandomBytes: ~Copyable {
  private static let capacity = 256
  private var buffer: [UInt8] = []
  private var used = 0

  /// An empty buffer.
  package init() {}

  /// The next `count` random bytes.
  package mutating func next(_ count: Int) throws(CryptographyError) -> [UInt8] {
    guard count <= Self.capacity else { return try RandomBytes.make(count) }
    if buffer.count - used < count {
      buffer = try RandomBytes.make(Self.capacity)
      used = 0
    }
    let bytes = Array(buffer[used..<used + count])
    for index in used..<used + count { buffer[index] = 0 }
    used += count
    return bytes
  }

  /// The next 64 random bits.
  package mutating func nextUInt64() throws(CryptographyError) -> UInt64 {
    try next(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
