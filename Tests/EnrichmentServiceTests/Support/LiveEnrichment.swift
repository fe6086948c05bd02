import Answers
import EngineFixtures
import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import Population
import RPC
import Releases
import Segments
import Storage
import WireFormat

@testable import EnrichmentService

/// The enrichment service in this process, over a store in memory and under a clock that a test sets.
///
/// Its one region is `jakarta`, released with the policy `research`; the key of the partner `acme` is the client's.
struct LiveEnrichment: Sendable {
  let store: MemoryStore
  let clock: TestClock
  let catalogue: SegmentCatalogue
  let answers: SegmentAnswers
  let sessions: SessionHub
  let browsers: BrowserSessions
  let streams: OpenStreams
  let metering: Metering
  let keys: KeyTable
  let pepper: Pepper
  let pool: BlockingPool
  let key: APIKey
  let client: EnrichmentServiceClient
  let pages: BrowserSessionServiceClient

  /// Microseconds since 1970 UTC that the clock shows first: a while after the cut-off of the releases.
  static let start: Int64 = 10_000_000

  /// The one segment.
  static let segment = RegistryFixtures.segment("jakarta_all")

  /// Starts the service, runs the test and stops the service.
  ///
  /// - Parameter hasSandbox: whether keys of the sandbox are answered; the clock then stands a month after its cut-off.
  static func run(
    limits: ServiceLimits = ServiceLimits(), hasSandbox: Bool = false,
    interceptors: (TestClock) -> [any ServerInterceptor] = { _ in [] },
    _ body: (LiveEnrichment) async throws -> Void
  ) async throws {
    let parts = try await ServiceParts(limits: limits)
    let (handlers, browsers) = try await parts.service(hasSandbox: hasSandbox, limits: limits)
    let pages = BrowserSessionHandlers(browsers, metering: parts.metering, clock: parts.clock.source)
    let services: [any RPCService] = [handlers, pages, HealthService()]
    let rules = try AccessRules(services, foreign: EnrichmentServer.foreignServices)
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.inProcess], loops: 1), services: services,
      interceptors: interceptors(parts.clock) + [
        Authentication(keys: parts.keys, rules: rules, clock: parts.clock.source, limits: limits.keys), parts.metering,
      ])
    _ = try await server.start()
    defer {
      server.stop()
      parts.pool.shutdown()
    }
    let channel = try Channel(target: .inProcess(server))
    defer { channel.close() }
    try await body(
      LiveEnrichment(
        store: parts.store, clock: parts.clock, catalogue: parts.catalogue, answers: parts.answers,
        sessions: parts.sessions, browsers: browsers, streams: parts.streams, metering: parts.metering,
        keys: parts.keys, pepper: parts.pepper, pool: parts.pool, key: parts.key,
        client: EnrichmentServiceClient(channel: channel), pages: BrowserSessionServiceClient(channel: channel)))
  }

  /// Options of a call that shows a key.
  func options(_ text: String? = nil) throws -> CallOptions {
    var metadata = Metadata()
    try metadata.set("Bearer \(text ?? key.text)", for: "authorization")
    return CallOptions(metadata: metadata)
  }

  /// What is remembered of events of the partner `acme`.
  func ids(_ texts: String...) throws -> [EventID] {
    try texts.map { try pepper.pseudonymizer.event($0.utf8, of: "acme") }
  }

  /// A key of the partner `acme` whose plan bounds accidents only.
  func addProductionKey() async throws -> APIKey {
    let key = try APIKey(environment: "prod", partner: "acme", random: Array(64..<96))
    try await store.add(key, pepper: pepper)
    try await keys.refresh()
    return key
  }

  /// A key of the sandbox of the partner `acme`.
  func addTestKey() async throws -> APIKey { try await keys.addTestKey(to: store, pepper: pepper) }

  /// Counts calls of some seconds ago until the key's minute admits only so many more.
  ///
  /// The minute is free again in 52 seconds. To be called before any other call.
  func useUpMinute(leaving left: Int = 0) {
    let identity = Identity(
      keyID: key.keyID, partner: key.partner, namespace: .partner(key.partner), plan: .poc, scopes: [], addresses: [])
    let begin = MonotonicTime.now() + .seconds(-8)
    for index in 0..<(QuotaPlan.poc.minute - left) {
      _ = metering.verdict(on: identity, at: begin + .milliseconds(60 * index))
    }
  }

  /// The error of a call that fails, nil when it succeeds.
  func error(_ call: (EnrichmentServiceClient) async throws -> Void) async throws -> RPCError? {
    do { try await call(client) } catch let error as RPCError { return error }
    return nil
  }
}

/// What a service is put together from.
struct ServiceParts: Sendable {
  let store = MemoryStore()
  let clock = TestClock(LiveEnrichment.start)
  let pepper: Pepper
  let key: APIKey
  let keys: KeyTable
  let catalogue: SegmentCatalogue
  let pool: BlockingPool
  let answers: SegmentAnswers
  let intake: ActionIntake
  let quotas = QuotaTable()
  let metering: Metering
  let streams: OpenStreams
  let sessions: SessionHub
  let browsers: BrowserSessions

  /// A service with one released region and one key, or without the release.
  init(hasRelease: Bool = true, limits: ServiceLimits = ServiceLimits()) async throws {
    pepper = try Pepper(secret: Array(repeating: 5, count: 32))
    key = try APIKey(environment: "poc", partner: "acme", random: Array(0..<32))
    try await store.add(key, pepper: pepper)
    try await store.registerJakarta()
    if hasRelease { try store.releaseJakarta(epoch: 1) }
    keys = KeyTable(keys: store, pepper: pepper, environment: nil, limits: limits.keys)
    try await keys.refresh()
    catalogue = SegmentCatalogue(store: store, limits: limits.sessions)
    try await catalogue.refresh()
    pool = try BlockingPool(name: "answers", threads: 1)
    answers = try SegmentAnswers(catalogue: catalogue, cache: store, pool: pool, limits: limits, clock: clock.source)
    metering = Metering(quotas: quotas)
    let recording = EventRecording(pepper.pseudonymizer)
    streams = OpenStreams(limits: limits.streams)
    intake = ActionIntake(
      store: store, recording: recording, metering: metering, streams: streams, clock: clock.source)
    let services = SessionServices(
      store: store, recording: recording, metering: metering, answers: answers, pool: pool, streams: streams,
      limits: limits.sessions, clock: clock.source)
    sessions = SessionHub(services)
    browsers = try BrowserSessions(services, limits: limits.browsers, keys: limits.keys)
  }
}

extension ServiceParts {
  /// The release that is shipped, read once for all tests.
  static let shipped = Result { try SandboxRelease() }

  /// The handlers of the service.
  ///
  /// - Parameter hasSandbox: whether keys of the sandbox are answered; the clock then stands a month after its cut-off.
  func handlers(hasSandbox: Bool = false, limits: ServiceLimits = ServiceLimits()) async throws -> EnrichmentHandlers {
    try await service(hasSandbox: hasSandbox, limits: limits).handlers
  }

  /// The handlers, and the sessions of browsers that are answered at the same desks.
  func service(
    hasSandbox: Bool, limits: ServiceLimits
  ) async throws -> (handlers: EnrichmentHandlers, browsers: BrowserSessions) {
    let live = EnrichmentDesk(
      name: "live", answers: answers, intake: intake, sessions: sessions, ledger: FixedLedger(), pool: pool,
      clock: clock.source)
    if hasSandbox { clock.set(SandboxRelease.cutOff + 31 * RegionCalendar.day) }
    let sandbox =
      hasSandbox
      ? try await Sandbox(
        try Self.shipped.get(), metering: metering, pool: pool, limits: limits, clock: clock.source
      ).desk : nil
    let browsers = try BrowserSessions(
      sessions.services, sandbox: sandbox?.sessions.services, limits: limits.browsers, keys: limits.keys)
    let handlers = EnrichmentHandlers(
      live: live, sandbox: sandbox, pool: pool, limits: limits.requests, clock: clock.source)
    return (handlers, browsers)
  }
}

extension KeyTable {
  /// A key of the sandbox of the partner `acme`, which the table knows.
  func addTestKey(to store: MemoryStore, pepper: Pepper) async throws -> APIKey {
    let key = try APIKey(environment: "test", partner: "acme", random: Array(96..<128))
    if !store.now.keys.contains(where: { $0.keyID == key.keyID }) {
      try await store.add(key, pepper: pepper, scopes: Scope.ofSandbox)
    }
    try await refresh()
    return key
  }
}

extension MemoryStore {
  /// Stores a key with all scopes of a new one, or with those given.
  func add(
    _ key: APIKey, pepper: Pepper, scopes: [Scope] = Scope.ofNewKey, expiresAt: Int64? = nil, addresses: [String] = []
  ) async throws {
    try await addKey(
      StoredKey(
        keyID: key.keyID, hmac: pepper.mac(of: Array(key.text.utf8)) ?? [], pepperVersion: Pepper.version,
        lastFour: key.lastFour, partner: key.partner, environment: key.environment, scopes: scopes.map(\.rawValue),
        createdAt: 1, expiresAt: expiresAt, allowedAddresses: addresses))
  }

  /// Registers the one segment of `jakarta`.
  func registerJakarta() async throws {
    let plan = try RegionPlan(region: "jakarta", timeZone: "Asia/Jakarta", division: .region)
    let rows = try SegmentRegistry(plans: [plan]).segments.map {
      SegmentRow(id: $0.id, version: 1, region: $0.region, definition: $0.encoded)
    }
    try await registerSegments(rows, at: 1)
  }

  /// Publishes a release of `jakarta` at an epoch, with noise of its own, and answers from it.
  ///
  /// - Parameter affinity: What is released of its zones and items at that epoch.
  func releaseJakarta(epoch: Int64, isAdmitted: Bool = true, affinity: AffinityRelease? = nil) throws {
    let agents = (0..<400).map { _ in WeeklyFixtures.agent() }
    let cell = try WeeklyFixtures.release(of: agents, seed: UInt64(epoch), isAdmitted: isAdmitted)
    let network = try WeeklyFixtures.release(of: WeeklyFixtures.network([]), seed: UInt64(epoch))
    let version = ReleaseRun.statisticVersion
    change { contents in
      let stored: [(String, [UInt8])] = [
        ("jakarta/all/all", cell.serializedBytes()), ("jakarta", network.serializedBytes()),
      ]
      let map = affinity.map { (AffinityRelease.cellID(ofRegion: "jakarta"), $0.serializedBytes()) }
      for (id, bytes) in stored + (map.map { [$0] } ?? []) {
        contents.releases.append(
          ReleaseRow(
            releaseID: "r\(epoch)", cellID: id, statisticVersion: version, epoch: epoch, cutOff: 1_000_000,
            bytes: bytes, sha256: [], nanoRho: 0))
      }
      contents.epochs = [
        CurrentEpoch(
          region: "jakarta", epoch: epoch, releaseID: "r\(epoch)", statisticVersion: version, policyVersion: "p1",
          cutOff: 1_000_000)
      ]
    }
  }
}

extension SegmentAnswers {
  /// The answers that the partner `acme` gets.
  func behavior(_ request: GetRealWorldBehaviorRequest) async throws -> CacheAnswer {
    try await behavior(request, for: "acme")
  }

  func personality(_ request: GetQuantumPersonalityRequest) async throws -> CacheAnswer {
    try await personality(request, for: "acme")
  }

  func influence(_ request: GetCommunityInfluenceRequest) async throws -> CacheAnswer {
    try await influence(request, for: "acme")
  }
}

extension KeyIssuer {
  /// Makes a key that may do what a new key may, from everywhere.
  func create(
    partner: String, plan: String, namespace: String = "", at now: Int64
  ) async throws -> CreateKeyResponse {
    var request = CreateKeyRequest()
    (request.partner, request.plan, request.namespace) = (partner, plan, namespace)
    return try await create(request, at: now)
  }
}
