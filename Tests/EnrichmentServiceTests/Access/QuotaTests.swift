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

  @Test("says what is left of each limit, and when the oldest call ceases to count", arguments: [true, false])
  func standings(isExact: Bool) {
    let plan = isExact ? QuotaPlan.poc : QuotaPlan(name: "t", burst: 2_000, minute: 2_000, day: 20_000)
    var quota = Quota(plan: plan)
    let start = 1_000 * second
    #expect(quota.standings(at: start).map(\.reset) == [0, 0, 0])
    for index in 0..<3 { _ = quota.admit(at: start + UInt64(index) * 600_000_000) }
    let now = start + 1_500_000_000
    let standings = quota.standings(at: now)
    #expect(standings.map(\.policy) == ["burst", "minute", "day"] && standings.map(\.seconds) == [1, 60, 86_400])
    #expect(standings.map(\.remaining) == [plan.burst - 2, plan.minute - 3, plan.day - 3])
    // Where slots are counted, a slot ceases to count as a whole.
    #expect(standings[0].reset == 1 && (59...60).contains(standings[1].reset))
    #expect((86_399...86_460).contains(standings[2].reset))
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

  @Test("keeps the sparse slots of a counted window exactly: what was admitted leaves with its slot, and not before")
  func sparseSlots() {
    var window = SlidingWindow(limit: 2_000, window: 60 * second, slots: 60)
    for time in [5, 5, 9, 40] as [UInt64] {
      for _ in 0..<500 { window.admit(at: time * second) }
    }
    #expect(window.remaining(at: 41 * second) == 0)
    #expect(window.wait(at: 41 * second) == 25 * second)
    #expect(window.remaining(at: 66 * second - 1) == 0 && window.remaining(at: 66 * second) == 1_000)
    #expect(window.remaining(at: 70 * second) == 1_500 && window.remaining(at: 101 * second) == 2_000)
    let isEmpty = window.isEmpty(at: 101 * second)
    #expect(isEmpty)
  }

  @Test("is the same whether its key rested meanwhile or not", arguments: [1, 2, 3, 4])
  func resting(seed: UInt64) {
    let plan = QuotaPlan(name: "t", burst: 3, minute: 20, day: 1_200)
    var kept = Quota(plan: plan)
    let table = QuotaTable()
    var rested = 0
    // Bursts a while apart, so that the day's limit is reached and keys rest in between.
    for (index, arrival) in arrivals(600, seed: seed, upTo: 400 * second).enumerated() {
      let start = arrival + UInt64(index) * 10 * second
      table.tidy(at: start - 1)
      rested += index > 0 && table.activeCount == 0 ? 1 : 0
      for call in arrivals(8, seed: seed &+ UInt64(index), upTo: second / 4) {
        let time = start + call
        #expect(table.admit(keyID: "a", plan: plan, at: time) == kept.admit(at: time))
      }
    }
    #expect(rested > 300)
  }

  @Test("a key that rests takes a few dozen bytes, one whose day is over nothing, and a refusal is remembered")
  func idleKeys() {
    let table = QuotaTable()
    for number in 0..<1_000 { _ = table.admit(keyID: "\(number)", plan: .poc, at: second) }
    #expect(table.activeCount == 1_000)
    table.tidy(at: 61 * second)
    #expect(table.activeCount == 0 && table.count == 1_000)
    for time in stride(from: 100 * second, to: 100 * second + 20, by: 1) {
      #expect(table.admit(keyID: "7", plan: .poc, at: time) == .admitted)
    }
    table.tidy(at: 101 * second)
    #expect(table.activeCount == 1)
    #expect(table.admit(keyID: "7", plan: .poc, at: 101 * second - 1) != .admitted)
    table.tidy(at: 86_461 * second)
    #expect(table.count == 1, "the first minute's slot has left, that of the key that called later has not")
    table.tidy(at: 86_600 * second)
    #expect(table.count == 0)
  }

  @Test("of many keys is each the same whether the key rested meanwhile or not", arguments: [1, 2, 3])
  func restingCrowd(seed: UInt64) {
    let plan = QuotaPlan(name: "t", burst: 3, minute: 4, day: 1_001)
    let (table, names) = (QuotaTable(), (0..<200).map { "key \($0)" })
    var kept = Dictionary(uniqueKeysWithValues: names.map { ($0, Quota(plan: plan)) })
    var state = seed
    func draw(_ count: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % count
    }
    // Three days, in each quarter of an hour calls of a few keys, so that slots gather, leave one by one and all.
    for quarter in 0..<(3 * 96) as Range<UInt64> {
      let start = (quarter * 15 * 60 + 7) * second
      for call in 0..<UInt64(draw(60)) {
        let (name, time) = (names[draw(draw(names.count) + 1)], start + call * second / 4)
        #expect(table.admit(keyID: name, plan: plan, at: time) == kept[name]?.admit(at: time), "\(name) in \(quarter)")
      }
      table.tidy(at: start + 120 * second)
    }
    let counted = kept.values.filter { quota in
      var quota = quota
      return quota.rest(at: 3 * 86_400 * second)?.isEmpty == false
    }
    #expect(table.activeCount == 0 && table.count == counted.count)
  }

  @Test("room that many keys needed is given back when they rest, and when their day is over")
  func roomIsGivenBack() {
    let (table, count) = (QuotaTable(), 20_000)
    for minute in [0, 10, 20] as [UInt64] {
      for number in 0..<count { _ = table.admit(keyID: "\(number)", plan: .poc, at: minute * 60 * second) }
      table.tidy(at: (minute + 1) * 60 * second)
    }
    // A key and its three slots, each with at most three times the room it takes.
    #expect(table.count == count && table.room < 3 * count + 2 * 3 * count)
    let least = 3 * 64 * KeyLimits().quotaShards
    table.tidy(at: 2 * 86_400 * second)
    #expect(table.count == 0 && table.room <= least)
    // Of keys that called once the day ends of nine in ten first.
    for number in 0..<count {
      _ = table.admit(keyID: "\(number)", plan: .poc, at: (3 * 86_400 + (number < count / 10 ? 600 : 0)) * second)
    }
    table.tidy(at: (3 * 86_400 + 700) * second)
    table.tidy(at: (4 * 86_400 + 300) * second)
    #expect(table.count == count / 10 && table.room < 3 * table.count + least)
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
