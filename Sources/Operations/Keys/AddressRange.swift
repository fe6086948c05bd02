import Glibc

/// Addresses that begin with the same bits, such as `10.0.0.0/8` or `2001:db8::/32`; a single address is a range of one.
package struct AddressRange: Sendable, Hashable, CustomStringConvertible {
  /// Four or sixteen bytes, those behind the prefix zero.
  private let bytes: [UInt8]
  /// Bits that an address must share.
  private let prefix: Int

  /// What a range may look like, to follow "allowed".
  package static let allowed = "an address or a range such as 10.0.0.0/8 or 2001:db8::/32, no bit set behind its prefix"

  /// Reads a range; nil for anything else, and where a bit behind the prefix is set.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let bytes = parts.first.flatMap({ Self.address(String($0)) }), parts.count <= 2 else { return nil }
    let longest = bytes.count * 8
    guard let prefix = parts.count == 1 ? longest : Int(parts[1]), (0...longest).contains(prefix) else { return nil }
    guard Self.masked(bytes, to: prefix) == bytes else { return nil }
    (self.bytes, self.prefix) = (bytes, prefix)
  }

  /// Whether an address, as text without port or brackets, is in the range. IPv4 addresses that came by IPv6 count as
  /// what they are; what is no address is in no range.
  package func contains(_ text: String) -> Bool {
    guard var address = Self.address(text) else { return false }
    let mapped: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
    if address.count == 16, bytes.count == 4, address.starts(with: mapped) { address.removeFirst(12) }
    return address.count == bytes.count && Self.masked(address, to: prefix) == bytes
  }

  /// What an address shares with those that one subscriber has, in words: an IPv4 address itself, of an IPv6 address its
  /// first 64 bits. Any other text is returned as it is.
  package static func network(of text: String) -> String {
    guard let address = address(text), address.count == 16 else { return text }
    return AddressRange(bytes: masked(address, to: 64), prefix: 64).description
  }

  private init(bytes: [UInt8], prefix: Int) { (self.bytes, self.prefix) = (bytes, prefix) }

  package var description: String {
    let size = Int(INET6_ADDRSTRLEN)
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { buffer -> String? in
      let family = bytes.count == 4 ? AF_INET : AF_INET6
      return inet_ntop(family, bytes, buffer.baseAddress, socklen_t(size)).map { String(cString: $0) }
    }
    return (text ?? "") + (prefix == bytes.count * 8 ? "" : "/\(prefix)")
  }

  /// The bytes of an address; nil for any other text.
  private static func address(_ text: String) -> [UInt8]? {
    for (family, length) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: length)
      if inet_pton(family, text, &bytes) == 1 { return bytes }
    }
    return nil
  }

  private static func masked(_ bytes: [UInt8], to prefix: Int) -> [UInt8] {
    bytes.enumerated().map { index, byte in
      let bits = min(8, max(0, prefix - 8 * index))
      return byte & UInt8(truncatingIfNeeded: 0xFF00 >> bits)
    }
  }
}
