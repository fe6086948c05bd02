import EngineFixtures
import Measures
import Population
import Privacy
import Releases
import Testing

@Suite("the daily family", .timeLimit(.minutes(2)))
struct DailyFamilyTests {
  @Test("its statistics are those of both policies, and the default one prices them as published")
  func policies() throws {
    let family = DailyFamily(sources: .all)
    let bounds = ReleaseBuilder.bounds(daily: family, profile: ProfileFamily(sources: .all))
    let compiled = try PolicyCompiler.compile(.default, bounds: bounds)
    #expect(compiled.daily.map(\.name) == DailyStatistic.allCases.map(\.rawValue))
    #expect(compiled.profile.map(\.name) == ProfileStatistic.allCases.map(\.rawValue))
    #expect(compiled.network.map(\.name) == NetworkStatistic.allCases.map(\.rawValue))
    #expect(compiled.daily.reduce(0) { $0 + $1.nanoRho } <= PrivacyPolicy.default.daily.nanoRhoPerRun)
    #expect(throws: Never.self) { try PolicyCompiler.compile(.research, bounds: bounds) }
  }

  @Test("sensitivities in units are the published ones, rounding of granules added")
  func published() throws {
    let family = DailyFamily(sources: .all)
    let table: [(DailyStatistic, Double)] = [
      (.eligiblePeople, 1.7321), (.averageDwellTime, 120), (.explorationTendency, 0.5), (.visitLengths, 1),
      (.personalityState, 3.4641), (.directConnections, 50), (.influenceSaturation, 2.3810),
      (.communityDrivenAdoption, 1.5), (.trendSetter, 1.5),
      (.explorationSecondMoment, 0.5), (.dwellTimeSecondMoment, 0.5),
    ]
    for (statistic, expected) in table {
      let bound = Double(try #require(family.bound(of: statistic).l2Squared)).squareRoot()
      let units = bound / Double(1 << statistic.fractionBits)
      #expect(abs(units / expected - 1) < 0.003, "\(statistic.rawValue): \(units)")
    }
  }

  @Test("a second moment has the purpose, the sources and the people of its first, and no other has one")
  func secondMoments() {
    let pairs = DailyStatistic.allCases.compactMap { first in first.secondMoment.map { (first, $0) } }
    #expect(
      pairs.map(\.0) == [
        .averageDwellTime, .explorationTendency, .communityEngagement, .journeyVariability, .sharingTendency,
      ])
    for (first, second) in pairs {
      #expect(second.firstMoment == first && second.purpose == first.purpose)
      #expect(second.neededSources == first.neededSources && second.rawValue == "\(first.rawValue)_second_moment")
    }
    #expect(DailyStatistic.allCases.count { $0.firstMoment != nil } == pairs.count)
    let family = DailyFamily(sources: .all)
    let stays = ReleaseFixtures.agent { $0.dwellMinutes = 180 }
    let other = ReleaseFixtures.agent {
      $0.dwellMinutes = nil
      $0.visitLengths = nil
    }
    let all = family.purposes(of: stays)
    #expect(family.contribution(of: stays, to: .dwellTimeSecondMoment, purposes: all) == [1_024 - 2_048])
    #expect(family.purposes(of: other) == all)
    #expect(family.contribution(of: other, to: .dwellTimeSecondMoment, purposes: all) == nil)
  }

  @Test("a region without a source does not get the statistic, and keeps the price of the run")
  func sources() throws {
    let family = DailyFamily(sources: [.visits, .coordinates])
    #expect(
      family.statistics == [
        .eligiblePeople, .averageDwellTime, .explorationTendency, .communityEngagement, .visitLengths,
        .journeyVariability, .personalityState, .dwellTimeSecondMoment, .explorationSecondMoment,
        .engagementSecondMoment, .variabilitySecondMoment,
      ])
    #expect(DailyFamily(sources: []).statistics == [.eligiblePeople])
    let builder = try ReleaseBuilder(policy: .default, family: family)
    #expect(builder.runCharge == PrivacyPolicy.default.daily.cost)
  }

  @Test("dimensions without a source shrink the state to m pairs of sensitivity sqrt m")
  func dimensions() {
    let family = DailyFamily(sources: [.visits, .coordinates])
    let present = family.dimensions
    #expect(present.count == 7 && !present.contains(.authenticityPreference))
    #expect(family.length(of: .personalityState) == 14)
    #expect(family.bound(of: .personalityState).l2Squared == 10_839 * 10_839)
    #expect(
      family.coordinates(of: .personalityState).prefix(2) == ["exploration_eagerness.x", "exploration_eagerness.y"])
  }

  @Test("the largest cell's sums stay below 2^62")
  func range() {
    for statistic in DailyStatistic.allCases {
      let granules = statistic.scale?.halfRangeGranules ?? 4_096
      #expect(granules < 1 << 13)
    }
    #expect(CellAccumulator.mostPeople * (1 << 13) < 1 << 62)
  }
}
