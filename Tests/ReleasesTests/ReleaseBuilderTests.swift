import EngineFixtures
import EnrichmentSchema
import Population
import Privacy
import Releases
import SamplerFixtures
import Testing

@Suite("making a release", .timeLimit(.minutes(2)))
struct ReleaseBuilderTests {
  @Test("an empty cell gets noise in every coordinate")
  func emptyCell() throws {
    let release = try ReleaseFixtures.release(of: ReleaseFixtures.cell([]), policy: .default)
    let sums = release.statistics.flatMap(\.sums)
    #expect(sums.count == 3 + 3 + 24 + 9 + 5)
    #expect(sums.count { $0 != 0 } >= sums.count - 1)
  }

  @Test("every statistic of a cell carries the variance that its message states")
  func variance() throws {
    let cell = ReleaseFixtures.cell([])
    let builder = try ReleaseBuilder(policy: .default, family: cell.family)
    var source = SeededBitsForTesting(seed: 4)
    var squares: [String: (sum: Double, count: Int)] = [:]
    for _ in 0..<150 {
      let release = try builder.release(
        of: cell, cell: ReleaseFixtures.releasedCell("c"), run: ReleaseFixtures.run, admissions: [], using: &source)
      for statistic in release.statistics {
        let variance = Double(statistic.sigma2Numerator) / Double(statistic.sigma2Denominator)
        for sum in statistic.sums {
          squares[statistic.name, default: (0, 0)].sum += Double(sum) * Double(sum) / variance
          squares[statistic.name, default: (0, 0)].count += 1
        }
      }
    }
    for (name, square) in squares {
      let deviations = (square.sum / Double(square.count) - 1) / (2 / Double(square.count)).squareRoot()
      #expect(abs(deviations) < 4.5, "\(name)")
    }
  }

  @Test("no two cells, and no two epochs, share a draw")
  func freshNoise() throws {
    let cell = ReleaseFixtures.cell([])
    let builder = try ReleaseBuilder(policy: .default, family: cell.family)
    var source = SeededBitsForTesting(seed: 5)
    let releases = try (0..<4).map { _ in
      try builder.release(
        of: cell, cell: ReleaseFixtures.releasedCell("c"), run: ReleaseFixtures.run, admissions: [], using: &source)
    }
    for coordinate in 0..<24 {
      let draws = releases.compactMap { $0.statistics.first { $0.name == "personality_state" }?.sums[coordinate] }
      #expect(Set(draws).count == 4)
    }
  }

  @Test("the message says what was released, under which policy, and what it cost")
  func message() throws {
    let cell = ReleaseFixtures.cell([ReleaseFixtures.agent()], sources: [.visits, .coordinates])
    let release = try ReleaseFixtures.release(of: cell, id: "jakarta/25_30/travel", policy: .default)
    #expect(release.cellID == "jakarta/25_30/travel" && release.releaseID == "r1" && release.epoch == 1)
    #expect(release.policy == "default" && release.policyVersion == "p1")
    #expect(release.nanoRho == PrivacyPolicy.default.daily.nanoRhoPerRun)
    #expect(release.statistics.reduce(0) { $0 + $1.nanoRho } <= release.nanoRho)
    #expect(release.sources == ["visits", "coordinates"])
    #expect(release.dwellEstimated)
    #expect(!release.statistics.contains { $0.name == "direct_connections" })
    #expect(release.statistics.first { $0.name == "visit_lengths" }?.coordinates == ["short", "medium", "long"])
  }

  @Test("admission counts have their own noise and follow the rule")
  func admissions() throws {
    let builder = try ReleaseBuilder(policy: .research, family: DailyFamily(sources: .all))
    var source = SeededBitsForTesting(seed: 6)
    let small = ReleaseFixtures.cell(Array(repeating: ReleaseFixtures.agent(), count: 99))
    let large = ReleaseFixtures.cell(Array(repeating: ReleaseFixtures.agent(), count: 160))
    for _ in 0..<50 {
      #expect(builder.admissions(of: small, using: &source).allSatisfy { !$0.admitted })
      let admitted = builder.admissions(of: large, using: &source)
      #expect(admitted.allSatisfy(\.admitted) && admitted.map(\.purpose) == ["behavior", "personality", "network"])
      #expect(admitted.allSatisfy { $0.sigma2 == 22 })
    }
    let counts = (0..<20).flatMap { _ in builder.admissions(of: large, using: &source).map(\.noisyCount) }
    #expect(Set(counts).count > 5)
  }

  @Test("the floor judges the exact count: 99 people are not admitted by noise, even under a careless threshold")
  func exactFloor() throws {
    let base = PrivacyPolicy.research
    let careless = PrivacyPolicy(
      name: "careless", version: 1,
      cap: BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000_000, deltaUnits: 1_500_000_000_000_000_000)),
      periodHours: base.periodHours, daily: base.daily, profile: base.profile, network: base.network,
      admission: PrivacyPolicy.Admission(
        runsPerYear: 1, nanoRhoPerRun: 70_000_000, purposes: 3, termDays: 366,
        rule: AdmissionRule(floor: 100, threshold: 0, sigmaSquared: 22), deltaPerDecision: 500_000_000_000_000_000),
      smoothing: .none)
    let builder = try ReleaseBuilder(policy: careless, family: DailyFamily(sources: .all))
    let cell = ReleaseFixtures.cell(Array(repeating: ReleaseFixtures.agent(), count: 99))
    var source = SeededBitsForTesting(seed: 8)
    let verdicts = (0..<40).flatMap { _ in builder.admissions(of: cell, using: &source) }
    #expect(verdicts.contains { $0.noisyCount > 100 })
    #expect(verdicts.allSatisfy { !$0.admitted })
  }

  @Test("sums of a region with other sources are refused")
  func families() throws {
    let builder = try ReleaseBuilder(policy: .research, family: DailyFamily(sources: .all))
    var source = SeededBitsForTesting(seed: 7)
    #expect(throws: AccumulatorError.differentFamilies) {
      try builder.release(
        of: ReleaseFixtures.cell([], sources: [.visits]), cell: ReleaseFixtures.releasedCell("c"),
        run: ReleaseFixtures.run, admissions: [], using: &source)
    }
  }

  @Test("names of sources read back to the same set")
  func sourceNames() {
    #expect(RegionSources(names: RegionSources.all.names) == .all)
    #expect(RegionSources(names: ["visits", "weather"]) == nil)
  }
}
