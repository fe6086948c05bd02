import EngineFixtures
import Measures
import Population
import Privacy
import Releases
import Testing

/// Removes every agent of every small world and measures what that moves, over all cells together.
@Suite("network sensitivity by brute force", .timeLimit(.minutes(2)))
struct NetworkSensitivityTests {
  /// The squared L2 change of a centred sum of `value(degree)`, over two cells, when `agent` and its edges go.
  private func change(
    _ adjacency: [[Bool]], cells: Int, removing agent: Int, value: (Int) -> Int64
  ) -> Int64 {
    var moved: [Int64] = [0, 0]
    for other in adjacency.indices {
      let degree = adjacency[other].count { $0 }
      let cell = cells >> other & 1
      if other == agent {
        moved[cell] += value(degree)
      } else if adjacency[other][agent] {
        moved[cell] += value(degree) - value(degree - 1)
      }
    }
    return moved.reduce(0) { $0 + $1 * $1 }
  }

  private func worlds(nodes: Int, mostNeighbours: Int, _ visit: ([[Bool]]) -> Void) {
    let pairs = (0..<nodes).flatMap { left in (left + 1..<nodes).map { (left, $0) } }
    for graph in 0..<(1 << pairs.count) {
      var adjacency = Array(repeating: Array(repeating: false, count: nodes), count: nodes)
      for (bit, pair) in pairs.enumerated() where graph >> bit & 1 == 1 {
        adjacency[pair.0][pair.1] = true
        adjacency[pair.1][pair.0] = true
      }
      if adjacency.allSatisfy({ $0.count { $0 } <= mostNeighbours }) { visit(adjacency) }
    }
  }

  @Test(
    "degree and saturation never exceed their bound, in all graphs of five and all splits over cells", arguments: 2...4)
  func graphs(mostNeighbours: Int) throws {
    let step = (1...mostNeighbours).reduce(Int64(0)) {
      max($0, NetworkBounds.saturationGranules(Int64($1)) - NetworkBounds.saturationGranules(Int64($1) - 1))
    }
    let top = NetworkBounds.saturationGranules(Int64(mostNeighbours))
    var (degree, saturation): (Int64, Int64) = (0, 0)
    worlds(nodes: 5, mostNeighbours: mostNeighbours) { adjacency in
      for cells in 0..<16 {
        degree = max(degree, change(adjacency, cells: cells, removing: 0) { Int64($0 - mostNeighbours) })
        saturation = max(
          saturation,
          change(adjacency, cells: cells, removing: 0) { NetworkBounds.saturationGranules(Int64($0)) - top })
      }
    }
    let neighbours = Int64(mostNeighbours)
    let degreeBound = ContributionBound.neighbourCountFunction(perNeighbour: 1, neighbours: neighbours)
    let saturationBound = ContributionBound.neighbourCountFunction(perNeighbour: step, neighbours: neighbours)
    #expect(UInt64(degree) == degreeBound.l2Squared)
    #expect(UInt64(saturation) <= (try #require(saturationBound.l2Squared)))
    #expect(Double(saturation) > 0.9 * Double(try #require(saturationBound.l2Squared)))
  }

  @Test("a star of up to fifty neighbours of any degree, here or elsewhere, stays within the family's bound")
  func stars() throws {
    let family = DailyFamily(sources: .all)
    for statistic in [DailyStatistic.directConnections, .influenceSaturation] {
      let bound = try #require(family.bound(of: statistic).l2Squared)
      var worst: UInt64 = 0
      for neighbours in 0...50 {
        for degree in 1...50 {
          let own = try value(statistic, connections: neighbours)
          let one = try value(statistic, connections: degree) - value(statistic, connections: degree - 1)
          for inside in [0, neighbours / 2, neighbours] {
            let here = own + Int64(inside) * one
            let there = Int64(neighbours - inside) * one
            worst = max(worst, UInt64(here * here + there * there))
          }
        }
      }
      #expect(worst <= bound && Double(worst) > 0.95 * Double(bound), "\(statistic.rawValue)")
    }
  }

  private func value(_ statistic: DailyStatistic, connections: Int) throws -> Int64 {
    let family = DailyFamily(sources: .all)
    let agent = ReleaseFixtures.agent { $0.connections = connections }
    return try #require(family.contribution(of: agent, to: statistic, purposes: [.network]))[0]
  }
}

@Suite("sensitivity of marks by brute force", .timeLimit(.minutes(2)))
struct MarkSensitivityTests {
  private let family = DailyFamily(sources: .all)

  private func granules(_ doubled: Int, of marks: Int, _ statistic: DailyStatistic) throws -> Int64 {
    let share = (Double(doubled) / 2 + 4) / Double(marks + 8)
    let shares = AdoptionShares(communityDriven: share, trendSetter: share)
    return try #require(family.contribution(of: shares, to: statistic))[0]
  }

  @Test(
    "moving each mark of a person by one half moves the share by at most a neighbour's part of the bound",
    arguments: [DailyStatistic.communityDrivenAdoption, .trendSetter])
  func steps(statistic: DailyStatistic) throws {
    var worst: Int64 = 0
    for marks in 1...MeasureContext.adoptionBound {
      for doubled in 0...2 * marks {
        for moved in 0...marks where doubled + moved <= 2 * marks {
          let change = try granules(doubled + moved, of: marks, statistic) - granules(doubled, of: marks, statistic)
          worst = max(worst, change)
        }
      }
    }
    #expect(worst == NetworkBounds.sharedMarkGranules)
  }

  @Test(
    "own share and the worst neighbours together reach the bound of 1.5 and do not pass it",
    arguments: [DailyStatistic.communityDrivenAdoption, .trendSetter])
  func together(statistic: DailyStatistic) throws {
    let marks = MeasureContext.adoptionBound
    let own = try granules(2 * marks, of: marks, statistic)
    let step = try granules(marks, of: marks, statistic) - granules(0, of: marks, statistic)
    let total = UInt64(own + Int64(MeasureContext.markedConnections) * step)
    #expect(family.bound(of: statistic).l2Squared == total * total)
    #expect(total == 6_144, "1.5 in granules of 2^-12")
  }
}
