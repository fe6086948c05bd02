import EventLoop
import Logging
import Operations
import RPC
import Storage
import StoreFixtures
import Testing

@testable import EnrichmentService

/// What a running server does by the clock: here each work is done when a test says so.
@Suite("the upkeep of a server", .timeLimit(.minutes(2)))
struct ServerUpkeepTests {
  /// Does one of the works over a live service, at a time in µs.
  private static func carryOut(
    _ name: String, over live: LiveEnrichment, limits: ServiceLimits = ServiceLimits(), at now: Int64
  ) async throws {
    let store = try await TemporaryStore()
    let watch = StoreWatch(
      store.opened.store, health: HealthService(), services: [], times: limits.storeWatch,
      logger: Logger(label: "test"))
    let upkeep = ServerUpkeep(
      keys: live.keys, catalogue: live.catalogue, streams: [live.streams], browsers: live.browsers,
      quotas: [QuotaTable()],
      watch: watch,
      forgetting: Forgetting(store: store.opened.store), pool: live.pool, limits: limits, clock: live.clock.source)
    let work = try #require(upkeep.works.first { $0.work.name == name })
    _ = try await work.body(now)
    await store.opened.close()
  }

  @Test("ends the sessions of a revoked key when it reads the keys again; those of others go on")
  func revokedKey() async throws {
    try await LiveEnrichment.run { live in
      let (session, _) = try await SessionCall.open(live)
      let other = try await live.addProductionKey()
      let (going, _) = try await SessionCall.open(live, key: other.text)
      _ = try await live.store.revokeKey(live.key.keyID, at: 5)
      try await Self.carryOut("key_refresh", over: live, at: 6)
      let error = try await live.error { _ in while try await session.next() != nil {} }
      #expect(error?.code == .unauthenticated)
      try await going.visit("e1")
      _ = try await going.ack()
    }
  }

  @Test("ends the streams that have been quiet for too long")
  func quietStreams() async throws {
    var limits = ServiceLimits()
    limits.streams.quietSession = .milliseconds(1)
    try await LiveEnrichment.run(limits: limits) { live in
      let (session, _) = try await SessionCall.open(live)
      try await Task.sleep(for: .milliseconds(2))
      try await Self.carryOut("quiet_streams", over: live, limits: limits, at: 6)
      let error = try await live.error { _ in while try await session.next() != nil {} }
      #expect(error?.code != nil)
    }
  }

  @Test("reads the releases again")
  func newRelease() async throws {
    try await LiveEnrichment.run { live in
      try live.store.releaseJakarta(epoch: 2)
      let before = live.catalogue.current
      try await Self.carryOut("catalogue_refresh", over: live, at: 6)
      #expect(before != nil && live.catalogue.current !== before)
    }
  }
}
