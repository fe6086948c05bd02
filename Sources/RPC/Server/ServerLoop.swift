internal import EventLoop
internal import HTTP2
internal import Logging

/// One event loop of a server with what it serves.
struct ServerLoop: Sendable {
  /// The loop.
  let loop: EventLoop
  /// What it has counted.
  let counters = LoopCounters()
  private let openCalls: OpenCalls
  private let compressor: MessageCompressor
  private(set) var servers: [HTTP2Server] = []

  /// A loop that serves nothing yet.
  init(name: String, compressionLevel: Int) throws(ServerConfigurationError) {
    do { loop = try EventLoop.spawn(name: name) } catch { throw ServerConfigurationError(reason: "\(error)") }
    openCalls = OpenCalls()
    compressor = MessageCompressor(level: compressionLevel)
  }

  /// Serves the methods on the listener.
  mutating func serve(
    _ listener: ListenerSocket, _ kind: ListenerKind, _ methods: MethodTable, tls: TLSServerContext?,
    _ configuration: ServerConfiguration, _ interceptors: InterceptorChain, _ logger: Logger
  ) {
    let environment = CallEnvironment(
      loop: loop, limits: configuration.limits, interceptors: interceptors, counters: counters, openCalls: openCalls,
      compressor: compressor, logger: logger)
    let acceptor = CallAcceptor(
      kind: kind, methods: methods, environment: environment, fallback: configuration.fallback)
    servers.append(
      HTTP2Server(loop: loop, listener: listener, tls: tls, limits: configuration.http2, acceptor: acceptor))
  }

  /// Ends every open call with the error.
  func endCalls(with error: RPCError) {
    loop.execute { openCalls.endAll(with: error) }
  }
}
