import EngineFixtures
import Measures
import Population
import Privacy
import Releases
import SamplerFixtures
import Testing

@Suite("one agent's contribution", .timeLimit(.minutes(2)))
struct ContributionTests {
  private let family = DailyFamily(sources: .all)

  private func contribution(_ agent: AgentMeasures, _ statistic: DailyStatistic) -> [Int64]? {
    family.contribution(of: agent, to: statistic, purposes: family.purposes(of: agent))
  }

  @Test("values are centred and quantised")
  func values() {
    let agent = ReleaseFixtures.agent()
    #expect(contribution(agent, .eligiblePeople) == [1, 1, 1])
    #expect(contribution(agent, .averageDwellTime) == [-1_200])
    #expect(contribution(agent, .communityEngagement) == [410])
    #expect(contribution(agent, .visitLengths) == [1_024, 2_048, 1_024])
    #expect(contribution(agent, .directConnections) == [-30])
    #expect(contribution(agent, .influenceSaturation) == [2_048 - 2_926])
    #expect(contribution(agent, .personalityState)?.prefix(2) == [0, 4_096])
  }

  @Test("no agent, however absurd, moves a sum by more than its bound")
  func bounded() throws {
    var source = SeededBitsForTesting(seed: 1)
    let absurd = [0, 1, -1, 0.5, 1e9, -1e9, 240, .infinity, -.infinity, -0.0]
    for round in 0..<600 {
      let pick = { (source: inout SeededBitsForTesting) in
        round < 300 ? absurd[Int(source.below(10))] : ReleaseFixtures.unit(&source)
      }
      let agent = ReleaseFixtures.agent { agent in
        agent.dwellMinutes = pick(&source) * 240
        agent.visitLengths = .init(short: pick(&source), medium: pick(&source), long: pick(&source))
        agent.explorationTendency = pick(&source)
        agent.journeyVariability = pick(&source)
        agent.communityEngagement = pick(&source)
        agent.dimensions = (0..<12).map { _ in pick(&source) }
        agent.connections = Int(source.below(120)) - 10
        agent.sharingTendency = pick(&source)
      }
      let purposes = family.purposes(of: agent)
      for statistic in DailyStatistic.allCases {
        guard let vector = family.contribution(of: agent, to: statistic, purposes: purposes) else { continue }
        let square = vector.reduce(UInt64(0)) { $0 + $1.magnitude * $1.magnitude }
        #expect(square <= (try #require(family.bound(of: statistic).l2Squared)), "\(statistic.rawValue)")
      }
    }
  }

  @Test("visit lengths are parts of exactly one, so that their total counts people")
  func partition() throws {
    let cases: [(Double, Double, Double)] = [
      (0.3, 0.3, 0.4), (1 / 3.0, 1 / 3.0, 1 / 3.0), (2, 2, 2), (0, 0, 0), (-1, 0.5, 9),
    ]
    for lengths in cases {
      let agent = ReleaseFixtures.agent {
        $0.visitLengths = .init(short: lengths.0, medium: lengths.1, long: lengths.2)
      }
      let parts = try #require(contribution(agent, .visitLengths))
      #expect(parts.reduce(0, +) == 4_096 && parts.allSatisfy { $0 >= 0 })
    }
  }

  @Test("who is not eligible contributes nothing, not a zero")
  func ineligible() {
    let agent = ReleaseFixtures.agent { $0.isBehaviorEligible = false }
    #expect(contribution(agent, .eligiblePeople) == [0, 1, 1])
    #expect(contribution(agent, .explorationTendency) == nil)
    #expect(contribution(agent, .averageDwellTime) == nil)
    #expect(contribution(agent, .directConnections) != nil)
  }

  @Test("who lacks a needed value is absent for the purpose; lack of dwell alone is allowed")
  func incomplete() {
    #expect(family.purposes(of: ReleaseFixtures.agent { $0.explorationTendency = nil }) == [.personality, .network])
    #expect(family.purposes(of: ReleaseFixtures.agent { $0.sharingTendency = .nan }) == [.behavior, .personality])
    #expect(family.purposes(of: ReleaseFixtures.agent { $0.dimensions[3] = nil }) == [.behavior, .network])
    #expect(family.purposes(of: ReleaseFixtures.agent { $0.dimensions = [] }) == [.behavior, .network])
    let still = ReleaseFixtures.agent {
      $0.dwellMinutes = nil
      $0.visitLengths = nil
    }
    #expect(family.purposes(of: still).contains(.behavior))
    #expect(contribution(still, .averageDwellTime) == nil && contribution(still, .visitLengths) == nil)
    #expect(!family.purposes(of: ReleaseFixtures.agent { $0.visitLengths = nil }).contains(.behavior))
  }

  @Test("a value the region has no source for is not needed")
  func notNeeded() {
    let family = DailyFamily(sources: [.visits])
    let agent = ReleaseFixtures.agent {
      $0.sharingTendency = nil
      $0.dimensions[2] = nil
    }
    #expect(family.purposes(of: agent) == [.behavior, .personality, .network])
  }
}
