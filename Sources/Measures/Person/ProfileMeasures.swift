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
