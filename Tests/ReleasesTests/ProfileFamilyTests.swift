import EngineFixtures
import Measures
import Population
import Privacy
import Releases
import SamplerFixtures
import Testing

@Suite("the profile family", .timeLimit(.minutes(2)))
struct ProfileFamilyTests {
  private let family = ProfileFamily(sources: .all)
  private let everything = Set(ReleasePurpose.allCases)

  private func terms(_ agent: AgentMeasures, _ statistic: ProfileStatistic) -> [SumTerm]? {
    family.contribution(of: agent, to: statistic, purposes: everything)
  }

  private func square(_ terms: [SumTerm]) -> UInt64 {
    terms.reduce(0) { $0 + $1.granules.magnitude * $1.granules.magnitude }
  }

  @Test("a person is one bin of each dimension, one word of frequency, moves of length 1 and one whole of authenticity")
  func values() throws {
    let agent = WeeklyFixtures.agent { agent in
      agent.dimensions = Array(repeating: 0.5, count: 12)
      agent.dimensions[0] = 1
      agent.dimensions[1] = 0.06
    }
    let bins = try #require(terms(agent, .dimensionHistograms))
    #expect(bins.map(\.coordinate).prefix(3) == [15, 16, 40] && bins.count == 12)
    #expect(bins.allSatisfy { $0.granules == 1 })
    let word = try #require(terms(agent, .journeyFrequency))
    #expect(word.map(\.coordinate) == [1] && word.map(\.granules) == [1])
    let moves = try #require(terms(agent, .journeyTransitions))
    #expect(moves.map(\.granules) == [2_458, 3_277])
    let authentic = try #require(terms(agent, .authenticity))
    #expect(authentic.map(\.granules) == [3_277, 819])
  }

  @Test("no agent, however absurd, moves a statistic by more than its bound, and no coordinate comes twice")
  func bounded() throws {
    var source = SeededBitsForTesting(seed: 11)
    let absurd = [0, 1, -1, 0.5, 1e9, -1e9, .infinity, -.infinity, .nan, 0.0625]
    for round in 0..<300 {
      let pick = { (source: inout SeededBitsForTesting) in
        round < 150 ? absurd[Int(source.below(10))] : ReleaseFixtures.unit(&source)
      }
      let agent = WeeklyFixtures.agent { agent in
        agent.dimensions = (0..<12).map { _ in pick(&source) }
        agent.profile?.transitions = (0..<144).map { _ in pick(&source) }
        agent.profile?.authenticity = pick(&source)
      }
      for statistic in ProfileStatistic.allCases {
        guard let terms = terms(agent, statistic) else { continue }
        #expect(square(terms) <= (try #require(family.bound(of: statistic).l2Squared)), "\(statistic.rawValue)")
        #expect(Set(terms.map(\.coordinate)).count == terms.count)
        #expect(terms.allSatisfy { $0.coordinate >= 0 && $0.coordinate < family.length(of: statistic) })
      }
    }
  }

  @Test("the bounds are reached, so that no statistic pays for more than it can move")
  func tight() throws {
    let agent = WeeklyFixtures.agent { agent in
      agent.profile?.transitions = (0..<144).map { $0 == 3 ? 1 : 0 }
      agent.profile?.authenticity = 1
    }
    for statistic in ProfileStatistic.allCases {
      let reached = Double(square(try #require(terms(agent, statistic)))).squareRoot()
      let bound = Double(try #require(family.bound(of: statistic).l2Squared)).squareRoot()
      #expect(reached >= 0.998 * bound, "\(statistic.rawValue)")
    }
  }

  @Test("adding and taking away one agent moves the sums of a cell by that agent's part, which is within the bound")
  func neighbours() throws {
    var source = SeededBitsForTesting(seed: 12)
    let people = (0..<40).map { _ in WeeklyFixtures.random(&source) }
    for left in [0, 7, 39] {
      let with = WeeklyFixtures.profile(people)
      let without = WeeklyFixtures.profile(people.indices.filter { $0 != left }.map { people[$0] })
      for statistic in family.statistics {
        let after = try #require(with.exactSums(of: statistic))
        let before = try #require(without.exactSums(of: statistic))
        let moved = zip(after, before).reduce(UInt64(0)) { $0 + ($1.0 - $1.1).magnitude * ($1.0 - $1.1).magnitude }
        #expect(moved <= (try #require(family.bound(of: statistic).l2Squared)), "\(statistic.rawValue)")
        #expect(moved > 0)
      }
    }
  }

  @Test("who is not counted for a purpose, or lacks the value, contributes nothing")
  func absent() {
    let agent = WeeklyFixtures.agent()
    #expect(family.contribution(of: agent, to: .journeyTransitions, purposes: [.personality]) == nil)
    #expect(family.contribution(of: agent, to: .authenticity, purposes: [.behavior]) == nil)
    let still = WeeklyFixtures.agent { $0.profile = ProfileMeasures() }
    #expect(terms(still, .journeyFrequency) == nil && terms(still, .authenticity) == nil)
    #expect(terms(still, .dimensionHistograms)?.count == 12)
    #expect(terms(WeeklyFixtures.agent { $0.dimensions[4] = nil }, .dimensionHistograms) == nil)
  }

  @Test("a region without a source does not get the statistic, and its histograms are of its own dimensions")
  func sources() {
    #expect(ProfileFamily(sources: [.connections]).statistics.isEmpty)
    let visits = ProfileFamily(sources: [.visits, .coordinates])
    #expect(visits.statistics == [.dimensionHistograms, .journeyTransitions, .journeyFrequency])
    #expect(visits.length(of: .dimensionHistograms) == 7 * 16)
    #expect(visits.bound(of: .dimensionHistograms).l2Squared == 7)
  }
}
