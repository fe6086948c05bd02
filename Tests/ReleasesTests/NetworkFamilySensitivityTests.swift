import EngineFixtures
import Measures
import Population
import Privacy
import Releases
import SamplerFixtures
import Testing

/// Removes a person and all rows that name them from small worlds, through the real sums, and measures what that moves.
@Suite("network family sensitivity by brute force", .timeLimit(.minutes(2)))
struct NetworkFamilySensitivityTests {
  /// Ties among `nodes` people of whom person 0 is tied to the first `neighbours` others: up to renaming, every world.
  private func worlds(nodes: Int, mostNeighbours: Int, _ visit: ([(Int, Int)]) throws -> Void) rethrows {
    let others = (1..<nodes).flatMap { left in (left + 1..<nodes).map { (left, $0) } }
    for neighbours in 1..<nodes where neighbours <= mostNeighbours {
      let own = (1...neighbours).map { (0, $0) }
      for choice in 0..<(1 << others.count) {
        let ties = own + others.enumerated().filter { choice >> $0.offset & 1 == 1 }.map(\.element)
        var degrees = [Int](repeating: 0, count: nodes)
        for (left, right) in ties {
          degrees[left] += 1
          degrees[right] += 1
        }
        if degrees.allSatisfy({ $0 <= mostNeighbours }) { try visit(ties) }
      }
    }
  }

  private func without(_ person: Int, _ ties: [(Int, Int)]) -> [(Int, Int)] {
    ties.filter { $0.0 != person && $0.1 != person }
  }

  @Test("shape: in all graphs of six and every choice of who leaves", arguments: 2...4)
  func shape(mostNeighbours: Int) throws {
    let neighbours = Int64(mostNeighbours)
    let bounds = [NetworkStatistic.egoDensity, .twoHopRing].map {
      NetworkFamily.bound(of: $0, neighbours: neighbours).l2Squared ?? 0
    }
    let pairBound = ContributionBound.pairsWithinThreeSteps(neighbours: neighbours, pairsPerGranule: 1).l2Squared ?? 0
    var worst: [Int64] = [0, 0, 0]
    worlds(nodes: 6, mostNeighbours: mostNeighbours) { ties in
      let before = NetworkShape(SocialGraph(nodeCount: 6, edges: ties))
      let after = NetworkShape(SocialGraph(nodeCount: 6, edges: without(0, ties)))
      let moved = [
        before.egoDensity(granules: 256) - after.egoDensity(granules: 256), before.twoHopRing - after.twoHopRing,
        before.threeHopPairs - after.threeHopPairs,
      ]
      #expect(moved[1] >= 0 && moved[2] >= 0, "nobody comes nearer when somebody leaves")
      worst = zip(worst, moved).map { max($0, abs($1)) }
    }
    #expect(UInt64(worst[0] * worst[0]) <= bounds[0] && UInt64(worst[1] * worst[1]) <= bounds[1])
    #expect(UInt64(worst[2] * worst[2]) <= pairBound)
    if mostNeighbours == 2 { #expect(UInt64(worst[1] * worst[1]) == bounds[1], "the ring's bound is reached") }
  }

  @Test("the two-step ring reaches its bound where all branches stay apart", arguments: 2...6)
  func tree(neighbours: Int) throws {
    var ties: [(Int, Int)] = []
    var next = 1 + neighbours
    for neighbour in 1...neighbours {
      ties.append((0, neighbour))
      for _ in 1..<neighbours {
        ties.append((neighbour, next))
        next += 1
      }
    }
    let moved =
      NetworkShape(SocialGraph(nodeCount: next, edges: ties)).twoHopRing
      - NetworkShape(SocialGraph(nodeCount: next, edges: without(0, ties))).twoHopRing
    let bound = ContributionBound.twoStepRing(neighbours: Int64(neighbours))
    #expect(UInt64(moved * moved) == bound.l2Squared)
  }

  @Test("density: a person can be what all their neighbours' circles hang on, and no more", arguments: [2, 10, 50])
  func density(neighbours: Int) throws {
    // Person 0 is tied to pairs of people who are tied to each other: each circle has density 1 with 0, and none without.
    let ties = (1...neighbours).map { (0, $0) } + stride(from: 1, to: neighbours, by: 2).map { ($0, $0 + 1) }
    let nodes = neighbours + 1
    let moved =
      NetworkShape(SocialGraph(nodeCount: nodes, edges: ties)).egoDensity(granules: 256)
      - NetworkShape(SocialGraph(nodeCount: nodes, edges: without(0, ties))).egoDensity(granules: 256)
    let bound = try #require(ContributionBound.egoDensity(whole: 256, neighbours: Int64(neighbours)).l2Squared)
    #expect(UInt64(moved * moved) <= bound && Double(moved) > 0.9 * Double(bound).squareRoot())
  }

  @Test("ties: through the sums of real rows, whatever the values at both ends", arguments: 2...4)
  func ties(mostNeighbours: Int) throws {
    let statistics = [NetworkStatistic.compatibility, .frequency, .learning]
    var worst: [NetworkStatistic: UInt64] = [:]
    for extreme in [Int32(0), 1_000_000, 300_000] {
      worlds(nodes: 4, mostNeighbours: mostNeighbours) { ties in
        let value: (Int, Int) -> Int32 = { owner, peer in owner == 0 || peer == 0 ? extreme : 650_000 }
        let before = WeeklyFixtures.network(WeeklyFixtures.people(4, ties, value: value)).exactSums()
        let people = WeeklyFixtures.people(4, without(0, ties), value: value).dropFirst()
        let after = WeeklyFixtures.network(Array(people)).exactSums()
        for statistic in statistics {
          let moved = zip(before[statistic] ?? [], after[statistic] ?? []).reduce(UInt64(0)) {
            $0 + ($1.0 - $1.1).magnitude * ($1.0 - $1.1).magnitude
          }
          worst[statistic] = max(worst[statistic] ?? 0, moved)
        }
      }
    }
    for statistic in statistics {
      let bound = NetworkFamily.bound(of: statistic, neighbours: Int64(min(mostNeighbours, 3))).l2Squared
      #expect(worst[statistic] == bound, "\(statistic.rawValue)")
    }
  }

  @Test("through the whole sums: taking away one person and the rows that name them stays within every bound")
  func whole() throws {
    var source = SeededBitsForTesting(seed: 31)
    for _ in 0..<20 {
      var degrees = [Int](repeating: 0, count: 40)
      var ties: [(Int, Int)] = []
      for left in 0..<40 {
        for right in (left + 1)..<40 where source.below(6) == 0 && degrees[left] < 8 && degrees[right] < 8 {
          ties.append((left, right))
          degrees[left] += 1
          degrees[right] += 1
        }
      }
      let value: (Int, Int) -> Int32 = { Int32(truncatingIfNeeded: 37 * ($0 + 1) * ($1 + 3) % 1_000_001) }
      let before = WeeklyFixtures.network(WeeklyFixtures.people(40, ties, value: value)).exactSums()
      let after = WeeklyFixtures.network(
        Array(WeeklyFixtures.people(40, without(0, ties), value: value).dropFirst())
      ).exactSums()
      for statistic in NetworkStatistic.allCases {
        let moved = zip(try #require(before[statistic]), try #require(after[statistic])).reduce(UInt64(0)) {
          $0 + ($1.0 - $1.1).magnitude * ($1.0 - $1.1).magnitude
        }
        #expect(moved <= (try #require(NetworkFamily.bound(of: statistic, neighbours: 8).l2Squared)))
      }
    }
  }

  @Test("sensitivities in units are those of the published proofs")
  func published() throws {
    let table: [(NetworkStatistic, Double)] = [
      (.egoDensity, 51), (.twoHopRing, 7_350), (.threeHopPairs, 490_100), (.compatibility, 50), (.frequency, 100),
      (.learning, 50),
    ]
    for (statistic, expected) in table {
      let granules = Double(try #require(NetworkFamily.bound(of: statistic).l2Squared)).squareRoot()
      let units = granules * Double(sign: .plus, exponent: -statistic.fractionBits, significand: 1)
      #expect(units >= expected && units < expected + 32, "\(statistic.rawValue): \(units)")
    }
  }

  @Test("nobody has more ties than the bound, even when the rows claim more; one-sided ties do not count")
  func enforced() throws {
    let hub = WeeklyFixtures.people(70, (1..<70).map { (0, $0) })
    let sums = WeeklyFixtures.network(hub).exactSums()
    #expect(sums[.twoHopRing] == [50 * 49])
    let ends = try #require(sums[.frequency])
    #expect(ends.reduce(0, +) == 119, "fifty of the hub, and one of each of the others")
    var oneSided = WeeklyFixtures.people(3, [(0, 1), (1, 2)])
    oneSided[2].connections = []
    #expect(WeeklyFixtures.network(oneSided).exactSums()[.twoHopRing] == [0])
    oneSided[0].connections[0].slots = nil
    #expect(WeeklyFixtures.network(oneSided).exactSums()[.threeHopPairs] == [0])
  }
}
