import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Logging
import Operations
import Population
import RPC
import Storage
import StoreFixtures
import Testing

@testable import EnrichmentService

/// A limit that is set is the one that is kept to, and the one that the answer names. What open streams may take has
/// tests of its own.
@Suite("limits that are handed down", .timeLimit(.minutes(2)))
struct HandedDownLimitsTests {
  private static func limits(_ change: (inout ServiceLimits) -> Void) -> ServiceLimits {
    var limits = ServiceLimits()
    change(&limits)
    return limits
  }

  private static func page(_ live: LiveEnrichment, of size: Int32, key: String? = nil) async throws -> RPCError? {
    var request = ListSegmentsRequest()
    request.pageSize = size
    return try await live.error { _ = try await $0.listSegments(request, options: live.options(key)) }
  }

  @Test("calls of a key's plan")
  func plans() async throws {
    try await LiveEnrichment.run(limits: Self.limits { ($0.keys.poc.minute, $0.keys.prod.minute) = (2, 1) }) { live in
      for _ in 0..<2 { #expect(try await Self.page(live, of: 0) == nil) }
      #expect(try await Self.page(live, of: 0)?.message.contains("allows 2 calls in 60 s") == true)
      let production = try await live.addProductionKey().text
      #expect(try await Self.page(live, of: 0, key: production) == nil)
      #expect(try await Self.page(live, of: 0, key: production)?.message.contains("allows 1 calls in 60 s") == true)
    }
  }

  @Test("wrong keys at once, the time between them, and the networks that are remembered")
  func wrongKeys() async throws {
    let limits = Self.limits { ($0.keys.wrongKeysAtOnce, $0.keys.wrongKeyInterval) = (2, .seconds(600)) }
    try await LiveEnrichment.run(limits: limits) { live in
      let codes = [RPCError?](
        [
          try await Self.page(live, of: 0, key: "spots_poc_x_1"),
          try await Self.page(live, of: 0, key: "spots_poc_x_2"),
          try await Self.page(live, of: 0, key: "spots_poc_x_3"), try await Self.page(live, of: 0),
        ])
      #expect(codes.map { $0?.code } == [.unauthenticated, .unauthenticated, .resourceExhausted, nil])
    }
    var keys = KeyLimits()
    (keys.wrongKeysAtOnce, keys.wrongKeyInterval, keys.rememberedNetworks) = (1, .seconds(9), 2)
    let failures = FailedKeys(limits: keys)
    for network in ["a", "b", "c"] { #expect(failures.wait(from: network, at: 1) == nil) }
    #expect(failures.wait(from: "a", at: 1) == 9_000_000_000)
    #expect(failures.wait(from: "d", at: 1) == 9_000_000_000, "it shares the allowance of c")
  }

  @Test("segments of a page, with and without a size")
  func pages() async throws {
    try await LiveEnrichment.run(
      limits: Self.limits { ($0.requests.segmentsPerPage, $0.requests.segmentsPerUnsizedPage) = (7, 3) }
    ) { live in
      let (most, more) = (try await Self.page(live, of: 7), try await Self.page(live, of: 8))
      #expect(most == nil)
      #expect(more?.message.contains("1 to 7, or 0 for 3") == true)
    }
  }

  @Test("events of a session")
  func events() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.sessions.events = 2 }) { live in
      let (call, _) = try await SessionCall.open(live)
      try await call.visit("a", "b")
      try await call.acks(2)
      try await call.visit("c")
      let error = try await live.error { _ in while try await call.next() != nil {} }
      #expect(error?.code == .resourceExhausted && error?.message.contains("at most 2 events") == true)
    }
  }

  @Test("events of a session that wait to become durable: its client waits")
  func waiting() async throws {
    try await LiveEnrichment.run(limits: Self.limits { $0.sessions.waitingEvents = 2 }) { live in
      let (call, _) = try await SessionCall.open(live)
      live.store.durability.close()
      try await call.visit("under way")
      #expect(try await eventually { live.store.durability.waiting == 1 })
      try await call.visit("a", "b", "c", "d")
      #expect(try await eventually { live.streams.events(of: live.key.keyID).unshown == 3 })
      try await Task.sleep(for: .milliseconds(100))
      #expect(live.streams.events(of: live.key.keyID).unshown == 3)
      live.store.durability.open()
      var acknowledged = 0
      while acknowledged < 5 {
        if case .ack(let ack) = try #require(try await call.next()) { acknowledged += ack.eventIds.count }
      }
    }
  }

  @Test("earlier releases that are kept for sessions")
  func keptReleases() async throws {
    let parts = try await ServiceParts(limits: Self.limits { $0.sessions.keptReleases = 1 })
    for epoch in [2, 3] as [Int64] { try parts.store.releaseJakarta(epoch: epoch) }
    try await parts.catalogue.refresh()
    let first = try #require(try await parts.catalogue.edition(region: "jakarta", epoch: 1))
    #expect(try await parts.catalogue.edition(region: "jakarta", epoch: 1) === first)
    _ = try #require(try await parts.catalogue.edition(region: "jakarta", epoch: 2))
    #expect(try await parts.catalogue.edition(region: "jakarta", epoch: 1) !== first)
  }

  @Test("the size of the store's and the cache's parts")
  func sizes() throws {
    var store = StoreLimits()
    store.readers = 1_000
    #expect(store.readers == 64)
    store.readers = 0
    #expect(store.readers == 1)
    var keys = KeyLimits()
    keys.quotaShards = 0
    #expect(keys.quotaShards == 1)
    keys.quotaShards = 1_000
    #expect(keys.quotaShards == 256)
  }

  @Test("how often the store is watched, and resting keys are looked for")
  func upkeep() async throws {
    let limits = Self.limits { ($0.storeWatch.interval, $0.keys.quotaTidying) = (.milliseconds(70), .seconds(33)) }
    let (parts, store) = (try await ServiceParts(limits: limits), try await TemporaryStore())
    defer { parts.pool.shutdown() }
    let quotas = QuotaTable(limits: limits.keys)
    let watch = StoreWatch(
      store.opened.store, health: HealthService(), services: [], times: limits.storeWatch,
      logger: Logger(label: "test"))
    let upkeep = ServerUpkeep(
      keys: parts.keys, catalogue: parts.catalogue, streams: [parts.streams], browsers: parts.browsers,
      quotas: [quotas],
      watch: watch,
      forgetting: Forgetting(store: store.opened.store), pool: parts.pool, limits: limits, clock: parts.clock.source)
    let periods = Dictionary(uniqueKeysWithValues: upkeep.works.map { ($0.work.name, $0.work.period) })
    #expect(periods["store_watch"] == 70_000 && periods["idle_quotas"] == 33_000_000)
    // Each does its own work: what was written before is seen first, and found to be too long ago then.
    let before = store.opened.store.condition.writes
    _ = quotas.admit(keyID: "k", plan: .poc, at: 1)
    for (work, body) in upkeep.works where ["store_watch", "idle_quotas"].contains(work.name) {
      for later in [0, 10_000_000] as [Int64] { #expect(try await body(parts.clock.source.now + later) == "") }
    }
    #expect(store.opened.store.condition.writes == before + 1 && quotas.activeCount == 0)
    await store.opened.close()
  }
}
