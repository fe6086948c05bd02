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
