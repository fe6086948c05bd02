/// A partner's id of an event as it is remembered: ten bytes of a keyed hash of partner and id, so that a store tells a
/// resend from a new event, and who does not hold the pepper cannot tell which events of a partner's are in it.
///
/// Among ten billion ids the chance that any two meet is about 4 in 100,000.
package struct EventID: Sendable, Hashable {
  /// The first eight bytes; evenly spread.
  package let leadingWord: UInt64
  private let rest: UInt16

  /// The number of bytes of an id.
  package static let byteCount = 10

  /// Makes the id from its ten bytes; `nil` when there are not exactly ten.
  package init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count == Self.byteCount else { return nil }
    leadingWord = bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    rest = bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt16($1) }
  }

  /// Makes the id from its first eight bytes and its last two.
  package init(leadingWord: UInt64, rest: UInt16) { (self.leadingWord, self.rest) = (leadingWord, rest) }

  /// The ten bytes, in order.
  package var bytes: [UInt8] {
    withUnsafeBytes(of: leadingWord.bigEndian) { Array($0) } + withUnsafeBytes(of: rest.bigEndian) { Array($0) }
  }
}
