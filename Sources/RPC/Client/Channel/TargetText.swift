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
    let (host, port) = try split(part)
    let endpoint = Endpoint.tcp(host: host, port: port)
    return (NumericHost.isNumeric(host) ? .addresses([endpoint]) : .name(host: host, port: port), "\(endpoint)")
  }

  private func addresses(_ rest: Substring, isVersion6: Bool) throws(RPCError) -> (ChannelTarget.Place, String) {
    var found: [Endpoint] = []
    for part in rest.split(separator: ",", omittingEmptySubsequences: false) {
      let (host, port) = try split(part)
      guard isVersion6 ? NumericHost.isVersion6(host) : NumericHost.isVersion4(host) else {
        throw fault("\"\(host)\" is no \(isVersion6 ? "IPv6" : "IPv4") address")
      }
      found.append(.tcp(host: host, port: port))
    }
    guard let first = found.first else { throw fault("there is no address") }
    return (.addresses(found), "\(first)")
  }

  /// Host and port; an IPv6 address has its colons within brackets when a port follows.
  private func split(_ part: Substring) throws(RPCError) -> (host: String, port: UInt16) {
    if part.hasPrefix("["), let end = part.firstIndex(of: "]") {
      let host = part[part.index(after: part.startIndex)..<end]
      let rest = part[part.index(after: end)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { throw fault("\":\" must follow \"]\"") }
      return (String(host), try port(rest.isEmpty ? nil : rest.dropFirst()))
    }
    let colons = part.utf8.count { $0 == UInt8(ascii: ":") }
    guard colons == 1, let colon = part.firstIndex(of: ":") else {
      guard !part.isEmpty else { throw fault("the host is missing") }
      guard colons == 0 || NumericHost.isVersion6(String(part)) else { throw fault("it has too many colons") }
      return (String(part), Self.defaultPort)
    }
    guard colon > part.startIndex else { throw fault("the host is missing") }
    return (String(part[..<colon]), try port(part[part.index(after: colon)...]))
  }

  private func port(_ digits: Substring?) throws(RPCError) -> UInt16 {
    guard let digits else { return Self.defaultPort }
    guard let port = UInt16(digits), port > 0 else { throw fault("\"\(digits)\" is no port from 1 to 65535") }
    return port
  }

  private func fault(_ why: String) -> RPCError {
    .invalidArgument("target \"\(text)\": \(why); \(Self.forms)")
  }
}
