import Privacy
import SamplerFixtures

@testable import Answers
@testable import Personality
@testable import Population
@testable import Releases
@testable import Segments

/// Findings and sources that the tests of answers and sessions share.
enum AnswerFixtures {
  /// Microseconds of the cut-off.
  static let cutOff: Int64 = 1_700_000_000_000_000

  /// The values of the product plan, each with the same small error.
  static func findings(
    _ changes: [DailyField: Double] = [:], dimensions: [Dimension: Double] = [:], error: Double = 0.01
  ) -> SegmentFindings {
    let plan: [DailyField: Double] = [
      .averageDwellTime: 45, .explorationTendency: 0.32, .communityEngagement: 0.75, .journeyVariability: 0.25,
      .shortVisits: 0.15, .mediumVisits: 0.45, .longVisits: 0.40, .sharingTendency: 0.68, .influenceScore: 0.55,
      .directConnections: 45, .communityDrivenPurchases: 0.30, .trendSetterScore: 0.78,
    ]
    var values = plan.merging(changes) { $1 }
    values[.returnVisitRate] = 1 - (values[.explorationTendency] ?? 0)
    let fields = values.map { field, value in
      let width = field.range.upperBound - field.range.lowerBound
      return (
        field, Finding.known(quantity(value, error: error * width, tolerance: field.tolerance, range: field.range))
      )
    }
    return SegmentFindings(
      fields: Dictionary(uniqueKeysWithValues: fields), dimensions: known(dimensions, error: error),
      people: Dictionary(
        uniqueKeysWithValues: ReleasePurpose.allCases.map { ($0, PeopleEstimate(count: 1_250, noiseDeviation: 75)) }),
      community: PeopleEstimate(count: 6_180.4, noiseDeviation: 75))
  }

  static func quantity(
    _ value: Double, error: Double = 0.01, tolerance: Double = 0.03, range: ClosedRange<Double> = 0...1
  ) -> Quantity {
    Quantity(value: value, standardError: error, tolerance: tolerance, range: range)
  }

  /// The dimensions of the product plan; the others are one half.
  static func known(_ changes: [Dimension: Double], error: Double) -> [Dimension: Finding] {
    let plan: [Dimension: Double] = [
      .explorationEagerness: 0.75, .valueOrientation: 0.82, .communityOrientation: 0.68, .energyPreference: 0.70,
      .noveltySeeking: 0.65,
    ]
    let values = plan.merging(changes) { $1 }
    return Dictionary(
      uniqueKeysWithValues: Dimension.allCases.map {
        ($0, .known(quantity(values[$0] ?? 0.5, error: error, tolerance: DimensionEstimate.tolerance)))
      })
  }

  /// Random findings that a release could have made: visit lengths sum to one and the mean visit fits them.
  static func random(_ source: inout SeededBitsForTesting, error: Double = 0.01) -> SegmentFindings {
    let cuts = [unit(&source), unit(&source)].sorted()
    let lengths = (short: cuts[0], medium: cuts[1] - cuts[0], long: 1 - cuts[1])
    let dwell = 7.5 * lengths.short + 37 * lengths.medium + 120 * lengths.long
    var dimensions: [Dimension: Double] = [:]
    for dimension in Dimension.allCases { dimensions[dimension] = unit(&source) }
    return findings(
      [
        .averageDwellTime: dwell, .shortVisits: lengths.short, .mediumVisits: lengths.medium,
        .longVisits: lengths.long, .explorationTendency: unit(&source), .communityEngagement: unit(&source),
        .journeyVariability: unit(&source), .sharingTendency: unit(&source), .influenceScore: 0.7 * unit(&source),
        .directConnections: 50 * unit(&source), .communityDrivenPurchases: unit(&source),
        .trendSetterScore: unit(&source),
      ], dimensions: dimensions, error: error)
  }

  static func unit(_ source: inout SeededBitsForTesting) -> Double {
    Double(source.next() >> 11) / 9_007_199_254_740_992
  }

  static func source(_ findings: SegmentFindings, asked: String = "town_all") -> AnswerSource {
    let whole = SegmentDefinition(
      id: "town_all", region: "town", timeZone: "UTC", cellIDs: ["town/all/all"], extent: .region, parentID: nil)
    let part = SegmentDefinition(
      id: asked, region: "town", timeZone: "UTC", cellIDs: ["town/all/all"], extent: .cell, parentID: "town_all")
    return AnswerSource(
      segment: AnsweredSegment(asked: asked == whole.id ? whole : part, answered: whole), findings: findings,
      provenance: Provenance(
        releaseID: "r7", cutOff: cutOff, isSimulated: true,
        policy: PolicyStatement(name: "default", version: "abc", floor: 1_000, epsilon: 7.77, delta: 1.42e-6)))
  }
}
