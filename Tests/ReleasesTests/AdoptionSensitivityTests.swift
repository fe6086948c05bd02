import EngineFixtures
import Measures
import Population
import Privacy
import Releases
import Testing

@Suite("what a person's adoptions move", .timeLimit(.minutes(2)))
struct AdoptionSensitivityTests {
  private static let day = RegionCalendar.day
  private static let cutOff = 200 * day
  private let statistics = [DailyStatistic.communityDrivenAdoption, .trendSetter]

  /// The exact sums of both statistics, over everybody who is left.
  private func sums(_ people: [AgentRecords], without gone: AgentID?) throws -> [Int64] {
    let context = MeasureContext(
      window: MeasureWindow(cutOff: Self.cutOff), calendar: .utc, sources: .all, order: .mixed(seed: 1))
    var adoptions = AdoptionAccumulator()
    for var records in people where records.person.agent != gone {
      records.connections.removeAll { $0.peer == gone }
      adoptions.add(records, cell: "", in: context)
    }
    let family = DailyFamily(sources: .all)
    var total: [Int64] = [0, 0]
    adoptions.eachShares { _, shares in
      for (index, statistic) in statistics.enumerated() {
        total[index] += family.contribution(of: shares, to: statistic)?[0] ?? 0
      }
    }
    return total
  }

  /// People with up to 12 friends who adopt items at random times; the first is a friend of as many as may be and adopted
  /// everything, at times of `planted`.
  private func world(_ seed: UInt64, planted: (Int) -> Int64) -> [AgentRecords] {
    var random = SplitMix64(seed: seed)
    let count = 40
    var admission = ConnectionAdmission(people: count)
    var ties = (1..<count).map { (0, $0) }
    ties += (0..<200).map { _ in (random.below(count), random.below(count)) }
    let accepted = ties.compactMap { tie in admission.admit(tie.0, tie.1).map { (tie.0, tie.1, $0) } }
    var people = (0..<count).map { AgentRecords(person: Person(agent: WeeklyFixtures.person($0), region: "town")) }
    for (left, right, slots) in accepted {
      for (owner, peer, slots) in [(left, right, slots), (right, left, slots.mirrored)] {
        people[owner].connections.append(Tie(peer: WeeklyFixtures.person(peer), first: 0, last: 0, slots: slots))
      }
    }
    for person in 1..<count {
      people[person].adoptions = (0..<10).map { number in
        let time = (110 + Int64(random.below(90))) * Self.day + Int64(random.below(1_000))
        return Adoption(id: UInt64(number), item: UInt64(random.below(30)), time: time)
      }
    }
    people[0].adoptions = (0..<30).map { Adoption(id: UInt64($0), item: UInt64($0), time: planted($0)) }
    return people
  }

  @Test("removing anybody moves the sums by at most the bound, a friend of everybody who adopted everything included")
  func leaveOneOut() throws {
    let family = DailyFamily(sources: .all)
    let times: [(Int) -> Int64] = [
      { _ in 100 * Self.day }, { _ in Self.cutOff - 1 }, { Int64(105 + $0 * 3) * Self.day }, { _ in Self.cutOff + 1 },
    ]
    for seed in UInt64(0)..<6 {
      for planted in times {
        let people = world(seed, planted: planted)
        let whole = try sums(people, without: nil)
        for gone in people {
          let left = try sums(people, without: gone.person.agent)
          for (index, statistic) in statistics.enumerated() {
            let moved = (whole[index] - left[index]).magnitude
            #expect(moved * moved <= (try #require(family.bound(of: statistic).l2Squared)), "\(statistic.rawValue)")
          }
        }
      }
    }
  }

  @Test("rows after the cut-off move nothing")
  func afterCutOff() throws {
    var people = world(3) { _ in 100 * Self.day }
    let before = try sums(people, without: nil)
    for index in people.indices {
      people[index].adoptions.append(Adoption(id: 99, item: UInt64(index % 30), time: Self.cutOff))
    }
    #expect(try sums(people, without: nil) == before)
  }

  @Test("a connection that only one end names is not read")
  func oneSided() throws {
    var people = world(5) { _ in 100 * Self.day }
    let gone = people[0].person.agent
    let without = try sums(people, without: gone)
    people[0].connections = []
    let alone = try sums([people[0]], without: nil)
    let claimed = try sums(people, without: nil)
    #expect(zip(claimed, zip(without, alone)).allSatisfy { $0 == $1.0 + $1.1 })
  }
}
