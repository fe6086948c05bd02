internal import EventLoop
internal import HTTP2
internal import Logging
internal import Transport

/// Builds the loops and listeners of a server; what has been opened is closed again when a part of it fails.
struct ServerAssembly {
  private let configuration: ServerConfiguration
  private let bindings: [ServiceBinding]
  private let interceptors: [any ServerInterceptor]
  private let logger: Logger
  private let admission: AdmittedConnections
  /// The loops, each with its servers.
  private(set) var loops: [ServerLoop] = []
  /// Where the server listens, in the order of the configuration.
  private(set) var addresses: [BoundAddress] = []

  /// Opens every listener on every loop; a unix socket once, for all loops together.
  init(
    _ configuration: ServerConfiguration, _ bindings: [ServiceBinding], _ interceptors: [any ServerInterceptor],
    _ logger: Logger
  ) throws(ServerConfigurationError) {
    self.configuration = configuration
    self.bindings = bindings
    self.interceptors = interceptors
    self.logger = logger
    admission = AdmittedConnections(configuration.http2.connection, loops: configuration.loops)
    do throws(ServerConfigurationError) {
      try build()
    } catch {
      discard()
      throw error
    }
  }

  private mutating func build() throws(ServerConfigurationError) {
    guard !configuration.listeners.isEmpty else { throw ServerConfigurationError(reason: "a server needs a listener") }
    for index in 0..<max(1, configuration.loops) {
      loops.append(try ServerLoop(index, configuration, interceptors, logger))
    }
    for listener in configuration.listeners { try add(listener) }
  }

  private mutating func add(_ listener: ServerConfiguration.Listener) throws(ServerConfigurationError) {
    let methods = try MethodTable(bindings, for: listener.kind)
    guard var endpoint = Self.endpoint(of: listener) else { return addInProcess(methods) }
    let tls = try tls(of: listener)
    var first: ListenerSocket?
    for index in loops.indices {
      let socket = try Self.share(first, endpoint, listener.kind)
      first = first ?? socket
      if listener.kind == .tls { socket.awaitInput() }
      endpoint = socket.address
      loops[index].serve(socket, listener.kind, methods, tls: tls, admission, configuration)
    }
    addresses.append(BoundAddress(kind: listener.kind, endpoint: endpoint))
  }

  private mutating func addInProcess(_ methods: MethodTable) {
    for index in loops.indices { loops[index].serve(nil, .inProcess, methods, tls: nil, admission, configuration) }
    addresses.append(BoundAddress(kind: .inProcess, endpoint: .unix(path: "in-process")))
  }

  private func discard() {
    for loop in loops {
      loop.loop.retire(closing: loop.servers)
    }
  }

  /// Where to listen; nil for connections from this process.
  private static func endpoint(of listener: ServerConfiguration.Listener) -> Endpoint? {
    switch listener {
    case .tls(let host, let port, _, _, _), .plaintext(let host, let port): .tcp(host: host, port: port)
    case .unix(let path): .unix(path: path)
    case .inProcess: nil
    }
  }

  private func tls(of listener: ServerConfiguration.Listener) throws(ServerConfigurationError) -> TLSServerContext? {
    guard case .tls(_, _, let certificate, let key, let clients) = listener else { return nil }
    let logger = logger
    let protocols: Set<ApplicationProtocol> = configuration.offersHTTP1 ? [.http2, .http11] : [.http2]
    do {
      return try TLSServerContext(
        certificateChain: certificate, privateKey: key, clientCertificates: clients, protocols: protocols
      ) { error in
        switch error {
        case nil: logger.info("read the certificate again", metadata: ["file": "\(certificate)"])
        case let error?: logger.error("the old certificate stays in use", metadata: ["reason": "\(error)"])
        }
      }
    } catch {
      throw ServerConfigurationError(reason: "\(error)")
    }
  }

  /// The socket for a further loop, or opened if it is not yet.
  private static func share(
    _ socket: ListenerSocket?, _ endpoint: Endpoint, _ kind: ListenerKind
  ) throws(ServerConfigurationError) -> ListenerSocket {
    guard let socket else { return try open(endpoint) }
    do { return kind == .unix ? try socket.duplicate() : try socket.sibling() } catch {
      throw ServerConfigurationError(reason: "\(error)")
    }
  }

  private static func open(_ endpoint: Endpoint) throws(ServerConfigurationError) -> ListenerSocket {
    do { return try ListenerSocket(endpoint) } catch { throw ServerConfigurationError(reason: "\(error)") }
  }
}
