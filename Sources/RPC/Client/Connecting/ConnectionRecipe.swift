internal import EventLoop
internal import HTTP2

/// How a channel reaches its server: made once from the target, used for every attempt.
struct ConnectionRecipe: Sendable {
  /// Where the server is.
  let endpoint: Endpoint
  /// The `:authority` of every request.
  let authority: String
  /// The `:scheme` of every request.
  let scheme: String
  private let serverName: String?
  private let tls: TLSClientContext?

  /// The recipe for a target.
  /// - Throws: INVALID_ARGUMENT when the file with the certificates cannot be read.
  init(_ target: ChannelTarget) throws(RPCError) {
    switch target {
    case .tls(let host, let port, let ca):
      do { tls = try TLSClientContext(certificateAuthorities: ca) } catch { throw .invalidArgument("\(error)") }
      endpoint = .tcp(host: host, port: port)
      authority = "\(endpoint)"
      serverName = host
    case .plaintext(let host, let port):
      tls = nil
      endpoint = .tcp(host: host, port: port)
      authority = "\(endpoint)"
      serverName = nil
    case .unix(let path):
      tls = nil
      endpoint = .unix(path: path)
      authority = "localhost"
      serverName = nil
    }
    scheme = tls == nil ? "http" : "https"
  }

  /// A connection, or UNAVAILABLE with the reason there is none.
  func connect(on loop: EventLoop, _ configuration: ChannelConfiguration) async -> Result<ClientConnection, RPCError> {
    do {
      let connection = try await ClientConnection.connect(
        to: endpoint, serverName: serverName, tls: tls, on: loop, limits: configuration.http2,
        timeout: configuration.connectTimeout)
      return .success(connection)
    } catch {
      return .failure(.unavailable("\(error)"))
    }
  }
}
