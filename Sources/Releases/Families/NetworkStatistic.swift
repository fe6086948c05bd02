package import Population

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
