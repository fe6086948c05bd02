import Glibc

/// Bits of the operating system's cryptographic generator, fetched 256 bytes at a time with `getentropy`.
///
/// Words are wiped from the buffer as they are handed out. Not copyable: a copy would repeat the buffered bits.
package struct SystemRandomBits: RandomBits, ~Copyable {
  private static let words = 32
  private var buffer: [UInt64]
  private var position: Int

  /// A source with an empty buffer; the first draw fills it.
  package init() {
    buffer = Array(repeating: 0, count: Self.words)
    position = Self.words
  }

  /// The next word. Traps when the kernel has no entropy to give: noise from anything weaker would not be private.
  package mutating func next() -> UInt64 {
    if position == Self.words { refill() }
    let word = buffer[position]
    buffer[position] = 0
    position += 1
    return word
  }

  private mutating func refill() {
    let result = buffer.withUnsafeMutableBytes { bytes -> Int32 in
      guard let base = bytes.baseAddress else { return -1 }
      return getentropy(base, bytes.count)
    }
    precondition(result == 0, "the operating system gave no random bytes (getentropy, errno \(errno))")
    position = 0
  }
}
