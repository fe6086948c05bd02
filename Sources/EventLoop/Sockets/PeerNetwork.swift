internal import Glibc

/// What connections of one origin are counted by: an IPv4 address, or the first 64 bits of an IPv6 address, because
/// whoever has one such address has all that share them.
public struct PeerNetwork: Sendable, Hashable {
  private let bits: UInt64
  private let isVersion4: Bool

  /// The network of an endpoint with a numeric host; nil for a unix socket and for a name.
  public init?(of endpoint: Endpoint) {
    guard case .tcp(let host, _) = endpoint else { return nil }
    var address = in6_addr()
    if unsafe inet_pton(AF_INET, host, &address) == 1 {
      bits = Self.number(address, 0..<4)
      isVersion4 = true
      return
    }
    let bare = host.contains("%") ? String(host.prefix { $0 != "%" }) : host
    guard unsafe inet_pton(AF_INET6, bare, &address) == 1 else { return nil }
    // An IPv4 peer of a socket that takes both versions.
    isVersion4 = Self.number(address, 0..<8) == 0 && Self.number(address, 8..<12) == 0xFFFF
    bits = Self.number(address, isVersion4 ? 12..<16 : 0..<8)
  }

  private static func number(_ address: in6_addr, _ range: Range<Int>) -> UInt64 {
    unsafe withUnsafeBytes(of: address) { bytes in
      unsafe bytes[range].reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
