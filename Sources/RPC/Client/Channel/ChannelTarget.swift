public import EventLoop

/// The servers a channel connects to, and how.
public struct ChannelTarget: Sendable, Hashable, CustomStringConvertible {
  /// Where the addresses come from.
  public enum Place: Sendable, Hashable {
    /// A name that is looked up, again whenever a connection fails or is lost.
    case name(host: String, port: UInt16)
    /// These addresses and no others.
    case addresses([Endpoint])
    /// A server in this process.
    case inProcess(InProcessPeer)

    /// A host, to be looked up unless it is an address already.
    init(_ address: HostPort) {
      let (host, port) = (address.host, address.port)
      self = NumericHost.isNumeric(host) ? .addresses([.tcp(host: host, port: port)]) : .name(host: host, port: port)
    }
  }

  /// Where the addresses come from.
  public let place: Place
  /// What protects the connections.
  public let security: ChannelSecurity
  /// The `:authority` of every request: what the target calls the server.
  public let authority: String
  /// The target as it was written, for messages and metrics.
  public let description: String

  init(_ place: Place, _ security: ChannelSecurity, authority: String, description: String) {
    self.place = place
    self.security = security
    self.authority = authority
    self.description = description
  }

  /// The target with this name: `dns:///HOST:PORT`, `ipv4:ADDRESS:PORT`, `ipv6:[ADDRESS]:PORT` (both with several
  /// addresses between commas), `unix:PATH`, `unix:///PATH`, or `HOST:PORT`. A port that is left out is 443.
  /// - Throws: INVALID_ARGUMENT saying what the text should look like.
  public init(_ text: String, security: ChannelSecurity = .tls()) throws(RPCError) {
    let (place, authority) = try TargetText(text).parse()
    self.init(place, security, authority: authority, description: text)
  }

  /// The server at an endpoint, such as one that a command line names; a unix socket has no TLS.
  public init(_ endpoint: Endpoint, security: ChannelSecurity) {
    switch endpoint {
    case .unix(let path): self = .unix(path: path)
    case .tcp(let host, let port): self = .host(host, port, security)
    }
  }

  /// HTTP/2 over TLS; the certificate must be valid for `host` and signed by a certificate in the PEM file `ca`, or by
  /// one the system trusts when `ca` is nil.
  public static func tls(host: String, port: UInt16, ca: String? = nil) -> ChannelTarget {
    .host(host, port, .tls(ClientTLS(ca: ca)))
  }

  /// HTTP/2 over TLS with a trust, and perhaps an identity, of one's own.
  public static func tls(host: String, port: UInt16, _ tls: ClientTLS) -> ChannelTarget {
    .host(host, port, .tls(tls))
  }

  /// HTTP/2 without TLS (prior knowledge) over TCP; for one's own machine and tests.
  public static func plaintext(host: String, port: UInt16) -> ChannelTarget {
    .host(host, port, .plaintext)
  }

  /// HTTP/2 without TLS over the unix socket at a path.
  public static func unix(path: String) -> ChannelTarget {
    ChannelTarget(.addresses([.unix(path: path)]), .plaintext, authority: "localhost", description: "unix:\(path)")
  }

  /// A server in this process that has the listener `.inProcess`: everything is as over a network but for TLS and
  /// addresses. The target keeps the server.
  public static func inProcess(_ server: RPCServer) -> ChannelTarget {
    let peer = InProcessPeer(identity: server) { () throws(RPCError) in try server.connectInProcess() }
    return ChannelTarget(.inProcess(peer), .plaintext, authority: "localhost", description: "in-process")
  }

  private static func host(_ host: String, _ port: UInt16, _ security: ChannelSecurity) -> ChannelTarget {
    let address = HostPort(host: host, port: port)
    return ChannelTarget(Place(address), security, authority: "\(address)", description: "\(address)")
  }

  /// Whether what is sent may hold secrets: TLS, or a way that does not leave the machine.
  var isPrivate: Bool {
    if case .tls = security { return true }
    switch place {
    case .name: return false
    case .inProcess: return true
    case .addresses(let addresses):
      return addresses.allSatisfy { if case .unix = $0 { true } else { false } }
    }
  }
}
