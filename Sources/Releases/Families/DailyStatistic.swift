package import Population

/// The statistics of the daily family. The raw value is the name in releases and policies.
package enum DailyStatistic: String, Sendable, Hashable, CaseIterable {
  /// How many people are eligible, by purpose.
  case eligiblePeople = "eligible_people"
  /// Mean minutes of a visit.
  case averageDwellTime = "average_dwell_time"
  /// Share of visits that go somewhere new.
  case explorationTendency = "exploration_tendency"
  /// Share of active weeks with a community or event action.
  case communityEngagement = "community_engagement"
  /// Fractions of short, medium and long visits; their total is the number of people with a dwell.
  case visitLengths = "visit_lengths"
  /// Normalised entropy rate of the places visited.
  case journeyVariability = "journey_variability"
  /// Shares per experience.
  case sharingTendency = "sharing_tendency"
  /// A unit vector in the upper half plane for every dimension.
  case personalityState = "personality_state"
  /// Number of counted connections.
  case directConnections = "direct_connections"
  /// `k / (k + 20)` of that number.
  case influenceSaturation = "influence_saturation"
  /// Share of adoptions credited to a connection.
  case communityDrivenAdoption = "community_driven_adoption"
  /// Share of common adoptions made first.
  case trendSetter = "trend_setter"

  /// The purpose whose consent the statistic needs; `nil` for the counts, which have one entry per purpose.
  package var purpose: ReleasePurpose? {
    switch self {
    case .eligiblePeople: nil
    case .averageDwellTime, .explorationTendency, .communityEngagement, .visitLengths, .journeyVariability: .behavior
    case .personalityState: .personality
    case .sharingTendency, .directConnections, .influenceSaturation, .communityDrivenAdoption, .trendSetter: .network
    }
  }

  /// What the region's data must contain; without it the statistic is not drawn. Lengths of visits need visits only:
  /// where their ends were not measured they are estimated.
  package var neededSources: RegionSources {
    switch self {
    case .eligiblePeople, .personalityState: []
    case .averageDwellTime, .explorationTendency, .communityEngagement, .visitLengths, .journeyVariability: [.visits]
    case .sharingTendency: [.shares]
    case .directConnections, .influenceSaturation: [.connections]
    case .communityDrivenAdoption, .trendSetter: [.connections, .adoptions]
    }
  }
}
