internal import EventLoop
internal import HTTP2
internal import Transport

/// Makes the connections of a channel on one loop.
final class ChannelConnector: Sendable {
  /// The loop.
  let loop: EventLoop
  /// How connections are made.
  let configuration: ChannelConfiguration
  /// What is measured, nil for nothing.
  let metrics: ClientMetrics?
  /// What goes over the connections.
  let traffic = ConnectorTraffic()
  private let recipe: ConnectionRecipe
  private let keepalive: KeepaliveInterval

  /// A connector of the recipe's target.
  init(_ recipe: ConnectionRecipe, _ configuration: ChannelConfiguration, metrics: ClientMetrics?, loop: EventLoop) {
    self.recipe = recipe
    self.configuration = configuration
    self.metrics = metrics
    self.loop = loop
    keepalive = KeepaliveInterval(configuration.keepalive)
  }

  /// A connection to the address, or why there is none; `done` is called on the loop.
  func connect(to address: Endpoint, _ done: @escaping @Sendable (Result<ClientConnection, RPCError>) -> Void) {
    let limits = configuration.connectionLimits(keepalive: keepalive.current)
    let (recipe, loop, timeout, meter) = (recipe, loop, configuration.connectTimeout, traffic.meter)
    Task(executorPreference: loop) {
      let result = await recipe.connect(to: address, on: loop, limits: limits, timeout: timeout, meter: meter)
      loop.execute {
        switch result {
        case .success(let connection): Self.settle(connection, address, done)
        case .failure: done(result)
        }
      }
    }
  }

  /// Waits for the server's first SETTINGS: one that refuses the client's certificate does so before it sends them.
  private static func settle(
    _ connection: ClientConnection, _ address: Endpoint,
    _ done: @escaping @Sendable (Result<ClientConnection, RPCError>) -> Void
  ) {
    let lost = { (reason: String) in done(.failure(.unavailable("no connection to \(address): \(reason)"))) }
    if connection.isClosed { return lost(connection.closeReason ?? "the server closed it at once") }
    if connection.isReady { return done(.success(connection)) }
    connection.onClosed = lost
    connection.onReady = {
      connection.onClosed = nil
      done(.success(connection))
    }
  }

  /// Takes note of how an attempt to connect ended.
  func attempted(succeeded: Bool) {
    traffic.attempted(succeeded: succeeded)
    metrics?.connectionAttempt(succeeded: succeeded)
  }

  /// Takes note of why a connection ended: a server that finds PINGs too frequent gets half as many from now on.
  func connectionEnded(_ reason: String, _ goAway: GoAway?) {
    metrics?.disconnected(reason)
    if !ConnectionMetrics.isOwnEnd(reason) { traffic.connectionLost() }
    if let goAway, goAway.code == .enhanceYourCalm, goAway.text == "too_many_pings" { keepalive.double() }
  }
}
