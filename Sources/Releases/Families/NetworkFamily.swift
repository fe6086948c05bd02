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

/// The statistics of the network family, drawn once a term for every region. The raw value is the name in releases and
/// policies.
package enum NetworkStatistic: String, Sendable, Hashable, CaseIterable {
  /// Sum over people of the density of ties among their neighbours.
  case egoDensity = "ego_density"
  /// Sum over people of how many others are exactly two steps away.
  case twoHopRing = "two_hop_ring"
  /// Ordered pairs of people at most three steps apart.
  case threeHopPairs = "three_hop_pairs"
  /// Sum over the ends of ties of compatibility, centred at one half.
  case compatibility = "ai2ai_compatibility"
  /// How many ends of ties hold few, some or many sessions.
  case frequency = "ai2ai_frequency"
  /// Sum over the ends of ties of one half plus ten times the slope of compatibility, centred at one half.
  case learning = "ai2ai_learning"

  /// What the region's data must contain; without it the statistic is not drawn.
  package var neededSources: RegionSources {
    switch self {
    case .egoDensity, .twoHopRing, .threeHopPairs: [.connections]
    case .compatibility: [.connections, .compatibility]
    case .frequency: [.connections, .sessions]
    case .learning: [.connections, .learning]
    }
  }

  /// Bits of the granule, negative when a granule is several units. Granules are as coarse as the sampler needs for
  /// the noise of a year that is released every week.
  package var fractionBits: Int {
    switch self {
    case .egoDensity, .compatibility, .learning: 8
    case .twoHopRing, .frequency: 0
    case .threeHopPairs: -5
    }
  }
}

/// The numbers of an answer that the network family gives.
package enum NetworkField: Sendable, Hashable, CaseIterable {
  /// Mean number of people exactly two steps away.
  case indirectConnections
  /// Share of ordered pairs of people at most three steps apart.
  case communityReach
  /// Mean density of ties among a person's neighbours.
  case networkDensity
  /// Mean compatibility of connected agents.
  case averageCompatibility
  /// Mean of one half plus ten times the slope of compatibility.
  case learningRate

  /// The statistic it is made from.
  package var statistic: NetworkStatistic {
    switch self {
    case .indirectConnections: .twoHopRing
    case .communityReach: .threeHopPairs
    case .networkDensity: .egoDensity
    case .averageCompatibility: .compatibility
    case .learningRate: .learning
    }
  }

  /// The published tolerance of `confidence`, in the unit of the field.
  package var tolerance: Double {
    switch self {
    case .indirectConnections: 25
    case .communityReach, .networkDensity, .averageCompatibility: 0.05
    case .learningRate: 0.1
    }
  }

  /// The values the field can have.
  package var range: ClosedRange<Double> {
    let most = Double(NetworkBounds.connections)
    return self == .indirectConnections ? 0...most * (most - 1) : 0...1
  }

  /// Hops that reach counts.
  package static let reachHops: Int32 = 3
}
