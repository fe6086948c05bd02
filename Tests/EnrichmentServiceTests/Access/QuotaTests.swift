import Testing

@testable import EnrichmentService

@Suite("a quota", .timeLimit(.minutes(5)))
struct QuotaTests {
  private let second: UInt64 = 1_000_000_000

  /// A stream of arrivals by a small linear congruential generator.
  private func arrivals(_ count: Int, seed: UInt64, upTo gap: UInt64) -> [UInt64] {
    var state = seed
    var time: UInt64 = 5_000_000_000
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      time += (state >> 20) % gap
      return time
    }
  }

  private func most(in window: UInt64, of times: [UInt64]) -> Int {
    var first = 0
    var most = 0
    for (index, time) in times.enumerated() {
      while times[first] + window <= time { first += 1 }
      most = max(most, index - first + 1)
    }
    return most
  }

  @Test("never admits more than 20 in a second nor 100 in a minute", arguments: [1, 2, 3, 4, 5])
  func neverMoreThanTheLimit(seed: UInt64) {
    var quota = Quota(plan: .poc)
    let admitted = arrivals(20_000, seed: seed, upTo: 60_000_000).filter { quota.admit(at: $0) == .admitted }
    #expect(most(in: second, of: admitted) <= 20)
    #expect(most(in: 60 * second, of: admitted) == 100)
  }

  @Test("never admits more than 10,000 in a day")
  func dayLimit() {
    var quota = Quota(plan: QuotaPlan(name: "t", burst: 1_000, minute: 100_000, day: 10_000))
    let admitted = arrivals(60_000, seed: 9, upTo: 6 * second).filter { quota.admit(at: $0) == .admitted }
    #expect(most(in: 86_400 * second, of: admitted) <= 10_000)
    #expect(admitted.count > 10_000)
  }

  @Test("a lone caller that waits as told is admitted")
  func retryAfterIsEnough() {
    var quota = Quota(plan: .poc)
    var now: UInt64 = 1_000
    for _ in 0..<1_000 {
      guard case .refused(let violations, let wait) = quota.admit(at: now) else { continue }
      #expect(!violations.isEmpty)
      #expect(wait > 0)
      now += wait
      #expect(quota.admit(at: now) == .admitted)
    }
  }

  @Test("a refused call does not count")
  func refusedDoesNotCount() {
    var quota = Quota(plan: .poc)
    for _ in 0..<20 { #expect(quota.admit(at: 1) == .admitted) }
    for _ in 0..<500 { #expect(quota.admit(at: 2) != .admitted) }
    #expect(quota.admit(at: second + 2) == .admitted)
  }

  @Test("a counted window waits no longer than its length and one slot")
  func countedWindow() {
    var window = SlidingWindow(limit: 5_000, window: 10 * second, slots: 10)
    for _ in 0..<5_000 {
      #expect(window.wait(at: second) == nil)
      window.admit(at: second)
    }
    let wait = window.wait(at: second)
    #expect((wait ?? 0) >= 10 * second && (wait ?? .max) <= 11 * second)
    #expect(window.wait(at: second + (wait ?? 0)) == nil)
  }

  @Test("keys do not share a quota")
  func keysAreApart() {
    let table = QuotaTable()
    for _ in 0..<20 { #expect(table.admit(keyID: "a", plan: .poc, at: 7) == .admitted) }
    #expect(table.admit(keyID: "a", plan: .poc, at: 7) != .admitted)
    #expect(table.admit(keyID: "b", plan: .poc, at: 7) == .admitted)
    #expect(table.count == 2)
  }
}
