import Glibc
import Testing

@testable import LoadTesting

@Suite("Comparisons of two runs", .timeLimit(.minutes(2)))
struct ComparisonTests {
  /// Ten seconds of calls with latencies about 1 ms, those of one moment slow or fast together, as on a shared machine.
  private struct SimulatedRun {
    var random: SeededRandom
    var callsPerSecond = 300
    /// What every latency is multiplied with.
    var factor = 1.0
    /// Standard deviation of the logarithm of a second's latencies, and of its rate.
    var unrest = 0.05
    /// Milliseconds that some calls of the fifth second take; 0 for none.
    var stall = 0.0

    init(seed: UInt64) { random = SeededRandom(seed: seed, stream: 0) }

    private mutating func normal() -> Double {
      let (a, b) = (Double.random(in: 1e-12..<1, using: &random), Double.random(in: 0..<1, using: &random))
      return (-2 * log(a)).squareRoot() * cos(2 * .pi * b)
    }

    mutating func result(failed: UInt64 = 0, isOpen: Bool = false) -> LoadResult {
      var whole = LatencyHistogram()
      var result = LoadResult()
      for second in 0..<10 {
        let mood = exp(unrest * normal())
        var part = LatencyHistogram()
        let calls = Int(Double(callsPerSecond) / mood)
        for _ in 0..<calls { part.record(Int64(1e6 * factor * mood * exp(0.4 * normal()))) }
        if second == 5, stall > 0 { for _ in 0..<(calls / 20) { part.record(Int64(stall * 1e6)) } }
        whole.add(part)
        var interval = Interval()
        (interval.at, interval.seconds, interval.rate) = (Double(second), 1, Double(calls))
        interval.p50 = part.milliseconds(atPercent: 50) ?? 0
        interval.p99 = part.milliseconds(atPercent: 99) ?? 0
        interval.max = part.milliseconds(atPercent: 100) ?? 0
        result.timeline.append(interval)
      }
      result.plan = LoadPlan()
      result.plan?.loop = isOpen ? "open" : "closed"
      (result.seconds, result.succeeded, result.failed) = (10, whole.count, failed)
      (result.started, result.rate) = (whole.count + failed, Double(whole.count) / 10)
      result.latencyFromIntended = whole.summary
      return result
    }
  }

  private func run(_ seed: UInt64, _ change: (inout SimulatedRun) -> Void = { _ in }) -> LoadResult {
    var run = SimulatedRun(seed: seed)
    change(&run)
    return run.result()
  }

  @Test("two runs of the same thing are the same, quiet or restless, long or short")
  func alike() {
    for seed in 0..<10 as Range<UInt64> {
      for (unrest, calls) in [(0.0, 300), (0.05, 100), (0.3, 300), (0.3, 20)] {
        let (before, after) = (2 * seed, 2 * seed + 1)
        func change(_ run: inout SimulatedRun) { (run.unrest, run.callsPerSecond) = (unrest, calls) }
        let comparison = Comparison(before: run(before, change), after: run(after, change), tolerance: 0.05)
        #expect(comparison.verdict == .same, "seed \(seed), unrest \(unrest): \(comparison.lines)")
      }
    }
  }

  @Test("two runs that differ by some per cent throughout, as on another core, or by one bad moment, are the same")
  func unlucky() {
    for seed in 0..<10 as Range<UInt64> {
      let slower = run(2 * seed + 1) { ($0.unrest, $0.factor) = (0, 1.15) }
      #expect(Comparison(before: run(2 * seed) { $0.unrest = 0 }, after: slower, tolerance: 0.1).verdict == .same)
    }
    var stalled = SimulatedRun(seed: 4)
    stalled.callsPerSecond = 2_000
    let before = stalled.result()
    stalled.stall = 50
    #expect(Comparison(before: before, after: stalled.result(), tolerance: 0.1).verdict == .same)
  }

  @Test("a server that is half as fast again or slower is found out, and so is one that has become faster")
  func different() {
    for seed in 0..<5 as Range<UInt64> {
      let slower = run(2 * seed + 1) { $0.factor = 1.5 }
      #expect(Comparison(before: run(2 * seed), after: slower, tolerance: 0.1).verdict == .worse)
      #expect(Comparison(before: slower, after: run(2 * seed), tolerance: 0.1).verdict == .better)
      let fewer = run(2 * seed + 1) { $0.callsPerSecond = 180 }
      #expect(Comparison(before: run(2 * seed), after: fewer, tolerance: 0.1).verdict == .worse)
    }
  }

  @Test("a change below the tolerance counts as none, however sure it is")
  func tolerance() {
    let before = run(1) { $0.unrest = 0 }
    let after = run(2) { ($0.unrest, $0.factor) = (0, 1.4) }
    #expect(Comparison(before: before, after: after, tolerance: 0.5).verdict == .same)
    #expect(Comparison(before: before, after: after, tolerance: 0.1).verdict == .worse)
  }

  @Test("failed calls count when there are more than chance explains")
  func failures() {
    var (before, some, many) = (SimulatedRun(seed: 1), SimulatedRun(seed: 2), SimulatedRun(seed: 3))
    let base = before.result()
    #expect(Comparison(before: base, after: some.result(failed: 1), tolerance: 0.1).verdict == .same)
    #expect(Comparison(before: base, after: many.result(failed: 90), tolerance: 0.1).verdict == .worse)
  }

  @Test("runs at an intended rate are compared by their latency alone")
  func openLoops() {
    var (first, second) = (SimulatedRun(seed: 1), SimulatedRun(seed: 2))
    second.callsPerSecond = 100
    let comparison = Comparison(
      before: first.result(isOpen: true), after: second.result(isOpen: true), tolerance: 0.1)
    #expect(comparison.verdict == .same && !comparison.rows.contains { $0.name == "calls per second" })
  }

  @Test("an invalid run and one without calls decide nothing")
  func undecided() {
    var invalid = run(2) { $0.factor = 9 }
    invalid.invalidReasons = ["busy"]
    let comparison = Comparison(before: run(1), after: invalid, tolerance: 0.1)
    #expect(comparison.verdict == .undecided && comparison.lines.contains("after is INVALID: busy"))
    #expect(Comparison(before: run(1), after: LoadResult(), tolerance: 0.1).verdict == .undecided)
  }

  @Test("a comparison tells each measure of both, where the ratio may lie, and what it comes to")
  func lines() throws {
    let lines = Comparison(before: run(1), after: run(2) { $0.factor = 2 }, tolerance: 0.05).lines
    #expect(lines.first?.contains("before") == true && lines.first?.contains("ratio") == true)
    #expect(lines.contains { $0.contains("p99 ms") && $0.hasSuffix("worse") && $0.contains(" to ") })
    #expect(lines.contains { $0.contains("calls per second") && $0.hasSuffix("same") })
    #expect(lines.last == "worse (changes below 5.0 %, or within the uncertainty of the runs, count as none)")
    let short = Comparison(
      before: run(1) { $0.callsPerSecond = 20 }, after: run(2) { $0.callsPerSecond = 20 }, tolerance: 0.05)
    #expect(short.lines.contains { $0.contains("p99 ms") && $0.hasSuffix("too few calls to tell") })
  }
}
