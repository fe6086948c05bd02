import EngineFixtures
import Measures
import Personality
import SamplerFixtures
import Testing

/// A kind of crowd that intervals are tried on.
struct CoveragePopulation: Sendable, CustomTestStringConvertible {
  let name: String
  /// A share, a mean of dwell in shares of four hours, and the value of a dimension.
  let value: @Sendable (inout SeededBitsForTesting) -> Double
  /// Shares of short and medium visits.
  let lengths: @Sendable (inout SeededBitsForTesting) -> (short: Double, medium: Double)

  var testDescription: String { name }

  /// A person; every value is drawn on its own and moved by so many epochs of the largest drift.
  func person(_ source: inout SeededBitsForTesting, drift: Double = 0) -> AgentMeasures {
    ReleaseFixtures.agent { agent in
      agent.explorationTendency = share(&source, drift)
      agent.communityEngagement = share(&source, drift)
      agent.journeyVariability = share(&source, drift)
      agent.sharingTendency = share(&source, drift)
      agent.dwellMinutes = min(max(240 * value(&source) + 0.3 * drift, 0), 240)
      agent.dimensions = (0..<12).map { _ in min(max(value(&source) + 0.002 / Double.pi * drift, 0), 1) }
      let (short, medium) = lengths(&source)
      let moved = min(max(0.002 * drift, -short), medium)
      agent.visitLengths = .init(short: short + moved, medium: medium - moved, long: 1 - short - medium)
    }
  }

  private func share(_ source: inout SeededBitsForTesting, _ drift: Double) -> Double {
    min(max(value(&source) + 0.002 * drift, 0), 1)
  }

  static let all = [concentrated, atTheEdge, emptyBins, bimodal, spread]

  static let concentrated = CoveragePopulation(
    name: "concentrated", value: { 0.4 + 0.02 * normal(&$0) },
    lengths: { (short: 0.3 + 0.02 * normal(&$0), medium: 0.4 + 0.02 * normal(&$0)) })

  /// The crowd of which 3 of 180 intervals of quartiles held the truth.
  static let atTheEdge = CoveragePopulation(
    name: "at the edge", value: { min(1, 0.93 + 0.02 * normal(&$0)) },
    lengths: { ReleaseFixtures.unit(&$0) < 0.02 ? (short: 0.5, medium: 0.5) : (short: 1, medium: 0) })

  static let emptyBins = CoveragePopulation(
    name: "empty bins", value: { ReleaseFixtures.unit(&$0) < 0.3 ? 0.15 + 0.04 * ReleaseFixtures.unit(&$0) : 0.35 },
    lengths: { ReleaseFixtures.unit(&$0) < 0.6 ? (short: 1, medium: 0) : (short: 0, medium: 1) })

  static let bimodal = CoveragePopulation(
    name: "bimodal", value: { ReleaseFixtures.unit(&$0) < 0.35 ? 0.2 : 0.8 },
    lengths: { ReleaseFixtures.unit(&$0) < 0.5 ? (short: 0.9, medium: 0.1) : (short: 0, medium: 0.1) })

  static let spread = CoveragePopulation(
    name: "spread", value: { 0.1 + 0.8 * ReleaseFixtures.unit(&$0) },
    lengths: { source in
      let short = ReleaseFixtures.unit(&source)
      return (short: short, medium: (1 - short) * ReleaseFixtures.unit(&source))
    })
}

/// A number of mean 0 and variance 1, nearly normal.
private func normal(_ source: inout SeededBitsForTesting) -> Double {
  (0..<12).reduce(-6) { sum, _ in sum + ReleaseFixtures.unit(&source) }
}
