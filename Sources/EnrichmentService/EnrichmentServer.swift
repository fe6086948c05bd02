import EnrichmentRPC
import EventLoop
package import Logging
package import Operations
package import Population
import RPC
import ServiceLifecycle
import Storage
import Synchronization
package import Terminal

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
    /// PEM file of the private key, which nobody but its owner may be able to use.
    package let key: String
    /// Number of event loops.
    package let loops: Int
    /// Accept keys of this environment only.
    package let environment: String?
    /// How long open calls may take once the server drains.
    package let drainBound: Duration
    /// Whether holders of a key may ask for the schema.
    package let reflection: Bool
    /// Which releases are drawn by the clock.
    package let releases: StandingWork.ReleaseSchedule
    /// Origins whose pages may call.
    package let origins: [WebOrigin]
    /// What callers may cost.
    package let limits: ServiceLimits

    /// Whether keys of the sandbox are accepted, so that it is needed.
    var acceptsTestKeys: Bool { environment == nil || environment == KeyEnvironment.test.rawValue }

    /// Takes all settings.
    package init(
      host: String, port: UInt16, certificate: String, key: String, loops: Int, environment: String?,
      drainBound: Duration, reflection: Bool, releases: StandingWork.ReleaseSchedule, origins: [WebOrigin] = [],
      limits: ServiceLimits
    ) {
      (self.host, self.port, self.certificate, self.key) = (host, port, certificate, key)
      (self.loops, self.environment, self.drainBound) = (loops, environment, drainBound)
      (self.reflection, self.releases, self.origins, self.limits) = (reflection, releases, origins, limits)
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
  private let sessions: [SessionHub]
  private let browsers: BrowserSessions
  private let scheduler: Scheduler
  private let pool: BlockingPool
  private let settings: Settings
  private let announce: @Sendable (String) -> Void

  /// Puts the server together on an opened store; nothing listens yet.
  ///
  /// - Parameters:
  ///   - clock: the time of everything that is stored, logged or scheduled.
  ///   - log: where a line for each call goes.
  ///   - announce: is told the address, with the port that was picked, once the server accepts.
  package init(
    _ opened: OpenedStore, clock: TimeSource, log: LogOutput, settings: Settings,
    announce: @escaping @Sendable (String) -> Void
  ) async throws {
    (self.settings, self.announce) = (settings, announce)
    try SecretFile.check(settings.key)
    logger = Logger(label: "spotsd")
    for remark in opened.store.ledgerRemarks { logger.warning("privacy ledger", metadata: ["remark": "\(remark)"]) }
    let limits = settings.limits
    pool = try BlockingPool(name: "engine", threads: limits.engineThreads)
    let keys = KeyTable(
      keys: opened.store, pepper: opened.pepper, environment: settings.environment, limits: limits.keys)
    let catalogue = SegmentCatalogue(store: opened.store, limits: limits.sessions)
    try await keys.refresh()
    try await catalogue.refresh()
    let quotas = QuotaTable(limits: limits.keys)
    let metering = Metering(quotas: quotas, limits: limits.keys)
    let answers = try SegmentAnswers(
      catalogue: catalogue, cache: opened.store, pool: pool, limits: limits, clock: clock)
    let recording = EventRecording(opened.pepper.pseudonymizer)
    let streams = OpenStreams(limits: limits.streams)
    let live = EnrichmentDesk(
      name: "live", answers: answers,
      intake: ActionIntake(
        store: opened.store, recording: recording, metering: metering, streams: streams, clock: clock),
      sessions: SessionHub(
        SessionServices(
          store: opened.store, recording: recording, metering: metering, answers: answers, pool: pool,
          streams: streams, limits: limits.sessions, clock: clock)),
      ledger: opened.store, pool: pool, clock: clock)
    let sandbox =
      settings.acceptsTestKeys
      ? try await Sandbox(SandboxRelease(), metering: metering, pool: pool, limits: limits, clock: clock) : nil
    sessions = [live, sandbox?.desk].compactMap { $0?.sessions }
    browsers = try BrowserSessions(
      live.sessions.services, sandbox: sandbox?.desk.sessions.services, limits: limits.browsers, keys: limits.keys)
    let pages = BrowserSessionHandlers(browsers, metering: metering, clock: clock)
    let handlers = EnrichmentHandlers(
      live: live, sandbox: sandbox?.desk, pool: pool, limits: limits.requests, clock: clock)
    let forgetting = Forgetting(store: opened.store)
    let consent = ConsentHandlers(
      store: opened.store, forgetting: forgetting, names: opened.pepper.pseudonymizer, clock: clock)
    let epochs = EpochJob(store: opened.store)
    let health = HealthService()
    let watch = StoreWatch(
      opened.store, health: health, services: ["", handlers.serviceName, pages.serviceName, consent.serviceName],
      times: limits.storeWatch, logger: logger)
    let upkeep = ServerUpkeep(
      keys: keys, catalogue: catalogue, streams: [streams, sandbox?.streams].compactMap(\.self), browsers: browsers,
      quotas: [quotas, metering.unchanged], watch: watch, forgetting: forgetting,
      pool: pool, limits: limits, clock: clock)
    let scheduler = try await Self.scheduler(
      opened.store,
      StandingWork(
        store: opened.store, epochs: epochs, sessionLifetime: limits.sessions.lifetime.wholeNanoseconds / 1_000
      ).works(releases: settings.releases) + upkeep.works,
      clock: clock, logger: logger)
    let operations = AdminOperations(opened, epochs: epochs, clock: clock, schedule: { scheduler.entries }) {
      try? await keys.refresh()
      try? await catalogue.refresh()
    }
    let services = try Services(
      handlers, pages, consent, AdminHandlers(operations) { answers.cacheStatistics }, health: health,
      reflection: settings.reflection)
    let interceptors: [any ServerInterceptor] = [
      MetricsInterceptor(), AccessLog(clock: clock, output: log),
      Authentication(keys: keys, rules: services.rules, clock: clock, limits: limits.keys),
      Revalidation { handlers.tags(of: $0) }, metering,
    ]
    live.tags.releasesNext { scheduler.entries.first { $0.work.name == StandingWork.releaseName }?.due }
    var configuration = ServerConfiguration(
      listeners: [
        .tls(host: settings.host, port: settings.port, certificate: settings.certificate, key: settings.key),
        .unix(path: OpenedStore.socketPath(of: opened.location)),
      ], loops: settings.loops, limits: limits.calls, http2: limits.http2)
    let door = JSONDoor(routes: try DoorRoutes(services.open), quotas: quotas, clock: clock)
    configuration.crossOrigin = CrossOriginPolicy(allowedOrigins: Set(settings.origins.map(\.text)))
    configuration.protocols = [
      door.callProtocol, try DocumentationDoor().callProtocol, .grpcWeb, .grpcJSON, .connect,
    ]
    configuration.clock = { clock.now / 1_000_000 }
    server = RPCServer(
      configuration: configuration, services: services.open, bound: [services.admin], interceptors: interceptors)
    self.scheduler = scheduler
  }

  /// Listens and does what recurs until the process is asked to stop, then drains: open calls, and a release that is under
  /// way and paid for, may end within the bound.
  package func run() async throws {
    let bound = try await server.start()
    announce("\(HostPort(host: settings.host, port: bound.first?.port ?? settings.port))")
    let work = Task { await scheduler.run() }
    await cancelWhenGracefulShutdown { try? await Task.sleep(for: .seconds(1 << 30)) }
    work.cancel()
    await drain(ending: work)
    pool.shutdown()
    logger.info("stopped")
  }

  /// Ends within the drain's bound, whoever does not read what is sent and whatever work is under way.
  private func drain(ending work: Task<Void, Never>) async {
    logger.info("draining", metadata: ["bound": "\(settings.drainBound)"])
    // A twentieth is left for closing the store.
    let end = ContinuousClock.now + settings.drainBound - settings.drainBound / 20
    await Task {
      async let closed: Void = browsers.drain()
      for hub in sessions { await hub.noticeDraining() }
      await closed
    }.finishes(within: min(Self.longestNotice, settings.drainBound / 5))
    // What the calls' ends need to leave is part of the bound.
    let farewell = min(.seconds(2), settings.drainBound / 5)
    await server.drain(within: end - .now - farewell, farewell: farewell)
    guard await !work.finishes(within: end - .now) else { return }
    logger.warning("stops although scheduled work is under way; what a release has been charged stays spent")
    scheduler.abandon()
    await work.finishes(within: farewell)
  }

  /// How long open sessions are waited for to take the notice that the server stops.
  private static let longestNotice = Duration.milliseconds(500)

  /// Reads the certificate again; what is wrong with it is in the log, and the old one stays in use.
  package func reloadCertificates() {
    do { try SecretFile.check(settings.key) } catch {
      return logger.error("the old certificate stays in use", metadata: ["reason": "\(error)"])
    }
    try? server.reloadCertificates()
  }
}

extension EnrichmentServer {
  /// What is served, and who may call it.
  private struct Services {
    let open: [any RPCService]
    let admin: ServiceBinding
    let rules: AccessRules

    init(
      _ handlers: EnrichmentHandlers, _ pages: BrowserSessionHandlers, _ consent: ConsentHandlers,
      _ admin: AdminHandlers, health: HealthService, reflection: Bool
    ) throws {
      let own: [any RPCService] = [handlers, pages, consent, health]
      for service in own.dropLast() { health.setStatus(service: service.serviceName, .serving) }
      open = own + (reflection ? try ReflectionService.describing(own) : [])
      self.admin = ServiceBinding(admin, on: .unixOnly)
      rules = try AccessRules(open + [admin], foreign: EnrichmentServer.foreignServices)
    }
  }

  private static func scheduler(
    _ store: any Store, _ works: [(work: RecurringWork, body: Scheduler.Body)], clock: TimeSource, logger: Logger
  ) async throws -> Scheduler {
    // The store's failing is told by its watch: twice a second would be too often.
    let often = Set(works.map(\.work).filter { !$0.isRemembered }.map(\.name))
    return Scheduler(works, after: try await store.lastRuns(), clock: clock) { run in
      do { try await store.recordRun(run) } catch {
        logger.warning("a run of \(run.name) could not be written down", metadata: ["error": "\(error)"])
      }
    } report: { run, failure in
      if failure is StoreError, often.contains(run.name) { return }
      if let failure {
        logger.warning("scheduled work failed", metadata: ["work": "\(run.name)", "error": "\(failure)"])
      } else if let outcome = run.outcome, !outcome.isEmpty {
        logger.info("scheduled work done", metadata: ["work": "\(run.name)", "outcome": "\(outcome)"])
      }
    }
  }
}
