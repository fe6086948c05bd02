import EventLoop
import HTTP2
import RPC
import WireFormat

/// What a test's server and client talk over.
enum Wire: String, Sendable, CaseIterable {
  case plaintext, tls, unix
}

/// A real server and a channel to it, in one process.
struct LiveServer: Sendable {
  let server: RPCServer
  let channel: Channel
  let target: ChannelTarget
  /// Where the server listens.
  let endpoint: Endpoint
  let probe: Probe

  /// Starts a server on a free port or a new socket, runs the test and stops the server.
  static func run(
    _ wire: Wire = .plaintext, loops: Int = 1, limits: RPCLimits = RPCLimits(), http2: HTTP2Limits = .server,
    client: ChannelConfiguration = ChannelConfiguration(), services: [any RPCService] = [],
    bound: [ServiceBinding] = [],
    interceptors: [any ServerInterceptor] = [], protocols: [CallProtocol] = [],
    crossOrigin: CrossOriginPolicy = .closed, _ body: (LiveServer) async throws -> Void
  ) async throws {
    let probe = Probe()
    var configuration = ServerConfiguration(
      listeners: [try listener(wire)], loops: loops, limits: limits, http2: http2)
    (configuration.protocols, configuration.crossOrigin) = (protocols, crossOrigin)
    let server = RPCServer(
      configuration: configuration, services: [EchoService(probe: probe)] + services, bound: bound,
      interceptors: interceptors)
    let addresses = try await server.start()
    defer { server.stop() }
    let target = try target(wire, addresses[0])
    let channel = try Channel(target: target, configuration: client)
    defer { channel.close() }
    try await body(
      LiveServer(server: server, channel: channel, target: target, endpoint: addresses[0].endpoint, probe: probe))
  }

  static func listener(_ wire: Wire) throws -> ServerConfiguration.Listener {
    switch wire {
    case .plaintext: return .plaintext(host: "127.0.0.1", port: 0)
    case .tls:
      let files = try Certificate.shared.get()
      return .tls(host: "127.0.0.1", port: 0, certificate: files.certificate, key: files.key)
    case .unix: return .unix(path: try Certificate.temporaryDirectory() + "/s")
    }
  }

  static func target(_ wire: Wire, _ address: BoundAddress) throws -> ChannelTarget {
    switch (wire, address.endpoint) {
    case (.tls, .tcp(_, let port)): .tls(host: "localhost", port: port, ca: try Certificate.shared.get().certificate)
    case (_, .tcp(let host, let port)): .plaintext(host: host, port: port)
    case (_, .unix(let path)): .unix(path: path)
    }
  }

  func unary(_ name: String, _ request: Payload = Payload(), _ options: CallOptions = CallOptions())
    async throws(RPCError) -> Payload
  {
    try await channel.unary(EchoService.method(name, .unary), request, options: options)
  }

  func expand(_ name: String, _ request: Payload, _ options: CallOptions = CallOptions()) async throws(RPCError)
    -> ReplyStream<Payload>
  {
    try await channel.serverStreaming(EchoService.method(name, .serverStreaming), request, options: options)
  }

  func collect() async throws(RPCError) -> ClientStreamingCall<Payload, Payload> {
    try await channel.clientStreaming(EchoService.method("Collect", .clientStreaming))
  }

  func chat(_ name: String = "Chat", _ options: CallOptions = CallOptions()) async throws(RPCError)
    -> BidirectionalCall<Payload, Payload>
  {
    try await channel.bidirectional(EchoService.method(name, .bidirectional), options: options)
  }
}

/// The error a piece of code throws, nil when it throws none.
func rpcError(_ body: () async throws -> Void) async throws -> RPCError? {
  do { try await body() } catch let error as RPCError { return error }
  return nil
}

/// The error of a call whose deadline passes. A busy machine may need longer to get as far as the test wants: the call is
/// made again with longer timeouts until it `reaches` that.
func lateError(
  reaches: (RPCError) async -> Bool, _ call: (CallOptions) async throws -> Void
) async throws -> RPCError? {
  var last: RPCError?
  for milliseconds in [60, 600, 6000] {
    last = try await rpcError { try await call(CallOptions(timeout: .milliseconds(milliseconds))) }
    if let last, await reaches(last) { break }
  }
  return last
}

/// The same for a call whose error is to contain `words`.
func lateError(containing words: String, _ call: (CallOptions) async throws -> Void) async throws -> RPCError? {
  try await lateError(reaches: { $0.message.contains(words) }, call)
}
