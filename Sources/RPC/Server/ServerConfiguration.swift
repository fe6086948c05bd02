public import EventLoop
public import HTTP2
public import Transport

/// Where and how a server listens, and what callers may cost it.
public struct ServerConfiguration: Sendable {
  /// A place to listen.
  public enum Listener: Sendable, Hashable {
    /// HTTP over TLS; port 0 lets the system choose, an empty host means every interface; PEM files of the
    /// certificate with its chain and of the private key, which are read again when they change; and whether clients
    /// are asked for certificates.
    case tls(
      host: String, port: UInt16, certificate: String, key: String, clients: ClientCertificates = .notAsked)
    /// HTTP without TLS over TCP; for one's own machine and tests.
    case plaintext(host: String, port: UInt16)
    /// HTTP without TLS over a unix socket of mode 0600.
    case unix(path: String)
    /// Connections from the server's own process, for tests and for programs that call themselves.
    case inProcess

    /// What kind of listener this is.
    public var kind: ListenerKind {
      switch self {
      case .tls: .tls
      case .plaintext: .plaintext
      case .unix: .unix
      case .inProcess: .inProcess
      }
    }
  }

  /// Where to listen; at least one place.
  public var listeners: [Listener]
  /// How many event loops, each a thread with its own share of the connections; at least 1.
  public var loops: Int
  /// What one call may cost.
  public var limits: RPCLimits
  /// What one connection may cost.
  public var http2: HTTP2Limits
  /// The protocols beside gRPC in which calls can be made, asked in this order; none unless named, such as
  /// `[.connect, .grpcWeb]`.
  public var protocols: [CallProtocol] = []
  /// Which pages of other origins may call in these protocols; none unless named.
  public var crossOrigin = CrossOriginPolicy.closed
  /// Answers requests that are no calls in any of the protocols, such as plain HTTP routes; those it answers nil for, and
  /// all without it, are answered 405 or 415.
  public var fallback: (any StreamAcceptor)?
  /// Whether HTTP/1.1 is spoken too, for the fallback: with TLS clients that agree on it or on nothing, without TLS those
  /// that do not begin as HTTP/2 does. gRPC calls are not taken over it.
  public var offersHTTP1 = true
  /// Tells the seconds since 1970, for the date in responses over HTTP/1.1; without it they have none.
  public var clock: (@Sendable () -> Int64)?
  /// The name of the server in the names of its threads, which the system cuts to 15 bytes.
  public var name: String

  /// A configuration with the given values; one loop and the default limits unless told otherwise.
  public init(
    listeners: [Listener], loops: Int = 1, limits: RPCLimits = RPCLimits(), http2: HTTP2Limits = .server,
    name: String = "rpc"
  ) {
    self.listeners = listeners
    self.loops = loops
    self.limits = limits
    self.http2 = http2
    self.name = name
  }
}

/// Where a server listens, with the port the system chose.
public struct BoundAddress: Sendable, Hashable {
  /// The kind of the listener.
  public let kind: ListenerKind
  /// Its address.
  public let endpoint: Endpoint

  /// The TCP port, nil for a unix socket.
  public var port: UInt16? {
    if case .tcp(_, let port) = endpoint { port } else { nil }
  }
}
