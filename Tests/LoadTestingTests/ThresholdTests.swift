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

  @Test("a run that is slower by more than the tolerance is worse")
  func comparison() {
    let before = result()
    #expect(Comparison(before: before, after: result(latency: [12]), tolerance: 0.1).verdict == .worse)
    #expect(Comparison(before: before, after: result(latency: [10.5]), tolerance: 0.1).verdict == .same)
    #expect(Comparison(before: before, after: result(latency: [5]), tolerance: 0.1).verdict == .better)
    #expect(Comparison(before: before, after: result(rate: 50), tolerance: 0.1).verdict == .worse)
    #expect(Comparison(before: before, after: LoadResult(), tolerance: 0.1).verdict == .undecided)
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

  @Test("a comparison tells each measure of both and what it comes to")
  func lines() {
    let lines = Comparison(before: result(), after: result(latency: [12], failed: 1), tolerance: 0.05).lines
    #expect(lines.first?.contains("before") == true && lines.first?.contains("ratio") == true)
    #expect(lines.contains { $0.contains("p99 ms") && $0.hasSuffix("worse") })
    #expect(lines.contains { $0.contains("calls per second") && $0.hasSuffix("same") })
    #expect(lines.contains { $0.contains("failed %") && $0.contains("50.000") })
    #expect(lines.last == "worse (changes below 5.0 % count as none)")
  }

  @Test("runs at an intended rate are compared by their latency alone")
  func openLoops() {
    var (before, after) = (result(rate: 100), result(rate: 50))
    before.plan = LoadPlan()
    before.plan?.loop = "open"
    after.plan = before.plan
    #expect(Comparison(before: before, after: after, tolerance: 0.1).verdict == .same)
  }

  @Test("an invalid run decides nothing")
  func invalid() {
    var after = result(latency: [99])
    after.invalidReasons = ["busy"]
    #expect(Comparison(before: result(), after: after, tolerance: 0.1).verdict == .undecided)
  }

  @Test("a rate does not hold when the generator did not keep up, or it was not reached")
  func unheldRates() async throws {
    let search = RateSearch(conditions: try Threshold.list("p99<1s"), firstRate: 64, seconds: 1, maxSteps: 6)
    let late = await search.run { rate in
      var measured = result(rate: rate)
      if rate > 100 { measured.invalidReasons = ["late"] }
      return measured
    }
    #expect(late.steps.map(\.rate) == [64, 128, 96, 112, 104, 100])
    #expect(late.steps.map(\.held) == [true, false, true, false, false, true])
    let slow = await search.run { rate in result(rate: min(rate, 80)) }
    #expect(slow.best?.rate == 80)
    #expect(slow.steps.allSatisfy { $0.held == ($0.rate <= 80 / 0.98) })
  }
}
