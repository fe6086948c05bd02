import EngineFixtures
import EnrichmentSchema
import Measures
import Personality
import Population
import Privacy
import Releases
import Testing

@Suite("reading a segment", .timeLimit(.minutes(2)))
struct SegmentEstimatesTests {
  private func segment(
    _ people: Int, id: String = "a", seed: UInt64 = 1, sources: RegionSources = .all, isAdmitted: Bool = true
  ) throws -> SegmentRelease {
    let agents = Array(repeating: ReleaseFixtures.agent(), count: people)
    return try ReleaseFixtures.release(
      of: ReleaseFixtures.cell(agents, sources: sources), id: id, seed: seed, isAdmitted: isAdmitted)
  }

  /// The release without its noise, to check arithmetic.
  private func exact(_ release: SegmentRelease, _ cell: CellAccumulator) -> SegmentRelease {
    var exact = release
    for index in exact.statistics.indices {
      guard let statistic = DailyStatistic(rawValue: exact.statistics[index].name) else { continue }
      exact.statistics[index].sums = cell.exactSums(of: statistic) ?? []
      exact.statistics[index].smoothedSums = []
    }
    return exact
  }

  @Test("without noise every field is the planted value")
  func planted() throws {
    let cell = ReleaseFixtures.cell(Array(repeating: ReleaseFixtures.agent(), count: 2_000))
    let release = exact(try ReleaseFixtures.release(of: cell), cell)
    let estimates = try SegmentEstimates([release], policy: .research)
    let expected: [(DailyField, Double)] = [
      (.averageDwellTime, 45), (.explorationTendency, 0.32), (.returnVisitRate, 0.68), (.communityEngagement, 0.6),
      (.journeyVariability, 0.4), (.shortVisits, 0.25), (.mediumVisits, 0.5), (.longVisits, 0.25),
      (.sharingTendency, 0.3), (.influenceScore, 0.5), (.directConnections, 20), (.communityDrivenPurchases, 0.2),
      (.trendSetterScore, 0.5),
    ]
    for (field, value) in expected {
      let quantity = try #require(estimates.outcome(of: field, leastConfidence: 0).value, "\(field)")
      #expect(abs(quantity.value - value) < 0.0005, "\(field)")
    }
    #expect(estimates.people(.network).rounded == 2_000)
    let state = try #require(estimates.state().value)
    #expect(state.dimensions.count == 12)
    let qubit = try #require(state[.explorationEagerness])
    #expect(abs(qubit.x) < 1e-9 && abs(qubit.y - 1) < 1e-9 && qubit.value.map { abs($0 - 0.5) < 1e-9 } == true)
  }

  @Test("dwell and visit lengths are means over the people who have a dwell, with the noise of their own count")
  func ownCount() throws {
    let without = ReleaseFixtures.agent {
      $0.dwellMinutes = nil
      $0.visitLengths = nil
    }
    let people = Array(repeating: ReleaseFixtures.agent(), count: 1_000) + Array(repeating: without, count: 600)
    let cell = ReleaseFixtures.cell(people)
    let release = exact(try ReleaseFixtures.release(of: cell), cell)
    let estimates = try SegmentEstimates([release], policy: .research)
    let dwell = try #require(estimates.outcome(of: .averageDwellTime).value)
    #expect(abs(dwell.value - 45) < 1e-9)
    #expect(try abs(#require(estimates.outcome(of: .mediumVisits).value).value - 0.5) < 1e-9)
    let variances = Dictionary(
      uniqueKeysWithValues: release.statistics.map { ($0.name, Double($0.sigma2Numerator)) })
    let noise = try #require(variances["average_dwell_time"]) / 256
    let countNoise = try 3 * #require(variances["visit_lengths"]) / (4_096 * 4_096)
    let squares = try #require(variances["average_dwell_time_second_moment"]) / (4_096 * 4_096)
    // Everybody stays alike, 75 of 120 minutes from the centre, so that what is left of the variance is its noise.
    let u = -75 / 120.0
    let square = (4_096 * u * u).rounded() / 4_096 - 0.5
    let variance = 14_400 * (square + 0.5 - u * u)
    let ofCount = square - 2 * u * u
    let deviation =
      14_400 * (squares + 4 * u * u / 14_400 * noise + ofCount * ofCount * countNoise).squareRoot() / 1_000
    let expected = (max(0, variance) + deviation) / 1_000 + (noise + 75 * 75 * countNoise) / 1e6
    #expect(abs(dwell.standardError * dwell.standardError / expected - 1) < 1e-9)
  }

  @Test("where the second moment is released the error is of the crowd's own variance and not of the largest possible")
  func releasedVariance() throws {
    let crowd = (0..<2_000).map { number in
      ReleaseFixtures.agent { agent in
        agent.explorationTendency = number % 2 == 0 ? 0.22 : 0.42
        agent.dwellMinutes = number % 2 == 0 ? 30 : 60
      }
    }
    let cell = ReleaseFixtures.cell(crowd)
    var release = exact(try ReleaseFixtures.release(of: cell), cell)
    for index in release.statistics.indices { release.statistics[index].sigma2Numerator = 1 }
    let estimates = try SegmentEstimates([release], policy: .research)
    for (field, variance, granule) in [
      (DailyField.explorationTendency, 0.01, 1 / 4_096.0), (.returnVisitRate, 0.01, 1 / 4_096.0),
      (.averageDwellTime, 225, 1 / 16.0),
    ] {
      let error = try #require(estimates.outcome(of: field).value).standardError
      #expect(abs(error * error * 2_000 / variance - 1) < 0.01 + granule, "\(field)")
    }
  }

  @Test("a release without second moments is read with the largest variance that its means allow")
  func withoutSecondMoments() throws {
    var release = try segment(2_000)
    let present = try SegmentEstimates([release], policy: .research)
    release.statistics.removeAll { $0.name.hasSuffix("_second_moment") }
    let absent = try SegmentEstimates([release], policy: .research)
    for field in [DailyField.averageDwellTime, .explorationTendency, .communityEngagement, .sharingTendency] {
      let (with, without) = (present.outcome(of: field), absent.outcome(of: field, leastConfidence: 0))
      #expect(try #require(with.value).value == #require(without.value).value)
      #expect(try #require(with.value).standardError < #require(without.value).standardError / 1.3, "\(field)")
    }
  }

  @Test("a doubled error for fields of slope two, the same for the return rate as for exploration")
  func errors() throws {
    let estimates = try SegmentEstimates([try segment(1_500)], policy: .research)
    let exploration = try #require(estimates.outcome(of: .explorationTendency).value)
    let returning = try #require(estimates.outcome(of: .returnVisitRate).value)
    #expect(exploration.standardError == returning.standardError)
    #expect(abs(exploration.value + returning.value - 1) < 1e-12)
    #expect(exploration.confidence == returning.confidence)
    let trend = try #require(estimates.outcome(of: .trendSetterScore, leastConfidence: 0).value)
    let mean = (trend.value + 0.5) / 2
    let sampling = 4 * (0.75 - mean) * (mean - 0.25) / estimates.people(.network).count
    #expect(trend.standardError * trend.standardError > sampling)
    #expect(trend.standardError * trend.standardError < sampling * 1.5)
  }

  @Test("the noise of a coordinate of the state is the published .117 at 1,250 people")
  func stateNoise() throws {
    let cell = ReleaseFixtures.cell([])
    var release = exact(try ReleaseFixtures.release(of: cell, policy: .default), cell)
    release.statistics[0].sums = [1_250, 1_250, 1_250]
    let state = try #require(SegmentEstimates([release], policy: .default).state().value)
    #expect(abs(try #require(state[.crowdTolerance]).noise - 0.1166) < 0.0002)
    #expect(state.people == 1_250)
  }

  @Test("a union is the sum of its cells' noisy sums, and their variances add")
  func union() throws {
    let (one, other) = (try segment(400, id: "a", seed: 1), try segment(700, id: "b", seed: 2))
    let union = try SegmentEstimates([one, other], policy: .research)
    let parts = [try SegmentEstimates([one], policy: .research), try SegmentEstimates([other], policy: .research)]
    for purpose in ReleasePurpose.allCases {
      #expect(union.people(purpose).count == parts[0].people(purpose).count + parts[1].people(purpose).count)
      let deviation = parts[0].people(purpose).noiseDeviation
      #expect(abs(union.people(purpose).noiseDeviation - deviation * 2.0.squareRoot()) < 1e-9)
    }
    let weights = parts.map { $0.people(.behavior).count }
    let values = try parts.map { try #require($0.outcome(of: .explorationTendency, leastConfidence: 0).value).value }
    let pooled = (weights[0] * values[0] + weights[1] * values[1]) / (weights[0] + weights[1])
    let value = try #require(union.outcome(of: .explorationTendency, leastConfidence: 0).value)
    #expect(abs(value.value - pooled) < 1e-9)
    #expect(
      try SegmentEstimates([other, one], policy: .research).outcome(of: .averageDwellTime)
        == union.outcome(of: .averageDwellTime))
    #expect(union.cells == 2)
  }

  @Test("without a source, an admission or enough certainty a field is withheld with its reason")
  func withheld() throws {
    let poor = try SegmentEstimates([try segment(1_500, sources: [.visits])], policy: .research)
    #expect(poor.outcome(of: .directConnections).reason == .noSource)
    #expect(poor.outcome(of: .averageDwellTime).value?.isEstimated == true)
    #expect(poor.state().value?[.locationAdventurousness] == nil)
    #expect(poor.state().value?[.explorationEagerness] != nil)
    let small = try SegmentEstimates([try segment(1_500, isAdmitted: false)], policy: .research)
    #expect(small.outcome(of: .averageDwellTime).reason == .notAdmitted)
    #expect(small.state().reason == .notAdmitted)
    let noisy = try SegmentEstimates([try segment(40)], policy: .research)
    #expect(noisy.outcome(of: .explorationTendency).reason == .lowConfidence)
    #expect(noisy.outcome(of: .explorationTendency, leastConfidence: 0).value != nil)
  }

  @Test("a region without onboarding, coordinates and visits has no state")
  func noState() throws {
    let estimates = try SegmentEstimates([try segment(1_500, sources: [.connections])], policy: .research)
    #expect(estimates.state().reason == .noSource)
  }

  @Test("one cell is answered by its verdict, a union by the sum of its noisy admission counts")
  func admission() throws {
    let cells = try (0..<3).map { try segment(60, id: "c\($0)", seed: UInt64($0), isAdmitted: false) }
    #expect(!(try SegmentEstimates([cells[0]], policy: .research)).isAdmitted(.behavior))
    #expect(try SegmentEstimates(cells, policy: .research).isAdmitted(.behavior))
    #expect(!(try SegmentEstimates(Array(cells[..<2]), policy: .research)).isAdmitted(.behavior))
    var missing = cells
    missing[2].admissions = []
    #expect(!(try SegmentEstimates(missing, policy: .research)).isAdmitted(.behavior))
  }

  @Test("releases that do not belong together, or are not what they say, are refused")
  func refused() throws {
    let release = try segment(200)
    #expect(throws: EstimateError.empty) { try SegmentEstimates([], policy: .research) }
    #expect(throws: EstimateError.duplicateCell("a")) { try SegmentEstimates([release, release], policy: .research) }
    #expect(throws: EstimateError.mixedPolicies(expected: "default", found: "research")) {
      try SegmentEstimates([release], policy: .default)
    }
    var changes: [SegmentRelease] = Array(repeating: release, count: 6)
    changes[0].statistics[0].sums.removeLast()
    changes[1].statistics[1].granularityBits = 5
    changes[2].statistics[1].sigma2Denominator = 0
    changes[3].statistics.append(release.statistics[0])
    changes[4].statistics.removeFirst()
    if let index = changes[5].statistics.firstIndex(where: { $0.name == "personality_state" }) {
      changes[5].statistics[index].coordinates.swapAt(0, 2)
    }
    for changed in changes {
      #expect(throws: EstimateError.self) { try SegmentEstimates([changed], policy: .research) }
    }
    var newer = try segment(200, id: "b")
    newer.policyVersion = "p2"
    #expect(throws: EstimateError.mixedPolicies(expected: "p1", found: "p2")) {
      try SegmentEstimates([release, newer], policy: .research)
    }
  }

  @Test("a negative number of people is shown as none, and nothing divides by it")
  func negative() throws {
    var release = try segment(0)
    release.statistics[0].sums = [-40, -40, -40]
    let estimates = try SegmentEstimates([release], policy: .research)
    #expect(estimates.people(.behavior).rounded == 0)
    let value = try #require(estimates.outcome(of: .explorationTendency, leastConfidence: 0).value)
    #expect(value.value >= 0 && value.value <= 1 && value.confidence < 0.1)
  }
}
