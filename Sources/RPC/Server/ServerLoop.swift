internal import EventLoop
internal import HTTP1
internal import HTTP2
internal import Logging
internal import Transport

/// One event loop of a server with what it serves.
struct ServerLoop: Sendable {
  /// The loop.
  let loop: EventLoop
  /// Its number, from 0.
  let index: Int
  private let environment: CallEnvironment
  /// What is spoken beside HTTP/2; nil where nothing is.
  private let alternative: HTTP1Protocol?
  private(set) var servers: [HTTP2Server] = []
  /// What serves connections from this process, nil when the configuration has none.
  private(set) var inProcess: HTTP2Server?

  /// A loop that serves nothing yet: number `index` of the configuration's.
  init(
    _ index: Int, _ configuration: ServerConfiguration, _ interceptors: [any ServerInterceptor], _ logger: Logger
  ) throws(ServerConfigurationError) {
    do { loop = try EventLoop.spawn(name: "\(configuration.name)-\(index)") } catch {
      throw ServerConfigurationError(reason: "\(error)")
    }
    self.index = index
    alternative = Self.alternative(configuration)
    environment = CallEnvironment(
      loop: loop, of: configuration.loops, limits: configuration.limits, interceptors: interceptors, logger: logger)
  }

  /// What it has counted.
  var counters: LoopCounters { environment.counters }

  /// Serves the methods on the listener; without one, what is adopted from this process.
  mutating func serve(
    _ listener: ListenerSocket?, _ kind: ListenerKind, _ methods: MethodTable, tls: TLSServerContext?,
    _ admission: AdmittedConnections, _ configuration: ServerConfiguration
  ) {
    let acceptor = CallAcceptor(
      kind: kind, methods: methods, environment: environment, doors: CallDoors(configuration))
    let server = HTTP2Server(
      loop: loop, listener: listener, tls: tls, limits: configuration.http2, admission: admission,
      alternative: alternative, acceptor: acceptor)
    servers.append(server)
    if kind == .inProcess { inProcess = server }
  }

  /// HTTP/1.1, with what HTTP/2 may cost.
  private static func alternative(_ configuration: ServerConfiguration) -> HTTP1Protocol? {
    guard configuration.offersHTTP1 else { return nil }
    let limits = HTTP1Limits(
      connection: configuration.http2.connection, bodyWindow: configuration.http2.streamWindow,
      tinyChunks: configuration.http2.tinyData)
    return HTTP1Protocol(limits: limits, clock: configuration.clock)
  }

  /// Ends every open call with the error.
  func endCalls(with error: RPCError) {
    loop.execute { [environment] in environment.openConnections.endCalls(with: error) }
  }

  /// How its connections and their calls stand.
  func connections() async -> [ConnectionSnapshot] {
    await withCheckedContinuation { result in
      loop.execute { [environment, index] in
        result.resume(returning: environment.openConnections.snapshots(loop: index))
      }
    }
  }
}
