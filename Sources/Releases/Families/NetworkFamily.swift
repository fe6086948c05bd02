import Measures
package import Population
package import Privacy

/// The network family as one region can release it.
package struct NetworkFamily: Sendable, Hashable {
  /// What the region's data contains.
  package let sources: RegionSources
  /// The statistics that are drawn, in order.
  package let statistics: [NetworkStatistic]

  /// The family of a region with the given sources.
  package init(sources: RegionSources) {
    self.sources = sources
    statistics = NetworkStatistic.allCases.filter { sources.isSuperset(of: $0.neededSources) }
  }

  /// Names of a statistic's coordinates; empty for a single sum.
  package static func coordinates(of statistic: NetworkStatistic) -> [String] {
    statistic == .frequency ? Ai2aiMeasures.Frequency.allCases.map(\.rawValue) : []
  }

  /// Number of sums of a statistic.
  package static func length(of statistic: NetworkStatistic) -> Int { max(1, coordinates(of: statistic).count) }

  /// How much one person can move a statistic, over all regions of the run together.
  ///
  /// - Parameter neighbours: D, the most counted connections of a person.
  package static func bound(
    of statistic: NetworkStatistic, neighbours: Int64 = NetworkBounds.connections
  ) -> ContributionBound {
    switch statistic {
    case .egoDensity: .egoDensity(whole: 1 << Int64(statistic.fractionBits), neighbours: neighbours)
    case .twoHopRing: .twoStepRing(neighbours: neighbours)
    case .threeHopPairs: .pairsWithinThreeSteps(neighbours: neighbours, pairsPerGranule: pairsPerGranule)
    case .compatibility, .learning:
      .tieEnds(perEnd: 1 << Int64(statistic.fractionBits - 1), neighbours: neighbours)
    case .frequency: .tieEnds(perEnd: 1, neighbours: neighbours)
    }
  }

  /// Ordered pairs in a granule.
  package static let pairsPerGranule: Int64 = 1 << Int64(-NetworkStatistic.threeHopPairs.fractionBits)

  /// The bounds of all statistics by name. One that the region cannot release keeps its share of the charge.
  package static var bounds: [String: ContributionBound] {
    NetworkStatistic.allCases.reduce(into: [:]) { $0[$1.rawValue] = bound(of: $1) }
  }
}
