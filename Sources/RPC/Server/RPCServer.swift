internal import EventLoop
internal import HTTP2
internal import Logging
internal import Synchronization
public import Transport

/// A gRPC server: services behind listeners, interceptors around every call.
///
/// It is started once and stopped once, by `stop()` or at the end of `drain(within:)`.
public final class RPCServer: Sendable {
  private enum Phase {
    case new
    case starting
    case running([ServerLoop])
    case draining([ServerLoop])
    case stopped
  }

  private let configuration: ServerConfiguration
  private let bindings: [ServiceBinding]
  private let interceptors: [any ServerInterceptor]
  private let logger = Logger(label: "rpc.server")
  private let phase = Mutex(Phase.new)
  private let ended = Countdown(1)
  private let connected = Atomic(0)

  /// A server that does not listen yet; `services` answer on every listener, `bound` ones where their binding says.
  public init(
    configuration: ServerConfiguration, services: [any RPCService], bound: [ServiceBinding] = [],
    interceptors: [any ServerInterceptor] = []
  ) {
    self.configuration = configuration
    bindings = services.map { ServiceBinding($0) } + bound
    self.interceptors = interceptors
  }

  /// Listens and serves; answers the addresses in the order of the configuration's listeners, with the ports the system
  /// chose.
  /// - Throws: `ServerConfigurationError` when a listener cannot be opened, a certificate cannot be read, or two
  ///   methods have one path.
  public func start() async throws(ServerConfigurationError) -> [BoundAddress] {
    let isFirst = phase.withLock { phase in
      guard case .new = phase else { return false }
      phase = .starting
      return true
    }
    guard isFirst else { throw ServerConfigurationError(reason: "a server is started once") }
    let assembly = try ServerAssembly(configuration, bindings, interceptors, logger)
    for loop in assembly.loops {
      for server in loop.servers { server.start() }
    }
    phase.withLock { $0 = .running(assembly.loops) }
    for address in assembly.addresses { logger.info("listening", metadata: ["address": "\(address.endpoint)"]) }
    return assembly.addresses
  }

  /// What the server has done and is doing; zero before it is started.
  public var counters: ServerCounters {
    loops.reduce(ServerCounters()) { $0.adding($1.counters.snapshot) }
  }

  /// What HTTP/2 has seen: connections, and how often each of its limits was gone over.
  public var transportCounters: TransportCounters {
    loops.flatMap(\.servers).reduce(TransportCounters()) { $0.adding($1.counters) }
  }

  /// Reads the certificates of the TLS listeners again, as a service does on SIGHUP; by itself the server looks every
  /// ten seconds whether they have changed. Connections that are open keep theirs. Blocks for a few small files.
  /// - Throws: what is wrong with them; those that cannot be read stay as they were.
  public func reloadCertificates() throws(ServerConfigurationError) {
    // The loops share the contexts.
    for tls in (loops.first?.servers ?? []).compactMap(\.tls) {
      do { try tls.reload() } catch { throw ServerConfigurationError(reason: "\(error)") }
    }
  }

  /// How every open connection stands at this moment, with its open calls; empty before the start and after the end.
  /// Asking costs one visit to each loop; between visits nothing is kept for it.
  public func connections() async -> [ConnectionSnapshot] {
    var all: [ConnectionSnapshot] = []
    for loop in loops { all += await loop.connections() }
    return all
  }

  /// A number that grows with each call, to spread something over loops; never negative.
  func nextLoop() -> Int { connected.wrappingAdd(1, ordering: .relaxed).oldValue & Int.max }

  /// The loops while the server runs.
  var loops: [ServerLoop] {
    phase.withLock { phase in
      switch phase {
      case .running(let loops), .draining(let loops): loops
      case .new, .starting, .stopped: []
      }
    }
  }

  /// Takes no new connections and streams, tells clients so (GOAWAY), and stops when the open calls have ended; those
  /// still open when the time is over end with UNAVAILABLE "draining". A second caller waits for the first one's drain.
  ///
  /// - Parameter farewell: how long the answers given then may take to leave, after the time.
  public func drain(within time: Duration, farewell: Duration = .seconds(2)) async {
    let begun = phase.withLock { phase -> [ServerLoop]? in
      guard case .running(let loops) = phase else { return nil }
      phase = .draining(loops)
      return loops
    }
    guard let loops = begun else { return await waitForEnd(atMost: time + farewell) }
    logger.info("draining", metadata: ["open_calls": "\(counters.openCalls)"])
    for binding in bindings { (binding.service as? any DrainObserver)?.serverDrains() }
    let servers = loops.flatMap(\.servers)
    let idle = Countdown(servers.count)
    for server in servers { server.drain { idle.signal() } }
    if await !idle.wait(atMost: time) {
      for loop in loops { loop.endCalls(with: .unavailable("draining")) }
      _ = await idle.wait(atMost: farewell)
    }
    stop()
  }

  /// Stops at once: connections are closed, open calls are cancelled.
  public func stop() {
    let loops = phase.withLock { phase -> [ServerLoop] in
      defer { phase = .stopped }
      switch phase {
      case .running(let loops), .draining(let loops): return loops
      case .new, .starting, .stopped: return []
      }
    }
    guard !loops.isEmpty else { return }
    for loop in loops {
      loop.loop.retire(closing: loop.servers)
    }
    logger.info("stopped")
    ended.signal()
  }

  private func waitForEnd(atMost time: Duration) async {
    guard case .draining = phase.withLock({ $0 }) else { return }
    _ = await ended.wait(atMost: time)
  }
}
