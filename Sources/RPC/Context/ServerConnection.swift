internal import EventLoop
internal import Transport

/// What every call on one connection shares; made when the connection opens. Its counts belong to the loop, everything
/// else to anyone.
final class ServerConnection: @unchecked Sendable {
  /// The loop it lives on.
  let loop: EventLoop
  /// The connection's number on its loop, counted from 1.
  let id: UInt64
  /// The address of the other end in gRPC's words: `ipv4:1.2.3.4:5678`, `ipv6:[::1]:5678` or `unix:PATH`, or
  /// `in-process`.
  let peer: String
  /// The kind of listener it came in by.
  let listener: ListenerKind
  /// Whether TLS protects it.
  let isSecure: Bool
  /// Who the other end has proved to be by a certificate that was asked for and verified.
  let identity: TLSPeerIdentity?
  /// When it was ready.
  let opened: MonotonicTime
  /// Its place in the list of open connections.
  var position = 0
  /// Calls begun on it.
  var startedCalls = 0
  /// Calls that ended with OK.
  var succeededCalls = 0
  /// Calls that ended otherwise.
  var failedCalls = 0
  /// Handlers that still run although their calls have ended.
  var abandonedHandlers = 0

  /// What is known of a connection that has just become ready.
  init(_ connection: any HTTPConnection, id: UInt64, listener: ListenerKind) {
    self.id = id
    loop = connection.loop
    self.listener = listener
    peer = listener == .inProcess ? "in-process" : Self.name(of: connection.peer)
    identity = connection.peerIdentity
    isSecure = connection.isSecure
    opened = connection.loop.now
  }

  private static func name(of peer: Endpoint) -> String {
    switch peer {
    case .tcp(let host, let port): host.contains(":") ? "ipv6:[\(host)]:\(port)" : "ipv4:\(host):\(port)"
    case .unix(let path): "unix:\(path)"
    }
  }
}
