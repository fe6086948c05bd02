import Synchronization
import Testing

@testable import Storage

@Suite("Segment cache: byte bound", .timeLimit(.minutes(1)))
struct BoundTests {
  private func entry(_ bytes: Int) -> CacheEntry {
    CacheEntry(bytes: Array(repeating: 0, count: bytes), freshUntil: 10, staleUntil: 20, loadTime: 0)
  }

  @Test("S-16: 100,000 unique keys never take more than the bound")
  func bounded() async throws {
    var limits = CacheLimits()
    limits.bytes = 1 << 20
    let cache = SegmentCache(limits: limits, durable: nil, clock: TestTime().clock)
    for number in 0..<100_000 {
      let key = CacheKey(layer: .product, epoch: 1, statisticVersion: "s", policyVersion: "p", subject: "\(number)")
      cache.part(of: key).state.withLock { _ = $0.keep(key.text, entry(number % 900), isFinal: true) }
      if number.isMultiple(of: 1_000) { #expect(cache.statistics.bytes <= 1 << 20) }
    }
    let statistics = cache.statistics
    #expect(statistics.bytes <= 1 << 20 && statistics.bytes > 900_000)
    #expect(statistics.evictions + statistics.entries == 100_000)
  }

  @Test("an entry costs its value, its key and 96")
  func cost() {
    var shard = CacheShard(bound: 10_000)
    shard.put("key", entry(100))
    #expect(shard.bytes == 199)
    shard.put("key", entry(50))
    #expect(shard.bytes == 149)
    shard.remove("key")
    #expect(shard.bytes == 0 && shard.count == 0)
  }

  @Test("an entry larger than the bound is not kept, and takes an older one of its key with it")
  func tooLarge() {
    var shard = CacheShard(bound: 1_000)
    shard.put("key", entry(100))
    shard.put("key", entry(2_000))
    #expect(shard.find("key", now: 1) == nil && shard.bytes == 0)
  }

  @Test("a pass over many keys does not evict what is asked for again and again")
  func scan() {
    var shard = CacheShard(bound: 100_000)
    let popular = (0..<100).map { "popular-\($0)" }
    for _ in 1...4 {
      for key in popular { if shard.find(key, now: 1) == nil { shard.put(key, entry(200)) } }
    }
    for number in 0..<10_000 {
      shard.put("scan-\(number)", entry(200))
      if number.isMultiple(of: 10) { _ = shard.find(popular[number / 10 % 100], now: 1) }
    }
    let kept = popular.count { shard.find($0, now: 1) != nil }
    #expect(kept == 100)
  }
}
