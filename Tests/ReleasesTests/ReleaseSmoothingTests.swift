import EngineFixtures
import EnrichmentSchema
import Measures
import Personality
import Population
import Privacy
import Releases
import SamplerFixtures
import Testing

@Suite("averaging releases, and repeating what is drawn once a term", .timeLimit(.minutes(2)))
struct ReleaseSmoothingTests {
  private let period: Int64 = 23 * 3_600_000_000

  private func run(_ number: Int64, gap: Int64? = nil) -> ReleaseRun {
    ReleaseRun(
      releaseID: "r\(number)", epoch: number, cutOff: number * (gap ?? period), policyVersion: "p1")
  }

  private func releases(
    _ count: Int64, of agents: [AgentMeasures], seed: UInt64 = 1, drift: (Int64) -> [AgentMeasures]? = { _ in nil }
  ) throws -> [SegmentRelease] {
    let builder = try ReleaseBuilder(policy: .default, family: DailyFamily(sources: .all))
    var source = SeededBitsForTesting(seed: seed)
    var releases: [SegmentRelease] = []
    let still = ReleaseFixtures.cell(agents)
    for number in 1...count {
      let moved = drift(number).map { ReleaseFixtures.cell($0) }
      var release = try builder.release(
        of: moved ?? still, profile: number == 1 ? WeeklyFixtures.profile(agents) : nil,
        cell: ReleaseFixtures.releasedCell("c"), run: run(number), admissions: [], previous: releases.last,
        using: &source)
      for purpose in ReleasePurpose.allCases {
        var admission = Admission()
        (admission.purpose, admission.admitted) = (purpose.rawValue, true)
        release.admissions.append(admission)
      }
      releases.append(release)
    }
    return releases
  }

  @Test("the average is the recursion of the drawn sums, its variance falls to .176 of a draw, its age rises to 7/3")
  func recursion() throws {
    let releases = try releases(40, of: [ReleaseFixtures.agent()])
    let daily = releases[0].statistics.indices.filter {
      DailyStatistic(rawValue: releases[0].statistics[$0].name) != nil
    }
    for index in daily {
      var expected = releases[0].statistics[index].sums.map(Double.init)
      #expect(releases[0].statistics[index].smoothedSums == expected)
      for release in releases.dropFirst() {
        expected = zip(release.statistics[index].sums, expected).map { 0.3 * Double($0) + 0.7 * $1 }
      }
      let last = releases[39].statistics[index]
      #expect(zip(last.smoothedSums, expected).allSatisfy { abs($0 - $1) < 1e-6 * max(1, abs($1)) })
      #expect(abs(last.smoothedSigma2 / Double(last.sigma2Numerator) - 0.3 / 1.7) < 1e-5)
    }
    #expect(releases[0].smoothingAge == 0 && abs(releases[1].smoothingAge - 0.7) < 1e-12)
    #expect(abs(releases[39].smoothingAge - 7.0 / 3) < 1e-5)
  }

  @Test("it begins anew after another policy version, a long pause, or a release that is not earlier")
  func restarts() throws {
    let builder = try ReleaseBuilder(policy: .default, family: DailyFamily(sources: .all))
    let first = try releases(1, of: [ReleaseFixtures.agent()])[0]
    var source = SeededBitsForTesting(seed: 9)
    var (other, shape) = (first, first)
    other.policyVersion = "p0"
    shape.statistics[3].smoothedSums = []
    for (previous, run) in [(other, run(2)), (shape, run(2)), (first, run(1)), (first, run(1, gap: 10 * period))] {
      let next = try builder.release(
        of: ReleaseFixtures.cell([]), cell: ReleaseFixtures.releasedCell("c"), run: run, admissions: [],
        previous: previous, using: &source)
      #expect(next.smoothingAge == 0 && next.statistics[0].smoothedSums == next.statistics[0].sums.map(Double.init))
    }
    let away = try builder.release(
      of: ReleaseFixtures.cell([]), cell: ReleaseFixtures.releasedCell("d"), run: run(2), admissions: [],
      previous: first, using: &source)
    #expect(away.smoothingAge == 0)
  }

  @Test("the research policy does not average")
  func research() throws {
    let release = try ReleaseFixtures.release(of: ReleaseFixtures.cell([ReleaseFixtures.agent()]))
    #expect(release.statistics.allSatisfy { $0.smoothedSums.isEmpty } && release.smoothingAge == 0)
  }

  @Test("what is drawn once a term is repeated granule for granule, with its date, and paid once")
  func terms() throws {
    let releases = try releases(3, of: (0..<30).map { _ in WeeklyFixtures.agent() })
    let drawn = releases[0].statistics.filter { ProfileStatistic(rawValue: $0.name) != nil }
    #expect(drawn.count == 4 && drawn.allSatisfy { $0.asOfUs == run(1).cutOff && $0.smoothedSums.isEmpty })
    for later in releases.dropFirst() {
      #expect(later.statistics.filter { ProfileStatistic(rawValue: $0.name) != nil } == drawn)
      #expect(later.nanoRho == PrivacyPolicy.default.daily.nanoRhoPerRun)
    }
    let policy = PrivacyPolicy.default
    #expect(releases[0].nanoRho == policy.daily.nanoRhoPerRun + policy.profile.nanoRhoPerRun)
    #expect(drawn.reduce(0) { $0 + $1.nanoRho } <= policy.profile.nanoRhoPerRun)
  }

  @Test("with smoothing the published noise is the published one, and lag is allowed for")
  func published() throws {
    let agents = Array(repeating: WeeklyFixtures.agent(), count: 1_250)
    var releases = try releases(30, of: agents)
    let estimates = try SegmentEstimates([releases.removeLast()], policy: .default)
    let compiled = try ReleaseBuilder(policy: .default, family: DailyFamily(sources: .all)).policy
    let smoothed = { (name: String) in
      (Double(try #require(compiled.statistic(name)).mechanism.sigmaSquared) * 0.3 / 1.7).squareRoot()
    }
    #expect(abs(estimates.people(.behavior).noiseDeviation - (try smoothed("eligible_people"))) < 0.1)
    let state = try #require(estimates.state().value)
    let qubit = try #require(state[.noveltySeeking])
    let noise = try smoothed("personality_state") / 4_096 / state.people
    #expect(abs(qubit.noise - noise) < 1e-4 && abs(qubit.allowance - 0.002 * 7 / 3) < 1e-4)
    let dwell = try #require(estimates.outcome(of: .averageDwellTime).value)
    #expect(abs(dwell.bias - 0.3 * 7 / 3) < 1e-3 && dwell.confidence > 0.6)
    let first = try SegmentEstimates([try self.releases(1, of: agents)[0]], policy: .default)
    #expect(first.outcome(of: .averageDwellTime, leastConfidence: 0).value?.bias == 0)
  }

  @Test("a field that drifts as fast as it may stays within its interval at least 94 times in 100")
  func drift() throws {
    var (held, all) = (0, 0)
    for seed in 0..<30 {
      let truth: (Int64) -> Double = { 0.3 + 0.002 * Double($0) }
      let releases = try releases(12, of: [], seed: UInt64(seed) + 50) { number in
        Array(
          repeating: ReleaseFixtures.agent {
            $0.explorationTendency = truth(number)
            $0.communityEngagement = 1 - truth(number)
            $0.journeyVariability = truth(number)
          }, count: 60)
      }
      for (number, release) in releases.enumerated().dropFirst(2) {
        let estimates = try SegmentEstimates([release], policy: .default)
        for (field, value) in [
          (DailyField.explorationTendency, truth(Int64(number) + 1)), (.journeyVariability, truth(Int64(number) + 1)),
          (.communityEngagement, 1 - truth(Int64(number) + 1)),
        ] {
          let quantity = try #require(estimates.outcome(of: field, leastConfidence: 0).value)
          held += quantity.interval.contains(value) ? 1 : 0
          all += 1
        }
      }
    }
    #expect(Double(held) / Double(all) >= 0.94, "\(held) of \(all)")
  }
}
