import Testing

@testable import Storage

@Suite("Segment cache: fresh, stale, gone", .timeLimit(.minutes(1)))
struct FreshnessTests {
  let time = TestTime()
  let loader = CountingLoader()

  private func key(_ layer: CacheLayer = .statistics, epoch: Int64 = 1) -> CacheKey {
    CacheKey(layer: layer, epoch: epoch, statisticVersion: "s", policyVersion: "p", subject: "a")
  }

  private func cache() -> SegmentCache { SegmentCache(durable: nil, clock: time.clock) }

  @Test(
    "S-17: an entry is a hit for its layer's time, stale up to twice that, then gone",
    arguments: [(CacheLayer.statistics, 1_800), (.product, 900)] as [(CacheLayer, Int64)])
  func lifetimes(layer: CacheLayer, seconds: Int64) async throws {
    let cache = cache()
    _ = try await cache.value(for: key(layer), load: loader.load)
    time.pass(seconds: seconds - 1)
    #expect(cache.peek(key(layer))?.state == .hit)
    time.pass(seconds: 1)
    #expect(cache.peek(key(layer))?.state == .stale)
    time.pass(seconds: seconds - 1)
    #expect(cache.peek(key(layer))?.state == .stale)
    time.pass(seconds: 1)
    #expect(cache.peek(key(layer)) == nil)
    #expect(cache.statistics.entries == 0)
  }

  @Test("lifetimes are drawn within a tenth; the end of a stale entry is never later than twice the nominal one")
  func jitter() async throws {
    for (chance, seconds) in [(0.0, 1_620), (0.999_999_9, 1_979)] as [(Double, Int64)] {
      let cache = cache()
      time.draw(chance)
      _ = try await cache.value(for: key(), load: loader.load)
      time.pass(seconds: seconds - 1)
      #expect(cache.peek(key())?.state == .hit)
      time.pass(seconds: 2)
      #expect(cache.peek(key())?.state == .stale)
      time.pass(seconds: 3_600 - seconds - 1)
      #expect(cache.peek(key()) == nil)
    }
  }

  @Test("a stale value is served at once and loaded anew by one task; then it is fresh")
  func revalidates() async throws {
    let cache = cache()
    _ = try await cache.value(for: key(), load: loader.load)
    time.pass(seconds: 2_000)
    loader.answer(.success([2]))
    loader.closeGate()
    for _ in 1...10 {
      let answer = try await cache.value(for: key(), load: loader.load)
      #expect(answer?.bytes == [1] && answer?.state == .stale)
    }
    #expect(await eventually { loader.waiting == 1 })
    #expect(loader.calls == 2)
    loader.openGate()
    #expect(await eventually { cache.peek(key())?.state == .hit })
    #expect(cache.peek(key())?.bytes == [2])
    #expect(cache.statistics.staleHits >= 10)
  }

  @Test("a refresh that fails keeps the stale value and is not tried again for 5 s")
  func failedRefresh() async throws {
    let cache = cache()
    _ = try await cache.value(for: key(), load: loader.load)
    time.pass(seconds: 2_000)
    loader.answer(.failure(.conflict("planted")))
    _ = try await cache.value(for: key(), load: loader.load)
    #expect(await eventually { cache.statistics.loadErrors == 1 })
    #expect(try await cache.value(for: key(), load: loader.load)?.state == .stale)
    #expect(loader.calls == 2)
    time.pass(seconds: 5)
    _ = try await cache.value(for: key(), load: loader.load)
    #expect(await eventually { loader.calls == 3 })
  }

  @Test("a key of another epoch, version or policy is another entry")
  func keys() async throws {
    let cache = cache()
    _ = try await cache.value(for: key(), load: loader.load)
    #expect(cache.peek(key(epoch: 2)) == nil)
    let others = [("t", "p", "a"), ("s", "q", "a"), ("s", "p", "b")].map {
      CacheKey(layer: .statistics, epoch: 1, statisticVersion: $0, policyVersion: $1, subject: $2)
    }
    for other in others + [key(.product)] { #expect(cache.peek(other) == nil) }
  }

  @Test("near its end a slow entry is loaded ahead of time, a fast one is not")
  func earlyRefresh() {
    let slow = CacheEntry(bytes: [], freshUntil: 10_000, staleUntil: 20_000, loadTime: 1_000)
    let fast = CacheEntry(bytes: [], freshUntil: 10_000, staleUntil: 20_000, loadTime: 1)
    #expect(slow.isDueEarly(at: 9_500, beta: 1) { 0.5 })
    #expect(!slow.isDueEarly(at: 9_000, beta: 1) { 0.5 })
    #expect(!slow.isDueEarly(at: 9_500, beta: 0) { 0.5 })
    #expect(!fast.isDueEarly(at: 9_500, beta: 1) { 0.000_1 })
  }
}
