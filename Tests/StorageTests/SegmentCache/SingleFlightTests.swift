import Testing

@testable import Storage

@Suite("Segment cache: one load for all", .timeLimit(.minutes(1)))
struct SingleFlightTests {
  let time = TestTime()
  let loader = CountingLoader()
  let key = CacheKey(layer: .statistics, epoch: 1, statisticVersion: "s", policyVersion: "p", subject: "a")

  private func cache() -> SegmentCache { SegmentCache(durable: nil, clock: time.clock) }

  @Test("S-14: 1,000 concurrent misses make one load, and all get its value")
  func oneLoad() async throws {
    let cache = cache()
    loader.closeGate()
    let answers = try await withThrowingTaskGroup(of: CacheAnswer?.self) { group in
      for _ in 1...1_000 { group.addTask { try await cache.value(for: key, load: loader.load) } }
      #expect(await eventually { cache.statistics.misses == 1_000 })
      loader.openGate()
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(loader.calls == 1)
    #expect(answers.count == 1_000)
    #expect(answers.allSatisfy { $0?.bytes == [1] && $0?.state == .miss })
    #expect(cache.statistics.loads == 1)
    #expect(cache.peek(key)?.state == .hit)
  }

  @Test("a waiter that is cancelled leaves; the load goes on for the others")
  func cancelledWaiter() async throws {
    let cache = cache()
    loader.closeGate()
    let first = Task { try await cache.value(for: key, load: loader.load) }
    #expect(await eventually { loader.waiting == 1 })
    let second = Task { try await cache.value(for: key, load: loader.load) }
    #expect(await eventually { cache.statistics.misses == 2 })
    first.cancel()
    await #expect(throws: CancellationError.self) { try await first.value }
    loader.openGate()
    #expect(try await second.value?.bytes == [1])
    #expect(loader.calls == 1)
  }

  @Test("a load without waiters left still fills the cache")
  func allCancelled() async throws {
    let cache = cache()
    loader.closeGate()
    let only = Task { try await cache.value(for: key, load: loader.load) }
    #expect(await eventually { loader.waiting == 1 })
    only.cancel()
    await #expect(throws: CancellationError.self) { try await only.value }
    loader.openGate()
    #expect(await eventually { cache.peek(key) != nil })
  }

  @Test("a task that is cancelled before it asks is told so")
  func cancelledBefore() async throws {
    let cache = cache()
    loader.closeGate()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await cache.value(for: key, load: loader.load)
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    loader.openGate()
  }

  @Test("an error goes to all waiters and is remembered for 5 s")
  func remembersErrors() async throws {
    let cache = cache()
    loader.answer(.failure(.conflict("planted")))
    loader.closeGate()
    let both = (1...2).map { _ in Task { try await cache.value(for: key, load: loader.load) } }
    #expect(await eventually { cache.statistics.misses == 2 })
    loader.openGate()
    for task in both { #expect(await storeError { try await task.value } == .conflict("planted")) }
    time.pass(seconds: 4)
    #expect(await storeError { try await cache.value(for: key, load: loader.load) } == .conflict("planted"))
    #expect(loader.calls == 1)
    time.pass(seconds: 1)
    loader.answer(.success([2]))
    #expect(try await cache.value(for: key, load: loader.load)?.bytes == [2])
    #expect(cache.statistics.loadErrors == 1)
    #expect(cache.statistics.negativeHits == 1)
  }

  @Test("what does not exist is remembered for 30 s, apart from values and within a bound")
  func remembersUnknown() async throws {
    let cache = cache()
    loader.answer(.success(nil))
    #expect(try await cache.value(for: key, load: loader.load) == nil)
    time.pass(seconds: 29)
    #expect(try await cache.value(for: key, load: loader.load) == nil)
    #expect(loader.calls == 1)
    time.pass(seconds: 1)
    #expect(try await cache.value(for: key, load: loader.load) == nil)
    #expect(loader.calls == 2)
    #expect(cache.statistics.entries == 0)
    var memory = NegativeMemory<Void>(bound: 3, lifetime: 10)
    for number in 1...9 { memory.remember("\(number)", (), now: 0) }
    #expect(memory.count == 3)
    #expect(memory.reason(of: "9", now: 9) != nil && memory.reason(of: "6", now: 9) == nil)
  }
}
