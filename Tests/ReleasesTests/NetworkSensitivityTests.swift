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

@Suite("credit sensitivity by brute force", .timeLimit(.minutes(2)))
struct CreditSensitivityTests {
  private let family = DailyFamily(sources: .all)

  private func granules(_ sum: Double, of events: Int, _ statistic: DailyStatistic) throws -> Int64 {
    let agent = ReleaseFixtures.agent {
      $0.communityDrivenShare = (sum + 4) / Double(events + 8)
      $0.trendSetterShare = (sum + 4) / Double(events + 8)
    }
    return try #require(family.contribution(of: agent, to: statistic, purposes: [.network]))[0]
  }

  @Test("clearing or turning every credit that names one agent moves a share by at most its part of the bound")
  func flips() throws {
    for events in 1...8 {
      for doubled in 0...2 * events {
        for credits in 1...events {
          let before = try granules(Double(doubled) / 2, of: events, .communityDrivenAdoption)
          for halves in [credits, 2 * credits] where doubled >= halves {
            let after = try granules(Double(doubled - halves) / 2, of: events, .communityDrivenAdoption)
            #expect(abs(before - after) <= Int64(credits) * NetworkBounds.flippedCreditGranules)
          }
        }
      }
    }
  }

  @Test("removing every common adoption with one agent moves a share by at most its part of the bound")
  func removals() throws {
    for events in 1...8 {
      for doubled in 0...2 * events {
        for removed in 1...events {
          for lost in 0...2 * removed where lost <= doubled && doubled - lost <= 2 * (events - removed) {
            let before = try granules(Double(doubled) / 2, of: events, .trendSetter)
            let after = try granules(Double(doubled - lost) / 2, of: events - removed, .trendSetter)
            #expect(abs(before - after) <= Int64(removed) * NetworkBounds.removedEventGranules)
          }
        }
      }
    }
  }

  @Test("own share and eight worst others together reach the bound but do not pass it")
  func together() throws {
    let flip = try granules(1, of: 1, .communityDrivenAdoption) - granules(0, of: 1, .communityDrivenAdoption)
    let own = try granules(8, of: 8, .communityDrivenAdoption)
    let total = UInt64(own + 8 * flip)
    let bound = try #require(family.bound(of: .communityDrivenAdoption).l2Squared)
    #expect(total * total <= bound && Double(total * total) > 0.98 * Double(bound))
  }
}
