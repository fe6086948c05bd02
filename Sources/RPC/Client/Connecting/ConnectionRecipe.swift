internal import EventLoop
internal import HTTP2
internal import Transport

/// How a channel makes connections: read once from the target, used for every attempt.
struct ConnectionRecipe: Sendable {
  /// What the channel was given.
  let target: ChannelTarget
  /// The name a server's certificate must have, nil without TLS.
  private let serverName: String?
  private let tls: TLSClientContext?

  /// The recipe for a target.
  /// - Throws: INVALID_ARGUMENT when a file with certificates or a key cannot be read, or a key has no certificate.
  init(_ target: ChannelTarget) throws(RPCError) {
    self.target = target
    guard case .tls(let settings) = target.security else {
      (tls, serverName) = (nil, nil)
      return
    }
    tls = try Self.context(settings)
    serverName = settings.serverName ?? Self.host(of: target)
  }

  private static func context(_ tls: ClientTLS) throws(RPCError) -> TLSClientContext {
    guard (tls.certificateChain == nil) == (tls.privateKey == nil) else {
      throw .invalidArgument("a client certificate needs its private key, and a key its certificate")
    }
    do {
      return try TLSClientContext(
        certificateAuthorities: tls.ca, certificateChain: tls.certificateChain, privateKey: tls.privateKey)
    } catch { throw .invalidArgument("\(error)") }
  }

  private static func host(of target: ChannelTarget) -> String {
    switch target.place {
    case .name(let host, _): return host
    case .addresses(let addresses):
      if case .tcp(let host, _) = addresses.first { return host }
      return "localhost"
    case .inProcess: return "localhost"
    }
  }

  /// A connection, or UNAVAILABLE with the reason there is none.
  func connect(
    to address: Endpoint, on loop: EventLoop, limits: HTTP2Limits, timeout: Duration, meter: TrafficMeter
  ) async -> Result<ClientConnection, RPCError> {
    do {
      if case .inProcess(let peer) = target.place {
        return .success(
          try await ClientConnection.connect(
            over: peer.connect(), peer: address, on: loop, limits: limits, meter: meter))
      }
      return .success(
        try await ClientConnection.connect(
          to: address, serverName: serverName, tls: tls, on: loop, limits: limits, timeout: timeout, meter: meter))
    } catch {
      return .failure(error as? RPCError ?? .unavailable("\(error)"))
    }
  }
}
