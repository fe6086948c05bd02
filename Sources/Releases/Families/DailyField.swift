/// The fields of an answer that the daily family gives by itself.
package enum DailyField: Sendable, Hashable, CaseIterable {
  /// Mean minutes of a visit.
  case averageDwellTime
  /// Share of visits to places not seen before.
  case explorationTendency
  /// One minus that, with the same error.
  case returnVisitRate
  /// Share of active weeks with a community or event action.
  case communityEngagement
  /// Normalised entropy rate of the places visited; 0 is routine.
  case journeyVariability
  /// Fraction of visits under 15 minutes.
  case shortVisits
  /// Fraction of visits of 15 to 60 minutes.
  case mediumVisits
  /// Fraction of visits over 60 minutes.
  case longVisits
  /// Shares per experience.
  case sharingTendency
  /// Mean of `k / (k + 20)`.
  case influenceScore
  /// Mean number of connections.
  case directConnections
  /// Share of adoptions credited to a connection beyond chance: `max(0, 2 mean - 1)`.
  case communityDrivenPurchases
  /// `clamp(2 mean - 1/2)`; one half is neutral.
  case trendSetterScore

  /// The statistic it is made from.
  package var statistic: DailyStatistic {
    switch self {
    case .averageDwellTime: .averageDwellTime
    case .explorationTendency, .returnVisitRate: .explorationTendency
    case .communityEngagement: .communityEngagement
    case .journeyVariability: .journeyVariability
    case .shortVisits, .mediumVisits, .longVisits: .visitLengths
    case .sharingTendency: .sharingTendency
    case .influenceScore: .influenceSaturation
    case .directConnections: .directConnections
    case .communityDrivenPurchases: .communityDrivenAdoption
    case .trendSetterScore: .trendSetter
    }
  }

  /// The purpose whose consent and admission it needs.
  package var purpose: ReleasePurpose { statistic.purpose ?? .behavior }

  /// The published tolerance of `confidence`, in the unit of the field.
  package var tolerance: Double {
    switch self {
    case .averageDwellTime, .directConnections: 5
    case .influenceScore, .communityDrivenPurchases, .trendSetterScore: 0.1
    default: 0.03
    }
  }

  /// The values the field can have.
  package var range: ClosedRange<Double> {
    switch self {
    case .averageDwellTime, .directConnections, .influenceScore: statistic.scale?.range ?? 0...1
    default: 0...1
    }
  }

  /// The most it may drift from one epoch to the next, in its unit.
  package var largestDrift: Double {
    switch self {
    case .averageDwellTime: 0.3
    case .influenceScore, .directConnections, .communityDrivenPurchases, .trendSetterScore:
      0.004 * (range.upperBound - range.lowerBound)
    default: 0.002
    }
  }

  /// The most a coordinate of the state may drift from one epoch to the next.
  static let largestStateDrift = 0.002

  /// The field as a line over the mean of its statistic: `slope mean + offset`, clamped to `range`.
  var line: (slope: Double, offset: Double) {
    switch self {
    case .returnVisitRate: (-1, 1)
    case .communityDrivenPurchases: (2, -1)
    case .trendSetterScore: (2, -0.5)
    default: (1, 0)
    }
  }

  /// Whether it is made of lengths of visits, which may be estimated.
  var restsOnDwell: Bool { self == .averageDwellTime || lengthIndex != nil }

  /// Which side of the truth it is on where lengths of visits are estimated: the time until the next visit is at least
  /// what was spent, so that a visit may be shorter and never longer. `nil` for what may be on either.
  var boundWhereEstimated: EstimateBound? {
    switch self {
    case .averageDwellTime, .longVisits: .upper
    case .shortVisits: .lower
    default: nil
    }
  }

  /// Which coordinate of the visit lengths it is; `nil` for other fields.
  var lengthIndex: Int? {
    switch self {
    case .shortVisits: 0
    case .mediumVisits: 1
    case .longVisits: 2
    default: nil
    }
  }
}

/// Which side of the truth a number is on. The names are those of the wire.
package enum EstimateBound: String, Sendable, Hashable {
  /// The truth is not above it.
  case upper
  /// The truth is not below it.
  case lower
}
