/// One agent's exact values, before any sum or noise.
///
/// Computed from raw rows inside the epoch job and added to a `CellAccumulator`; it never leaves that job and is
/// never stored. Values outside their range are clamped when they are quantised, so a wrong value can move a
/// released sum by no more than the statistic's sensitivity.
package struct AgentMeasures: Sendable, Hashable {
  /// The fractions of one agent's visits by length; each in `[0, 1]`, together 1.
  package struct VisitLengths: Sendable, Hashable {
    /// Fraction of visits in `[0, 15)` minutes.
    package var short: Double
    /// Fraction of visits in `[15, 60]` minutes.
    package var medium: Double
    /// Fraction of visits longer than 60 minutes.
    package var long: Double

    /// Makes the fractions; the caller divides by the number of visits counted.
    package init(short: Double, medium: Double, long: Double) {
      self.short = short
      self.medium = medium
      self.long = long
    }
  }

  /// Consent to `behavior` and at least ten visits in the window.
  package var isBehaviorEligible = false
  /// Consent to `personality` and every dimension of the region's state present.
  package var isPersonalityEligible = false
  /// Consent to `network`; an agent without connections is eligible with degree 0.
  package var isNetworkEligible = false

  /// Mean dwell in minutes over at most 20 visits, `[0, 240]`; `nil` when no visit has a measured or estimated dwell.
  package var dwellMinutes: Double?
  /// The same visits by length; `nil` exactly when `dwellMinutes` is.
  package var visitLengths: VisitLengths?
  /// Visits to a location not seen before over visits, `[0, 1]`. Needed when behavior-eligible.
  package var explorationTendency: Double?
  /// Weeks with a visit to a social place or an event over weeks with any visit, `[0, 1]`. Needed when behavior-eligible.
  package var communityEngagement: Double?
  /// Lempel-Ziv entropy rate over `log2` of the distinct locations, `[0, 1]`. Needed when behavior-eligible.
  package var journeyVariability: Double?

  /// The twelve dimensions in their fixed order, each in `[0, 1]`; `nil` where the agent has neither a stated nor a
  /// revealed value. Always twelve entries. Those of the region's state are needed when personality-eligible.
  package var dimensions: [Double?] = Array(repeating: nil, count: AgentMeasures.dimensionCount)

  /// Counted connections whose other end also consents to `network`, `[0, 50]`.
  package var connections = 0
  /// `(shares + 1) / (experiences + 2)`, `[0, 1]`. Needed when network-eligible in a region with shares.
  package var sharingTendency: Double?
  /// What the profile family needs besides; `nil` in a run that does not draw it.
  package var profile: ProfileMeasures?

  /// The number of personality dimensions.
  package static let dimensionCount = 12

  /// An agent that is eligible for nothing and has no values.
  package init() {}
}

/// What the profile family needs of one person beside the values of the daily one.
package struct ProfileMeasures: Sendable, Hashable {
  /// The moves between categories as `Journeys.transitions`; `nil` without visits.
  package var transitions: [Double]?
  /// How often the person makes journeys; `nil` with fewer than two.
  package var frequency: Journeys.Frequency?
  /// 1 minus the mean distance of stated and revealed dimensions, `[0, 1]`; `nil` without a dimension that has both.
  package var authenticity: Double?

  /// Nothing known.
  package init() {}
}
