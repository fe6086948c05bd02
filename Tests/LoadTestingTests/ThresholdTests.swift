import LoadTesting
import Testing

@Suite("Conditions and comparisons", .timeLimit(.minutes(2)))
struct ThresholdTests {
  private func result(rate: Double = 100, latency: [Double] = [10], failed: UInt64 = 0) -> LoadResult {
    var histogram = LatencyHistogram()
    for milliseconds in latency { histogram.record(Int64(milliseconds * 1e6)) }
    var result = LoadResult()
    result.rate = rate
    result.succeeded = UInt64(latency.count)
    result.failed = failed
    result.latencyFromIntended = histogram.summary
    return result
  }

  @Test(
    "a condition holds or not by what was measured",
    arguments: [
      ("p99<11ms", true), ("p99<9ms", false), ("max<=0.0101s", true), ("mean>9000us", true), ("errors<0.1%", true),
      ("rate>=100", true), ("rate>100/s", false), ("p37.5<11ms", true),
    ])
  func check(_ text: String, _ holds: Bool) throws {
    #expect(try Threshold(text).check(result()).held == holds)
  }

  @Test("errors are counted over all calls")
  func errors() throws {
    let outcome = try Threshold("errors<10%").check(result(latency: [1, 1, 1], failed: 1))
    #expect(outcome.measured == 25)
    #expect(!outcome.held)
  }

  @Test("without calls no condition on latency holds")
  func empty() throws {
    #expect(try !Threshold("p50<1s").check(LoadResult()).held)
  }

  @Test(
    "another text is refused",
    arguments: ["", "p99", "p99<", "p99<5", "p100<1s", "px<1s", "errors<5ms", "speed<5", "p99<-1ms"])
  func refused(_ text: String) {
    #expect(throws: MalformedThreshold.self) { _ = try Threshold.list(text) }
  }

  @Test("the search finds the highest rate that holds, to 5 %")
  func search() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<10ms"), firstRate: 100, seconds: 1)
    let found = await search.run { rate in result(rate: rate, latency: [rate > 1_234 ? 20 : 5]) }
    let best = try #require(found.best)
    #expect(best.rate <= 1_234)
    #expect(best.rate >= 1_234 * 0.94)
    #expect(found.steps.count < 12)
  }

  @Test("a search that holds at no rate says so")
  func hopeless() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<1ms"), firstRate: 100, seconds: 1)
    let found = await search.run { rate in result(rate: rate, latency: [5]) }
    #expect(found.best == nil)
    #expect(found.steps.allSatisfy { !$0.held })
  }

  @Test(
    "a rate at which the conditions hold, holds though the generator was late; otherwise a late run decides nothing")
  func lateGenerator() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<10ms"), firstRate: 64, seconds: 1)
    let late = await search.run { rate in
      var measured = result(rate: rate, latency: [rate > 100 ? 20 : 5])
      measured.invalidReasons = ["late"]
      return measured
    }
    #expect(late.steps.prefix(9).map(\.rate) == [64, 128, 128, 128, 256, 512, 1_024, 2_048, 96])
    #expect(late.steps.prefix(9).map(\.held) == [true] + Array(repeating: false, count: 7) + [true])
    #expect(late.steps.allSatisfy { $0.undecided != $0.held })
    #expect(late.best.map { $0.rate >= 95 && $0.rate <= 100 } == true)
    guard case .atLeast = SearchVerdict(late.steps) else { return #expect(Bool(false), "\(SearchVerdict(late.steps))") }
    #expect(SearchVerdict(late.steps).text.hasPrefix("at least "))
  }

  @Test("a rate that the generator misses once is tried again")
  func disturbedOnce() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<10ms"), firstRate: 100, seconds: 1)
    var runs = 0
    let found = await search.run { rate in
      runs += 1
      var measured = result(rate: rate, latency: [runs == 1 || rate > 20_000 ? 50 : 5])
      if runs == 1 { measured.invalidReasons = ["late"] }
      return measured
    }
    let best = try #require(found.best)
    #expect(best.rate > 18_000 && SearchVerdict(found.steps) == .highest(best.rate))
  }

  @Test("rates in whose time the generator was busy are passed over, and the highest is found above them")
  func busyMoments() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<10ms"), firstRate: 3, seconds: 1)
    let found = await search.run { rate in
      let isBusy = rate > 5 && rate < 30
      var measured = result(rate: rate, latency: [isBusy || rate > 23_000 ? 50 : 5])
      if isBusy { measured.invalidReasons = ["late"] }
      return measured
    }
    let best = try #require(found.best)
    #expect(best.rate > 21_500 && best.rate <= 23_000 && SearchVerdict(found.steps) == .highest(best.rate))
  }

  @Test("a rate that is far from reached is the generator's limit: higher ones are not tried")
  func exhaustedGenerator() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<10ms"), firstRate: 500, seconds: 1)
    let found = await search.run { rate in
      var measured = result(rate: min(rate, 1_100), latency: [rate > 1_100 ? 50 : 5])
      if rate > 1_100 { measured.invalidReasons = ["late"] }
      return measured
    }
    #expect(found.steps.map(\.rate).max() == 2_000)
    let best = try #require(found.best)
    #expect(best.rate > 1_040 && SearchVerdict(found.steps) == .atLeast(best.rate))
  }

  @Test("a search with which the generator cannot keep up at all is undecided, and one that is cut keeps what it found")
  func undecidedSearch() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<10ms"), firstRate: 4, seconds: 1)
    let hopeless = await search.run { rate in
      var measured = result(rate: rate, latency: [50])
      measured.invalidReasons = ["late"]
      return measured
    }
    #expect(hopeless.best == nil && SearchVerdict(hopeless.steps) == .undecided)
    let cut = await search.run { rate in
      var measured = result(rate: rate, latency: [5])
      measured.cut = rate > 10
      return measured
    }
    #expect(cut.steps.map(\.rate) == [4, 8] && SearchVerdict(cut.steps) == .atLeast(8))
    #expect(SearchVerdict([]) == .undecided)
  }

  @Test("a rate does not hold when it was not reached")
  func unheldRates() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<1s"), firstRate: 64, seconds: 1, maxSteps: 6)
    let slow = await search.run { rate in result(rate: min(rate, 80)) }
    #expect(slow.best?.rate == 80)
    #expect(slow.steps.allSatisfy { $0.held == ($0.rate <= 80 / 0.98) })
  }
}
