internal import EventLoop

/// The text of a target, after gRPC's "Name Resolution" page.
struct TargetText {
  private static let defaultPort: UInt16 = 443
  private static let forms =
    "expected dns:///HOST:PORT, ipv4:ADDRESS:PORT, ipv6:[ADDRESS]:PORT, unix:PATH, unix:///PATH or HOST:PORT"

  private let text: String

  init(_ text: String) {
    self.text = text
  }

  /// What the text names, and its `:authority`.
  func parse() throws(RPCError) -> (ChannelTarget.Place, authority: String) {
    guard let colon = text.firstIndex(of: ":") else { return try name(text[...]) }
    let rest = text[text.index(after: colon)...]
    switch text[..<colon] {
    case "dns": return try dns(rest)
    case "ipv4": return try addresses(rest, isVersion6: false)
    case "ipv6": return try addresses(rest, isVersion6: true)
    case "unix": return try unix(rest)
    case let scheme where rest.hasPrefix("//"): throw fault("the scheme \"\(scheme)\" is not known")
    default: return try name(text[...])
    }
  }

  private func dns(_ rest: Substring) throws(RPCError) -> (ChannelTarget.Place, String) {
    guard rest.hasPrefix("//") else { return try name(rest) }
    guard rest.hasPrefix("///") else { throw fault("a DNS server of one's own cannot be named") }
    return try name(rest.dropFirst(3))
  }

  private func unix(_ rest: Substring) throws(RPCError) -> (ChannelTarget.Place, String) {
    let path = rest.hasPrefix("//") ? rest.dropFirst(2) : rest
    guard !path.isEmpty, !rest.hasPrefix("//") || path.hasPrefix("/") else { throw fault("the path is missing") }
    return (.addresses([.unix(path: String(path))]), "localhost")
  }

  private func name(_ part: Substring) throws(RPCError) -> (ChannelTarget.Place, String) {
    let address = try split(part)
    return (ChannelTarget.Place(address), "\(address)")
  }

  private func addresses(_ rest: Substring, isVersion6: Bool) throws(RPCError) -> (ChannelTarget.Place, String) {
    var found: [Endpoint] = []
    for part in rest.split(separator: ",", omittingEmptySubsequences: false) {
      let address = try split(part)
      guard isVersion6 ? NumericHost.isVersion6(address.host) : NumericHost.isVersion4(address.host) else {
        throw fault("\"\(address.host)\" is no \(isVersion6 ? "IPv6" : "IPv4") address")
      }
      found.append(.tcp(host: address.host, port: address.port))
    }
    guard let first = found.first else { throw fault("there is no address") }
    return (.addresses(found), "\(first)")
  }

  private func split(_ part: Substring) throws(RPCError) -> HostPort {
    do throws(MalformedEndpoint) {
      return try HostPort(String(part), defaultPort: Self.defaultPort)
    } catch {
      throw fault(error.reason)
    }
  }

  private func fault(_ why: String) -> RPCError {
    .invalidArgument("target \"\(text)\": \(why); \(Self.forms)")
  }
}
