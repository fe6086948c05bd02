/// The pseudonym of a person: 32 bytes, HMAC-SHA256 of a stable subject under the store's pepper.
package struct AgentID: Sendable, Hashable, Comparable, CustomStringConvertible {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// The number of bytes of a pseudonym.
  package static let byteCount = 32

  /// Makes the pseudonym from its 32 bytes; `nil` when there are not exactly 32.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    var words: [UInt64] = [0, 0, 0, 0]
    for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// Makes the pseudonym from four big-endian words.
  package init(words first: UInt64, _ second: UInt64, _ third: UInt64, _ fourth: UInt64) {
    words = (first, second, third, fourth)
  }

  /// The 32 bytes, in order.
  package var bytes: [UInt8] {
    let ordered = (words.0.bigEndian, words.1.bigEndian, words.2.bigEndian, words.3.bigEndian)
    return withUnsafeBytes(of: ordered) { Array($0) }
  }

  /// The first eight bytes as a number; evenly spread, since a pseudonym is the output of a keyed hash.
  package var leadingWord: UInt64 { words.0 }

  /// 64 lower-case hexadecimal digits.
  package var description: String {
    bytes.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
  }

  package static func == (left: AgentID, right: AgentID) -> Bool { left.words == right.words }

  package static func < (left: AgentID, right: AgentID) -> Bool { left.words < right.words }

  /// Feeds the first word only: a pseudonym is the output of a keyed hash already, and nobody chooses it.
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
