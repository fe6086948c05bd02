import Measures
package import Population
package import Privacy

/// The daily family as one region can release it: which statistics, their coordinates and their sensitivities.
package struct DailyFamily: Sendable, Hashable {
  /// What the region's data contains.
  package let sources: RegionSources
  /// The dimensions of the region's state, in order; the others are withheld for want of a source.
  package let dimensions: [Dimension]
  /// The statistics that are drawn, in order.
  package let statistics: [DailyStatistic]

  /// The family of a region with the given sources.
  package init(sources: RegionSources) {
    let dimensions = DimensionPolicy.available(in: sources)
    self.sources = sources
    self.dimensions = dimensions
    statistics = DailyStatistic.allCases.filter { statistic in
      sources.isSuperset(of: statistic.neededSources) && (statistic != .personalityState || !dimensions.isEmpty)
    }
  }

  /// Names of a statistic's coordinates, in the order of its sums; empty for a single sum.
  package func coordinates(of statistic: DailyStatistic) -> [String] {
    switch statistic {
    case .eligiblePeople: ReleasePurpose.allCases.map(\.rawValue)
    case .visitLengths: ["short", "medium", "long"]
    case .personalityState: dimensions.flatMap { ["\($0.name).x", "\($0.name).y"] }
    default: []
    }
  }

  /// Number of sums of a statistic.
  package func length(of statistic: DailyStatistic) -> Int { max(1, coordinates(of: statistic).count) }

  /// How much one person can move a statistic, over all cells of the run together.
  package func bound(of statistic: DailyStatistic) -> ContributionBound {
    switch statistic {
    case .eligiblePeople: .indicators(length: Int64(ReleasePurpose.allCases.count))
    case .visitLengths: .partition(total: 1 << Int64(statistic.fractionBits))
    case .personalityState:
      .unitVectors(count: Int64(max(1, dimensions.count)), dimension: 2, granulesPerUnit: 1 << 12)
    case .directConnections: .neighbourCountFunction(perNeighbour: 1, neighbours: NetworkBounds.connections)
    case .influenceSaturation:
      .neighbourCountFunction(perNeighbour: NetworkBounds.saturationStep, neighbours: NetworkBounds.connections)
    case .communityDrivenAdoption: Self.credited(NetworkBounds.flippedCreditGranules)
    case .trendSetter: Self.credited(NetworkBounds.removedEventGranules)
    case .averageDwellTime: .centredValue(halfRange: StatisticScale.minutes.halfRangeGranules)
    case .explorationTendency, .communityEngagement, .journeyVariability, .sharingTendency:
      .centredValue(halfRange: StatisticScale.share.halfRangeGranules)
    }
  }

  /// The bounds of all twelve statistics by name, for the policy compiler. A statistic that the region cannot release
  /// keeps its share of the charge, so that the price of a run does not depend on the region.
  package var bounds: [String: ContributionBound] {
    DailyStatistic.allCases.reduce(into: [:]) { $0[$1.rawValue] = bound(of: $1) }
  }

  private static func credited(_ perEvent: Int64) -> ContributionBound {
    .creditedEvents(
      own: StatisticScale.shrunkShare.halfRangeGranules, perEvent: perEvent, events: NetworkBounds.creditedEvents)
  }
}
