package import Population
import Privacy

/// The statistics of the daily family. The raw value is the name in releases and policies.
package enum DailyStatistic: String, Sendable, Hashable, CaseIterable {
  /// How many people are eligible, by purpose.
  case eligiblePeople = "eligible_people"
  /// Mean minutes of a visit.
  case averageDwellTime = "average_dwell_time"
  /// Share of visits that go somewhere new.
  case explorationTendency = "exploration_tendency"
  /// Share of active weeks with a visit to a social place or an event.
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
  /// Second moment of minutes of a visit, about the centre of their range.
  case dwellTimeSecondMoment = "average_dwell_time_second_moment"
  /// The same of the share of visits that go somewhere new.
  case explorationSecondMoment = "exploration_tendency_second_moment"
  /// The same of the share of active weeks with a visit to a social place or an event.
  case engagementSecondMoment = "community_engagement_second_moment"
  /// The same of the normalised entropy rate.
  case variabilitySecondMoment = "journey_variability_second_moment"
  /// The same of shares per experience.
  case sharingSecondMoment = "sharing_tendency_second_moment"

  /// The purpose whose consent the statistic needs; `nil` for the counts, which have one entry per purpose.
  package var purpose: ReleasePurpose? {
    if let firstMoment { return firstMoment.purpose }
    return switch self {
    case .averageDwellTime, .explorationTendency, .communityEngagement, .visitLengths, .journeyVariability: .behavior
    case .personalityState: .personality
    case .sharingTendency, .directConnections, .influenceSaturation, .communityDrivenAdoption, .trendSetter: .network
    default: nil
    }
  }

  /// Whether it is made from marks of adoptions, which are known once the adoptions of everybody are.
  package var isMarked: Bool { self == .communityDrivenAdoption || self == .trendSetter }

  /// What the region's data must contain; without it the statistic is not drawn. Lengths of visits need visits only:
  /// where their ends were not measured they are estimated.
  package var neededSources: RegionSources {
    if let firstMoment { return firstMoment.neededSources }
    return switch self {
    case .averageDwellTime, .explorationTendency, .communityEngagement, .visitLengths, .journeyVariability: [.visits]
    case .sharingTendency: [.shares]
    case .directConnections, .influenceSaturation: [.connections]
    case .communityDrivenAdoption, .trendSetter: [.connections, .adoptions]
    default: []
    }
  }
}

/// The public numbers that turn one person's value of a scalar statistic into centred granules and back.
package struct StatisticScale: Sendable, Hashable {
  /// Range in units.
  package let range: ClosedRange<Double>
  /// The granule is `2^-fractionBits` units.
  package let fractionBits: Int
  /// What is subtracted from every quantised value, in granules.
  package let centreGranules: Int64

  /// Granules in one unit.
  package var granulesPerUnit: Int64 { 1 << Int64(fractionBits) }
  /// One granule, in units.
  package var granule: Double { 1 / Double(granulesPerUnit) }
  /// The centre, in units.
  package var centre: Double { Double(centreGranules) * granule }
  /// The largest magnitude of a centred value, in granules.
  package var halfRangeGranules: Int64 {
    let upper = Int64(range.upperBound * Double(granulesPerUnit)) - centreGranules
    let lower = centreGranules - Int64(range.lowerBound * Double(granulesPerUnit))
    return max(upper, lower)
  }

  /// The clamped and quantised value; `nil` for a value that is not a number.
  func granules(of value: Double) -> Int64? {
    Quantiser(lower: range.lowerBound, upper: range.upperBound, fractionBits: fractionBits)?.granules(of: value)
  }

  /// The same minus the centre.
  func centredGranules(of value: Double) -> Int64? { granules(of: value).map { $0 - centreGranules } }

  /// The largest distance of a value from the centre, in units.
  package var halfRange: Double { Double(halfRangeGranules) * granule }

  /// The square of the clamped value's distance from the centre, as a share of the largest: in `[0, 1]`.
  func squaredDistance(of value: Double) -> Double {
    let distance = (min(max(value, range.lowerBound), range.upperBound) - centre) / halfRange
    return distance * distance
  }
}

extension StatisticScale {
  /// Minutes in `[0, 240]`, granule 1/16, centred at 120.
  static let minutes = StatisticScale(range: 0...240, fractionBits: 4, centreGranules: 1_920)
  /// A share in `[0, 1]`, granule `2^-12`, centred at one half.
  static let share = StatisticScale(range: 0...1, fractionBits: 12, centreGranules: 2_048)
  /// A share shrunk by a prior of eight events, so in `[.25, .75]`; centred at one half.
  static let shrunkShare = StatisticScale(range: 0.25...0.75, fractionBits: 12, centreGranules: 2_048)
  /// A number of connections in `[0, 50]`, centred at 50.
  static let degree = StatisticScale(
    range: 0...Double(NetworkBounds.connections), fractionBits: 0, centreGranules: NetworkBounds.connections)
  /// `k / (k + 20)` for at most 50 connections, granule `2^-12`, centred at its greatest value.
  static let saturation = StatisticScale(
    range: 0...Double(NetworkBounds.saturationGranules(NetworkBounds.connections)) / 4_096, fractionBits: 12,
    centreGranules: NetworkBounds.saturationGranules(NetworkBounds.connections))
}

extension DailyStatistic {
  /// The scale of a scalar statistic; `nil` for counts, fractions and the state. A second moment is a share of the
  /// largest that its range allows.
  package var scale: StatisticScale? {
    switch self {
    case .averageDwellTime: .minutes
    case .explorationTendency, .communityEngagement, .journeyVariability, .sharingTendency: .share
    case .directConnections: .degree
    case .influenceSaturation: .saturation
    case .communityDrivenAdoption, .trendSetter: .shrunkShare
    default: firstMoment == nil ? nil : .share
    }
  }

  /// Bits of the granule of any statistic: 0 for counts, 12 for fractions and unit vectors.
  package var fractionBits: Int {
    switch self {
    case .eligiblePeople: 0
    case .visitLengths, .personalityState: 12
    default: scale?.fractionBits ?? 0
    }
  }

  /// The statistic with the squares of this one's values; `nil` for those whose variance is not released.
  package var secondMoment: DailyStatistic? {
    switch self {
    case .averageDwellTime: .dwellTimeSecondMoment
    case .explorationTendency: .explorationSecondMoment
    case .communityEngagement: .engagementSecondMoment
    case .journeyVariability: .variabilitySecondMoment
    case .sharingTendency: .sharingSecondMoment
    default: nil
    }
  }

  /// The statistic whose squares this one has; `nil` for those that are no second moment.
  package var firstMoment: DailyStatistic? {
    switch self {
    case .dwellTimeSecondMoment: .averageDwellTime
    case .explorationSecondMoment: .explorationTendency
    case .engagementSecondMoment: .communityEngagement
    case .variabilitySecondMoment: .journeyVariability
    case .sharingSecondMoment: .sharingTendency
    default: nil
    }
  }
}
