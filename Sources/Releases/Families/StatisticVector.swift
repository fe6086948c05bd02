import Population
package import Measures
import Glibc

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
      statistic.purpose != purpose || Self.isOptional(statistic) || values(of: agent, for: statistic) != nil
    }
  }

  /// Dwell and visit lengths carry their own count, so an eligible agent may lack both.
  private static func isOptional(_ statistic: DailyStatistic) -> Bool {
    statistic == .averageDwellTime || statistic == .visitLengths
  }

  private static func dwellIsConsistent(_ agent: AgentMeasures) -> Bool {
    let minutes = agent.dwellMinutes.flatMap(StatisticScale.minutes.centredGranules)
    let lengths = agent.visitLengths.flatMap(partition)
    return (agent.dwellMinutes == nil && agent.visitLengths == nil) || (minutes != nil && lengths != nil)
  }

  private func values(of agent: AgentMeasures, for statistic: DailyStatistic) -> [Int64]? {
    switch statistic {
    case .eligiblePeople: nil
    case .averageDwellTime: Self.scalar(agent.dwellMinutes, statistic)
    case .explorationTendency: Self.scalar(agent.explorationTendency, statistic)
    case .communityEngagement: Self.scalar(agent.communityEngagement, statistic)
    case .visitLengths: agent.visitLengths.flatMap(Self.partition)
    case .journeyVariability: Self.scalar(agent.journeyVariability, statistic)
    case .sharingTendency: Self.scalar(agent.sharingTendency, statistic)
    case .personalityState: state(of: agent)
    case .directConnections: Self.scalar(Double(agent.connections), statistic)
    case .influenceSaturation:
      [NetworkBounds.saturationGranules(Int64(agent.connections)) - StatisticScale.saturation.centreGranules]
    case .communityDrivenAdoption: Self.scalar(agent.communityDrivenShare, statistic)
    case .trendSetter: Self.scalar(agent.trendSetterShare, statistic)
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
