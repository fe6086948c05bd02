package import Logging
import EventLoop
import RPC
import ServiceLifecycle
import Storage

/// The whole server: listeners, services, interceptors, and what it does beside answering.
package final class EnrichmentServer: Service {
  /// What an operator may set.
  package struct Settings: Sendable {
    /// Address to listen on.
    package let host: String
    /// Port; 0 picks a free one.
    package let port: UInt16
    /// PEM file of the certificate chain.
    package let certificate: String
    /// PEM file of the private key.
    package let key: String
    /// Number of event loops.
    package let loops: Int
    /// Accept keys of this environment only.
    package let environment: String?
    /// How long open calls may take once the server drains.
    package let drainBound: Duration
    /// Whether holders of a key may ask for the schema.
    package let reflection: Bool

    /// Takes all settings.
    package init(
      host: String, port: UInt16, certificate: String, key: String, loops: Int, environment: String?,
      drainBound: Duration, reflection: Bool
    ) {
      (self.host, self.port, self.certificate, self.key) = (host, port, certificate, key)
      (self.loops, self.environment, self.drainBound) = (loops, environment, drainBound)
      self.reflection = reflection
    }
  }

  /// Services whose schema is not ours: anybody may ask whether the server is well, holders of a key for the schema.
  package static let foreignServices: [String: AccessRule] = [
    "grpc.health.v1.Health": .open,
    ReflectionService.Version.v1.rawValue: .anyKey,
    ReflectionService.Version.v1alpha.rawValue: .anyKey,
  ]

  /// Where the server logs.
  package let logger: Logger
  private let server: RPCServer
  private let keys: KeyTable
  private let catalogue: SegmentCatalogue
  private let sessions: SessionHub
  private let accessLog = AccessLog()
  private let health = HealthService()
  private let pool: BlockingPool
  private let settings: Settings
  private let announce: @Sendable (String) -> Void

  /// Puts the server together on an opened store; nothing listens yet.
  ///
  /// - Parameter announce: is told the address, with the port that was picked, once the server accepts.
  package init(
    _ opened: OpenedStore, settings: Settings, announce: @escaping @Sendable (String) -> Void
  ) async throws {
    self.settings = settings
    self.announce = announce
    logger = Logger(label: "spotsd")
    let keys = KeyTable(keys: opened.store, pepper: opened.pepper, environment: settings.environment)
    let catalogue = SegmentCatalogue(store: opened.store)
    try await keys.refresh()
    try await catalogue.refresh()
    let metering = Metering(quotas: QuotaTable())
    let answers = try SegmentAnswers(catalogue: catalogue, store: opened.store)
    let recording = EventRecording(pepper: opened.pepper)
    let sessions = SessionHub(
      SessionServices(store: opened.store, recording: recording, metering: metering, answers: answers))
    pool = try BlockingPool(name: "ranking", threads: 2)
    let handlers = EnrichmentHandlers(
      answers: answers, intake: ActionIntake(store: opened.store, recording: recording), sessions: sessions, pool: pool)
    let admin = AdminHandlers(
      AdminOperations(opened) {
        try? await keys.refresh()
        try? await catalogue.refresh()
      })
    health.setStatus(service: "spots.enrichment.v1.EnrichmentService", .serving)
    let services: [any RPCService] = [handlers, health]
    let reflection = settings.reflection ? try ReflectionService.describing(services) : []
    let rules = try AccessRules(services + reflection + [admin], foreign: Self.foreignServices)
    server = RPCServer(
      configuration: ServerConfiguration(
        listeners: [
          .tls(
            host: settings.host, port: settings.port, certificate: settings.certificate, key: settings.key),
          .unix(path: OpenedStore.socketPath(of: opened.location)),
        ], loops: settings.loops),
      services: services + reflection, bound: [ServiceBinding(admin, on: .unixOnly)],
      interceptors: [MetricsInterceptor(), accessLog, Authentication(keys: keys, rules: rules), metering])
    (self.keys, self.catalogue, self.sessions) = (keys, catalogue, sessions)
  }

  /// Listens, keeps keys and releases fresh until the process is asked to stop, then drains.
  package func run() async throws {
    let bound = try await server.start()
    announce("\(HostPort(host: settings.host, port: bound.first?.port ?? settings.port))")
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        try? await Task.sleep(for: .milliseconds(500))
        await self.refresh()
      }
    }
    logger.info("draining", metadata: ["bound": "\(settings.drainBound)"])
    await sessions.noticeDraining()
    await server.drain(within: settings.drainBound)
    pool.shutdown()
    accessLog.flush()
    logger.info("stopped")
  }

  /// Reads the certificate again; what is wrong with it is in the log, and the old one stays in use.
  package func reloadCertificates() { try? server.reloadCertificates() }

  private func refresh() async {
    accessLog.flush()
    do {
      try await keys.refresh()
      try await catalogue.refresh()
    } catch {
      logger.warning("keys and releases could not be read; the last ones stay in use", metadata: ["error": "\(error)"])
    }
  }
}
