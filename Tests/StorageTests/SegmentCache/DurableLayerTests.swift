import GRDB
import Testing

@testable import Storage

@Suite("Segment cache: durable layer and current epochs", .timeLimit(.minutes(5)))
struct DurableLayerTests {
  let time = TestTime()
  let loader = CountingLoader()
  let key = CacheKey(layer: .statistics, epoch: 1, statisticVersion: "s", policyVersion: "p", subject: "a")

  private func cache(_ store: SQLiteStore) -> SegmentCache { SegmentCache(durable: store, clock: time.clock) }

  /// Loads the key once and waits until it is behind memory.
  private func fill(_ store: SQLiteStore) async throws {
    _ = try await cache(store).value(for: key, load: loader.load)
    #expect(await eventually { (try? await store.cachedRow(key.text)) != nil })
  }

  @Test("after a restart a value comes from behind memory, with the rest of its lifetime")
  func survivesRestart() async throws {
    try await withStore { store in
      try await fill(store)
      time.pass(seconds: 1_000)
      let cache = cache(store)
      let answer = try await cache.value(for: key, load: loader.load)
      #expect(answer?.bytes == [1] && answer?.state == .hit)
      #expect(loader.calls == 1)
      #expect(cache.statistics.durableHits == 1)
      time.pass(seconds: 799)
      #expect(cache.peek(key)?.state == .hit)
      time.pass(seconds: 1)
      #expect(cache.peek(key)?.state == .stale)
      time.pass(seconds: 1_800)
      #expect(cache.peek(key) == nil)
    }
  }

  @Test("a stale value from behind memory is served once more and loaded anew; a gone one is loaded")
  func staleBehindMemory() async throws {
    try await withStore { store in
      try await fill(store)
      time.pass(seconds: 1_900)
      loader.answer(.success([2]))
      let stale = cache(store)
      #expect(try await stale.value(for: key, load: loader.load)?.state == .stale)
      #expect(await eventually { stale.peek(key)?.bytes == [2] })
      #expect(await eventually { (try? await store.cachedRow(key.text))?.bytes == [2] })
      time.pass(seconds: 3_600)
      #expect(try await cache(store).value(for: key, load: loader.load)?.state == .miss)
      #expect(loader.calls == 3)
    }
  }

  @Test("S-18: a value behind memory that does not match its hash is dropped and loaded")
  func poisoned() async throws {
    try await withStore { store in
      try await fill(store)
      try await store.write { try $0.execute(sql: "UPDATE cache_entries SET bytes = x'99'") }
      let cache = cache(store)
      loader.closeGate()
      let answer = Task { try await cache.value(for: key, load: loader.load) }
      #expect(await eventually { loader.waiting == 1 })
      #expect(try await store.cachedRow(key.text) == nil)
      loader.openGate()
      #expect(try await answer.value == CacheAnswer(bytes: [1], state: .miss))
      #expect(cache.statistics.poisoned == 1)
    }
  }

  @Test("rows past serving are deleted by the sweep, others are not")
  func sweep() async throws {
    try await withStore { store in
      try await fill(store)
      time.pass(seconds: 1_800 + 3_600 - 1)
      try await cache(store).deleteExpired()
      #expect(try await store.cachedRow(key.text) != nil)
      time.pass(seconds: 2)
      try await cache(store).deleteExpired()
      #expect(try await store.cachedRow(key.text) == nil)
    }
  }

  @Test("S-17: a new epoch is hidden for at most a second, and not at all when it is noted")
  func currentEpoch() async throws {
    try await withStore { store in
      try await store.putRegion(Region(id: "testville", timeZone: "UTC"), at: 1)
      let epochs = CurrentEpochCache(source: store, clock: time.clock)
      #expect(epochs.peek("testville") == nil)
      #expect(try await epochs.value(for: "testville") == nil)
      let run = try await store.begin("r1")
      try await store.publish([release("a", of: run)], of: run, at: 6)
      #expect(epochs.peek("testville") == .some(nil))
      time.pass(seconds: 1)
      #expect(epochs.peek("testville") == nil)
      let first = try await epochs.value(for: "testville")
      #expect(first?.epoch == 1)
      var second = try #require(first)
      second.epoch = 2
      epochs.note(second)
      #expect(epochs.peek("testville") == .some(second))
    }
  }
}
