import EngineFixtures
import Measures
import Population
import Privacy
import Releases
import SamplerFixtures
import Testing

@Suite("exact sums of a cell", .timeLimit(.minutes(2)))
struct CellAccumulatorTests {
  private func people(_ count: Int) -> [AgentMeasures] {
    var source = SeededBitsForTesting(seed: 7)
    return (0..<count).map { _ in
      ReleaseFixtures.agent { agent in
        agent.isPersonalityEligible = source.coin()
        agent.explorationTendency = ReleaseFixtures.unit(&source)
        agent.dwellMinutes = 240 * ReleaseFixtures.unit(&source)
        agent.dimensions = (0..<12).map { _ in ReleaseFixtures.unit(&source) }
        agent.connections = Int(source.below(51))
      }
    }
  }

  @Test("the order of people and the way they are split do not change a single granule")
  func order() throws {
    let people = people(60)
    let forwards = ReleaseFixtures.cell(people)
    #expect(ReleaseFixtures.cell(people.reversed()) == forwards)
    var merged = ReleaseFixtures.cell(Array(people[..<17]))
    try merged.merge(ReleaseFixtures.cell(Array(people[17...])))
    #expect(merged == forwards)
  }

  @Test("adding one agent moves the sums by exactly that agent's contribution")
  func difference() throws {
    let people = people(12)
    let family = DailyFamily(sources: .all)
    let without = ReleaseFixtures.cell(Array(people.dropLast()))
    let with = ReleaseFixtures.cell(people)
    for statistic in family.statistics {
      let after = try #require(with.exactSums(of: statistic))
      let before = try #require(without.exactSums(of: statistic))
      let square = zip(after, before).reduce(UInt64(0)) { $0 + ($1.0 - $1.1).magnitude * ($1.0 - $1.1).magnitude }
      #expect(square <= (try #require(family.bound(of: statistic).l2Squared)))
    }
  }

  @Test("one absurd value moves the sum of dwell by no more than half its range")
  func clampBeforeSum() throws {
    let plain = ReleaseFixtures.cell([ReleaseFixtures.agent()])
    let absurd = ReleaseFixtures.cell([ReleaseFixtures.agent(), ReleaseFixtures.agent { $0.dwellMinutes = 1e15 }])
    let moved =
      try #require(absurd.exactSums(of: .averageDwellTime))[0] - #require(plain.exactSums(of: .averageDwellTime))[0]
    #expect(moved == 1_920)
  }

  @Test("counts are those who are eligible; who lacks a value is counted as incomplete")
  func counts() {
    let cell = ReleaseFixtures.cell([
      ReleaseFixtures.agent(), AgentMeasures(), ReleaseFixtures.agent { $0.isNetworkEligible = false },
      ReleaseFixtures.agent { $0.journeyVariability = nil },
    ])
    #expect(cell.exactCount(of: .behavior) == 2)
    #expect(cell.exactCount(of: .personality) == 3)
    #expect(cell.exactCount(of: .network) == 2)
    #expect(cell.incomplete == [.behavior: 1])
  }

  @Test("cells of regions with different sources are not added")
  func families() {
    var cell = ReleaseFixtures.cell([])
    #expect(throws: AccumulatorError.differentFamilies) {
      try cell.merge(ReleaseFixtures.cell([], sources: [.visits]))
    }
  }
}
