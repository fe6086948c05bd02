public import EventLoop
public import Transport

/// How a connection is made.
extension ClientConnection {
  /// Connects, with TLS when `tls` is given.
  ///
  /// `serverName` is the name the certificate must have; without it the endpoint's host. `timeout` bounds each
  /// address tried and again the TLS handshake. What goes over the connection is counted with `meter`.
  public static func connect(
    to endpoint: Endpoint, serverName: String? = nil, tls: TLSClientContext?, on loop: EventLoop,
    limits: HTTP2Limits = .client, timeout: Duration = .seconds(10), meter: TrafficMeter? = nil
  ) async throws(ConnectError) -> ClientConnection {
    let socket: Int32
    do { socket = try await Connector.connect(to: endpoint, on: loop, timeout: timeout) } catch {
      throw ConnectError(endpoint: endpoint, stage: stage(of: error), reason: "\(error)")
    }
    return try await connect(
      over: socket, peer: endpoint, serverName: serverName, tls: tls, on: loop, limits: limits, timeout: timeout,
      meter: meter)
  }

  /// Makes a connection of a connected, non-blocking stream socket, which it owns from now on. `timeout` bounds the TLS
  /// handshake.
  public static func connect(
    over descriptor: Int32, peer: Endpoint, serverName: String? = nil, tls: TLSClientContext? = nil,
    on loop: EventLoop, limits: HTTP2Limits = .client, timeout: Duration = .seconds(10), meter: TrafficMeter? = nil
  ) async throws(ConnectError) -> ClientConnection {
    let transport = try transport(descriptor, peer, serverName, tls)
    var limits = limits
    limits.connection.handshakeTimeout = timeout
    let result = await open(transport, peer, loop, limits, meter)
    switch result {
    case .success(let connection): return connection
    case .failure(let error): throw error
    }
  }

  private static func stage(of error: SocketError) -> ConnectError.Stage {
    if error.isOfResolution { return .resolution }
    return error.isTimeout ? .timeout : .connection
  }

  private static func transport(
    _ socket: Int32, _ endpoint: Endpoint, _ serverName: String?, _ tls: TLSClientContext?
  ) throws(ConnectError) -> ConnectedSocket {
    guard let tls else { return .clear(socket) }
    let host: String
    switch endpoint {
    case .tcp(let name, _): host = serverName ?? name
    case .unix: host = serverName ?? "localhost"
    }
    do { return .tls(try TLSSession(client: tls, socket: socket, host: host), socket) } catch {
      ConnectedSocket.clear(socket).close()
      throw ConnectError(endpoint: endpoint, stage: .tls, reason: "\(error)")
    }
  }

  private static func open(
    _ transport: sending ConnectedSocket, _ endpoint: Endpoint, _ loop: EventLoop, _ limits: HTTP2Limits,
    _ meter: TrafficMeter?
  ) async -> Result<ClientConnection, ConnectError> {
    let parts = OpeningParts(transport)
    return await withCheckedContinuation { continuation in
      loop.execute {
        let link = ClientLink(loop: loop, limits: limits)
        let connection = Connection(
          .client, parts.transport, peer: endpoint, loop: loop, limits: limits, owner: link)
        connection.traffic = meter
        link.begin(connection) { failure in
          if let failure {
            let error = ConnectError(endpoint: endpoint, stage: link.stage, reason: failure)
            continuation.resume(returning: .failure(error))
          } else {
            continuation.resume(returning: .success(ClientConnection(connection, link)))
          }
        }
      }
    }
  }
}

/// Carries a transport from the task that made it to its loop: used once, there.
private final class OpeningParts: @unchecked Sendable {
  let transport: ConnectedSocket
  init(_ transport: ConnectedSocket) { self.transport = transport }
}
