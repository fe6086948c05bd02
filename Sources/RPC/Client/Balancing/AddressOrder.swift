internal import EventLoop

/// Lists of addresses.
enum AddressOrder {
  /// The addresses with the families in turn, beginning with the first one's (RFC 8305 section 4): where one family has
  /// no way out, every second attempt still can succeed.
  static func interleaved(_ addresses: [Endpoint]) -> [Endpoint] {
    guard let first = addresses.first else { return [] }
    var own = addresses.filter { isVersion6($0) == isVersion6(first) }[...]
    var other = addresses.filter { isVersion6($0) != isVersion6(first) }[...]
    var ordered: [Endpoint] = []
    while !own.isEmpty || !other.isEmpty {
      if let address = own.popFirst() { ordered.append(address) }
      if let address = other.popFirst() { ordered.append(address) }
    }
    return ordered
  }

  private static func isVersion6(_ address: Endpoint) -> Bool {
    if case .tcp(let host, _) = address { host.utf8.contains(UInt8(ascii: ":")) } else { false }
  }

  /// A few of the addresses in words.
  static func describe(_ addresses: [Endpoint]) -> String {
    let shown = addresses.prefix(3).map { "\($0)" }.joined(separator: ", ")
    return addresses.count > 3 ? "\(shown) and \(addresses.count - 3) more" : shown
  }

  /// Why none of the subchannels can be used: the reasons, of the last three at the most.
  static func failure(of subchannels: [Subchannel]) -> RPCError {
    let reasons = subchannels.compactMap(\.failure)
    guard let last = reasons.last else { return .unavailable("no address can be reached") }
    guard reasons.count > 1 else { return last }
    return RPCError(last.code, reasons.suffix(3).map(\.message).joined(separator: "; "))
  }
}
