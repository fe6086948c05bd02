import EngineFixtures
import Population
import Privacy
import SamplerFixtures
import Testing

@testable import Releases

/// L-1: whoever is removed from a small population moves its sums by no more than is charged.
@Suite("what a person moves of the affinity sums", .timeLimit(.minutes(5)))
struct AffinitySensitivityTests {
  private struct Rows {
    var visits: [Int]
    var items: [Int]
  }

  private func map(zones: Int, areas: Int, items: Int) throws -> ZoneMap {
    try ZoneMap(
      zones: (0..<zones).map { .init(id: "z\($0)", area: areas > 0 ? $0 % areas : nil) },
      areas: (0..<areas).map { "a\($0)" }, items: (0..<items).map { .init(id: "i\($0)", zone: $0 % zones) })
  }

  private func sums(_ people: [Rows], _ map: ZoneMap) throws -> AffinityAccumulator {
    var sums = AffinityAccumulator(map: map)
    for rows in people { try sums.add(AffinityContribution(visits: rows.visits, items: rows.items, map: map)) }
    return sums
  }

  /// Removes everybody in turn; the squares of the farthest that cells and counts moved.
  private func farthest(_ people: [Rows], _ map: ZoneMap) throws -> (cells: Int64, counts: Int64) {
    let whole = try sums(people, map)
    var (cells, counts): (Int64, Int64) = (0, 0)
    for gone in people.indices {
      var others = people
      others.remove(at: gone)
      let left = try sums(others, map)
      cells = max(cells, zip(whole.cells, left.cells).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
      counts = max(counts, zip(whole.counts, left.counts).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) })
    }
    return (cells, counts)
  }

  @Test("of every population of two over two zones and two items")
  func everySmallPopulation() throws {
    let map = try map(zones: 2, areas: 1, items: 2)
    let visits = [0, 1, 2, 1_000_000]
    let all = visits.flatMap { one in
      visits.flatMap { other in
        [[], [0], [1], [0, 1], [1, 0, 1]].map { Rows(visits: [one, other], items: $0) }
      }
    }
    let bound = try #require(AffinityStatistic.zonesByItems.bound(zones: 2, areas: 1).l2Squared)
    for one in all {
      for other in all {
        let moved = try farthest([one, other], map)
        #expect(moved.cells <= bound && moved.counts <= 3)
      }
    }
  }

  @Test("of people with a million visits, in every zone, who adopted everything, each charge is nearly used up")
  func worstPeople() throws {
    let map = try map(zones: 20, areas: 5, items: 60)
    var random = SeededBitsForTesting(seed: 4)
    var (cells, counts): (Int64, Int64) = (0, 0)
    for _ in 0..<60 {
      let people = (0..<5).map { person in
        Rows(
          visits: map.zones.map { _ in person == 0 ? 1_000_000 : Int(random.below(40)) },
          items: (0..<random.below(300)).map { _ in Int(random.below(60)) })
      }
      let moved = try farthest(people, map)
      (cells, counts) = (max(cells, moved.cells), max(counts, moved.counts))
    }
    #expect(cells <= 65_541 * 65_541 && counts <= 11)
    #expect(cells > 65_500 * 65_500 && counts == 11, "these people do not try the bounds")
  }

  @Test("the noise of cells and counts together costs no more than the charge, and hardly less", arguments: [1, 3, 20])
  func charge(zones: Int) throws {
    for nanoRho in [24_355_970, 45_000_000, 120_000_000, 185_069_840] as [Int64] {
      let family = try #require(
        AffinityFamily(map: map(zones: zones, areas: 3, items: 4), nanoRho: nanoRho, floor: 100))
      let bound = Double(65_536) + (Double(10 * min(zones, 8)).squareRoot() / 2).rounded(.up)
      let cells = bound * bound / (2 * Double(family.cells.sigmaSquared))
      let counts = Double(min(zones, 8) + 3) / (2 * Double(family.counts.sigmaSquared))
      let price = (cells + counts) * 1e9
      #expect(price <= Double(nanoRho) * (1 + 1e-9) && price > Double(nanoRho) * 0.99, "\(price) of \(nanoRho)")
    }
  }

  @Test("a zone below its threshold is answered by its area, or by nobody, and never by its own people")
  func closedZones() throws {
    let map = try map(zones: 3, areas: 3, items: 2)
    for (count, area, answer) in [(99, 500, AffinityLift.Answer.area), (99, 99, .none), (100, 99, .zone)]
      as [(Int64, Int64, AffinityLift.Answer)]
    {
      let liked: [Int32] = [9_000_000, 0, 3_000_000, 3_000_000, 3_000_000, 3_000_000]
      let estimates = try AffinityEstimates(
        map: map, cells: liked, counts: [count, 500, 500, area, 500, 500], sigmaSquared: 1e10, threshold: 100)
      let lift = estimates.lift(ofItems: [0], shares: [0: 1])
      #expect(lift.answers == [0: answer])
      #expect((lift.withheld == .belowFloor) == (answer == .none))
    }
  }
}
