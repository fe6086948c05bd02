import Testing

@testable import Storage

@Suite("Segment cache: durable layer and current epochs", .timeLimit(.minutes(1)))
struct DurableLayerTests {
  let time = TestTime()
  let loader = CountingLoader()
  let key = CacheKey(layer: .statistics, epoch: 1, statisticVersion: "s", policyVersion: "p", subject: "a")

  private let store = MemoryCacheStore()

  /// A cache as it is after a start: nothing in memory.
  private func restarted() -> SegmentCache { SegmentCache(durable: store, clock: time.clock) }

  /// Loads the key once and waits until it is behind memory.
  private func fill() async throws {
    _ = try await restarted().value(for: key, load: loader.load)
    #expect(await eventually { (try? await store.cachedRow(key.text)) != nil })
  }

  @Test("after a restart a value comes from behind memory, with the rest of its lifetime")
  func survivesRestart() async throws {
    try await fill()
    time.pass(seconds: 1_000)
    let cache = restarted()
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

  @Test("so many rows are kept behind memory, the freshest, and none that is too large")
  func durableBounds() async throws {
    var limits = CacheLimits.defaults
    (limits.durableRows, limits.durableRowBytes) = (10, 100)
    let cache = SegmentCache(limits: limits, durable: store, clock: time.clock)
    for number in 0...CacheLimits.durableSlack {
      let key = CacheKey(layer: .statistics, epoch: 1, statisticVersion: "s", policyVersion: "p", subject: "\(number)")
      _ = try await cache.value(for: key) { [1] }
      #expect(await eventually { (try? await store.cachedRow(key.text)) != nil })
      time.pass(seconds: 300)
    }
    #expect(await eventually { store.count == 10 })
    let large = CacheKey(layer: .statistics, epoch: 1, statisticVersion: "s", policyVersion: "p", subject: "large")
    _ = try await cache.value(for: large) { [UInt8](repeating: 1, count: 101) }
    #expect(cache.peek(large)?.bytes.count == 101)
    #expect(try await store.cachedRow(large.text) == nil)
  }

  @Test("a stale value from behind memory is served once more and loaded anew; a gone one is loaded")
  func staleBehindMemory() async throws {
    try await fill()
    time.pass(seconds: 1_900)
    loader.answer(.success([2]))
    let stale = restarted()
    #expect(try await stale.value(for: key, load: loader.load)?.state == .stale)
    #expect(await eventually { stale.peek(key)?.bytes == [2] })
    #expect(await eventually { (try? await store.cachedRow(key.text))?.bytes == [2] })
    time.pass(seconds: 3_600)
    #expect(try await restarted().value(for: key, load: loader.load)?.state == .miss)
    #expect(loader.calls == 3)
  }

  @Test("S-18: a value behind memory that does not match its hash is dropped and loaded")
  func poisoned() async throws {
    try await fill()
    store.damage(key.text) { $0.bytes = [0x99] }
    let cache = restarted()
    loader.closeGate()
    let answer = Task { try await cache.value(for: key, load: loader.load) }
    #expect(await eventually { loader.waiting == 1 })
    #expect(try await store.cachedRow(key.text) == nil)
    loader.openGate()
    #expect(try await answer.value == CacheAnswer(bytes: [1], state: .miss))
    #expect(cache.statistics.poisoned == 1)
  }

  @Test("a row that a sweep may delete is not served any more, one that it leaves may be")
  func sweep() async throws {
    try await fill()
    let row = try #require(try await store.cachedRow(key.text))
    time.pass(seconds: 2 * 1_800 - 1)
    #expect(row.expiresAt >= SegmentCache.expiry(at: time.clock.wall()))
    time.pass(seconds: 2)
    #expect(row.expiresAt < SegmentCache.expiry(at: time.clock.wall()))
    #expect(try await restarted().value(for: key, load: loader.load)?.state == .miss)
  }

  @Test("a wall clock at the ends of what it can say, and a row with such times, lose a value at most")
  func wildTimes() async throws {
    let ends: [Int64] = [.min, -1, 0, .max]
    for wall in ends {
      let clock = CacheClock(monotonic: { self.time.time }, wall: { wall }, random: { 0.5 })
      let kept = MemoryCacheStore()
      _ = try await SegmentCache(durable: kept, clock: clock).value(for: key, load: loader.load)
      #expect(await eventually { (try? await kept.cachedRow(key.text))?.storedAt == wall })
      var row = try #require(try await kept.cachedRow(key.text))
      for (stored, expires) in ends.flatMap({ stored in ends.map { (stored, $0) } }) {
        (row.storedAt, row.expiresAt) = (stored, expires)
        let wild = MemoryCacheStore()
        try await wild.putCachedRow(row)
        #expect(try await SegmentCache(durable: wild, clock: clock).value(for: key, load: loader.load)?.bytes == [1])
      }
    }
  }
}
