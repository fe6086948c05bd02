import Glibc
package import Measures
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
    case .communityDrivenAdoption, .trendSetter:
      .neighbourValues(
        own: StatisticScale.shrunkShare.halfRangeGranules, perNeighbour: NetworkBounds.sharedMarkGranules,
        neighbours: NetworkBounds.markedConnections)
    case .averageDwellTime, .explorationTendency, .communityEngagement, .journeyVariability, .sharingTendency,
      .dwellTimeSecondMoment, .explorationSecondMoment, .engagementSecondMoment, .variabilitySecondMoment,
      .sharingSecondMoment:
      .centredValue(halfRange: statistic.scale?.halfRangeGranules ?? .max)
    }
  }

  /// The bounds of all statistics by name, for the policy compiler. A statistic that the region cannot release
  /// keeps its share of the charge, so that the price of a run does not depend on the region.
  package var bounds: [String: ContributionBound] {
    DailyStatistic.allCases.reduce(into: [:]) { $0[$1.rawValue] = bound(of: $1) }
  }
}

extension DailyFamily {
  /// The purposes for which an agent is counted: eligible, and with every value that the region's statistics of the
  /// purpose need. An agent for whom one of them cannot be computed is absent, never a zero.
  package func purposes(of agent: AgentMeasures) -> Set<ReleasePurpose> {
    Set(ReleasePurpose.allCases.filter { isEligible(agent, for: $0) && hasValues(agent, for: $0) })
  }

  /// An agent's contribution to a statistic in granules, each value clamped, quantised and centred on its own.
  ///
  /// - Returns: one entry per coordinate; `nil` when the agent contributes nothing (not eligible, or no dwell).
  package func contribution(
    of agent: AgentMeasures, to statistic: DailyStatistic, purposes: Set<ReleasePurpose>
  ) -> [Int64]? {
    guard let purpose = statistic.purpose else {
      return ReleasePurpose.allCases.map { purposes.contains($0) ? 1 : 0 }
    }
    guard purposes.contains(purpose) else { return nil }
    return values(of: agent, for: statistic)
  }

  private func isEligible(_ agent: AgentMeasures, for purpose: ReleasePurpose) -> Bool {
    switch purpose {
    case .behavior: agent.isBehaviorEligible
    case .personality: agent.isPersonalityEligible
    case .network: agent.isNetworkEligible
    }
  }

  private func hasValues(_ agent: AgentMeasures, for purpose: ReleasePurpose) -> Bool {
    if purpose == .behavior && !Self.dwellIsConsistent(agent) { return false }
    return statistics.allSatisfy { statistic in
      statistic.purpose != purpose || statistic.isMarked || Self.isOptional(statistic)
        || values(of: agent, for: statistic) != nil
    }
  }

  /// Dwell and visit lengths carry their own count, so an eligible agent may lack both. A square is there where its value
  /// is.
  private static func isOptional(_ statistic: DailyStatistic) -> Bool {
    statistic == .averageDwellTime || statistic == .visitLengths || statistic.firstMoment != nil
  }

  private static func dwellIsConsistent(_ agent: AgentMeasures) -> Bool {
    let minutes = agent.dwellMinutes.flatMap(StatisticScale.minutes.centredGranules)
    let lengths = agent.visitLengths.flatMap(partition)
    return (agent.dwellMinutes == nil && agent.visitLengths == nil) || (minutes != nil && lengths != nil)
  }

  private func values(of agent: AgentMeasures, for statistic: DailyStatistic) -> [Int64]? {
    switch statistic {
    case .eligiblePeople, .communityDrivenAdoption, .trendSetter: nil
    case .visitLengths: agent.visitLengths.flatMap(Self.partition)
    case .personalityState: state(of: agent)
    case .influenceSaturation:
      [NetworkBounds.saturationGranules(Int64(agent.connections)) - StatisticScale.saturation.centreGranules]
    default: Self.scalar(Self.value(of: agent, for: statistic), statistic)
    }
  }

  /// An agent's value of a scalar statistic in its unit; that of a second moment is the square of its first one's.
  private static func value(of agent: AgentMeasures, for statistic: DailyStatistic) -> Double? {
    if let first = statistic.firstMoment {
      guard let scale = first.scale, let value = value(of: agent, for: first) else { return nil }
      return scale.squaredDistance(of: value)
    }
    return switch statistic {
    case .averageDwellTime: agent.dwellMinutes
    case .explorationTendency: agent.explorationTendency
    case .communityEngagement: agent.communityEngagement
    case .journeyVariability: agent.journeyVariability
    case .sharingTendency: agent.sharingTendency
    case .directConnections: Double(agent.connections)
    default: nil
    }
  }

  /// The contribution of a person who is counted for the purpose network to a statistic of marks, in granules; `nil` for
  /// the other statistics.
  package func contribution(of shares: AdoptionShares, to statistic: DailyStatistic) -> [Int64]? {
    switch statistic {
    case .communityDrivenAdoption: Self.scalar(shares.communityDriven, statistic)
    case .trendSetter: Self.scalar(shares.trendSetter, statistic)
    default: nil
    }
  }

  private static func scalar(_ value: Double?, _ statistic: DailyStatistic) -> [Int64]? {
    guard let value, let granules = statistic.scale?.centredGranules(of: value) else { return nil }
    return [granules]
  }

  /// Fractions in granules that sum to exactly one unit: the long part takes the rest, whatever the input.
  private static func partition(_ lengths: AgentMeasures.VisitLengths) -> [Int64]? {
    guard let short = StatisticScale.share.granules(of: lengths.short),
      let medium = StatisticScale.share.granules(of: lengths.medium), !lengths.long.isNaN
    else { return nil }
    let total = StatisticScale.share.granulesPerUnit
    let second = min(medium, total - short)
    return [short, second, total - short - second]
  }

  /// `(cos pi x, sin pi x)` for each dimension of the region's state, rounded to granules.
  private func state(of agent: AgentMeasures) -> [Int64]? {
    var vector: [Int64] = []
    for dimension in dimensions {
      guard agent.dimensions.indices.contains(dimension.rawValue), let x = agent.dimensions[dimension.rawValue],
        !x.isNaN
      else { return nil }
      let angle = min(max(x, 0), 1) * Double.pi
      vector.append(Int64((cos(angle) * 4_096).rounded(.toNearestOrEven)))
      vector.append(Int64((sin(angle) * 4_096).rounded(.toNearestOrEven)))
    }
    return vector
  }
}
