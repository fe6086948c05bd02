import EngineFixtures
import EnrichmentSchema
import Measures
import Personality
import Privacy
import Releases
import SamplerFixtures
import Testing

/// Worlds of people drawn from a known population, released and read back: how often does the interval hold the truth?
@Suite("coverage of the published intervals", .timeLimit(.minutes(2)))
struct CoverageTests {
  /// A value of the given mean that is at an end of its range nine times in ten: nearly the largest variance, which is
  /// what the interval assumes.
  private func spread(
    _ mean: Double, _ range: ClosedRange<Double>, _ source: inout SeededBitsForTesting
  ) -> Double {
    if ReleaseFixtures.unit(&source) < 0.1 { return mean }
    let chance = (mean - range.lowerBound) / (range.upperBound - range.lowerBound)
    return ReleaseFixtures.unit(&source) < chance ? range.upperBound : range.lowerBound
  }

  private func person(_ source: inout SeededBitsForTesting) -> AgentMeasures {
    ReleaseFixtures.agent { agent in
      agent.dwellMinutes = spread(60, 0...240, &source)
      agent.explorationTendency = spread(0.32, 0...1, &source)
      agent.communityEngagement = spread(0.6, 0...1, &source)
      agent.journeyVariability = spread(0.4, 0...1, &source)
      agent.sharingTendency = spread(0.3, 0...1, &source)
      agent.visitLengths = lengths(&source)
      agent.connections = Int(spread(20, 0...50, &source))
      agent.dimensions = (0..<12).map { _ in [0.55, 0.65, 0.75][Int(source.below(3))] }
    }
  }

  private func cell(_ people: [AgentMeasures], _ source: inout SeededBitsForTesting) -> CellAccumulator {
    ReleaseFixtures.cell(people) {
      AdoptionShares(
        communityDriven: spread(0.6, 0.25...0.75, &source), trendSetter: spread(0.5, 0.25...0.75, &source))
    }
  }

  private func lengths(_ source: inout SeededBitsForTesting) -> AgentMeasures.VisitLengths {
    let place = ReleaseFixtures.unit(&source)
    if place < 0.1 { return .init(short: 0.2, medium: 0.5, long: 0.3) }
    return .init(
      short: place < 0.28 ? 1 : 0, medium: place >= 0.28 && place < 0.73 ? 1 : 0, long: place >= 0.73 ? 1 : 0)
  }

  private let truths: [(DailyField, Double)] = [
    (.averageDwellTime, 60), (.explorationTendency, 0.32), (.communityEngagement, 0.6), (.journeyVariability, 0.4),
    (.sharingTendency, 0.3), (.shortVisits, 0.2), (.mediumVisits, 0.5), (.longVisits, 0.3), (.directConnections, 20),
    (.communityDrivenPurchases, 0.2), (.trendSetterScore, 0.5), (.influenceScore, 0.05 + 0.36 * 50 / 70),
  ]

  /// 1,320 intervals each; those of the state cover .946, so that .93 leaves 2.6 standard deviations to chance.
  @Test("the 95 % interval holds the truth at least 94 times in 100, and not always; confidence keeps its promise")
  func coverage() throws {
    var source = SeededBitsForTesting(seed: 2_026)
    var fields = Tally()
    var state = Tally()
    for epoch in 0..<110 {
      let people = (0..<220).map { _ in person(&source) }
      let release = try ReleaseFixtures.release(of: cell(people, &source), seed: UInt64(epoch) + 99)
      let estimates = try SegmentEstimates([release], policy: .research)
      for (field, truth) in truths {
        let quantity = try #require(estimates.outcome(of: field, leastConfidence: 0).value)
        fields.count(quantity.interval, quantity.value, truth, within: quantity.tolerance, at: quantity.confidence)
      }
      let qubits = try #require(estimates.state().value)
      for dimension in qubits.dimensions {
        let estimate = try #require(qubits[dimension].flatMap { DimensionEstimate($0, people: qubits.people) })
        state.count(estimate.interval, estimate.value, 0.65, within: 0.05, at: estimate.confidence)
      }
    }
    #expect(fields.all == 1_320 && state.all == 1_320)
    #expect(fields.coverage >= 0.94 && fields.coverage <= 0.98, "coverage \(fields.coverage)")
    #expect(state.coverage >= 0.93 && state.coverage <= 0.98, "coverage of the state \(state.coverage)")
    #expect(fields.excess > -0.02 && state.excess > -0.02, "confidence \(fields.excess), \(state.excess)")
  }
}

/// How often intervals held the truth, and how often values were as close as promised.
private struct Tally {
  private(set) var all = 0
  private var held = 0
  private var within = 0
  private var promised = 0.0

  mutating func count(
    _ interval: ClosedRange<Double>, _ value: Double, _ truth: Double, within tolerance: Double, at confidence: Double
  ) {
    all += 1
    held += interval.contains(truth) ? 1 : 0
    within += abs(value - truth) <= tolerance ? 1 : 0
    promised += confidence
  }

  var coverage: Double { Double(held) / Double(all) }
  /// Observed minus promised share of values within tolerance.
  var excess: Double { (Double(within) - promised) / Double(all) }
}
