package import Population
package import Releases

/// What a segment's releases say of its profile, field by field: the statistics that are drawn once a week.
package struct ProfileFindings: Sendable, Hashable {
  /// Cut-off of the run that drew it, in microseconds since 1970 UTC.
  package var asOf: Int64?
  /// Empty, or what it covers when that is wider than asked.
  package var scope = ""
  /// Agreement of stated and revealed dimensions.
  package var authenticity = Finding.absent(.notReleased)
  /// The quartiles of each dimension.
  package var quartiles: [Dimension: EstimateOutcome<QuartileEstimate>] = [:]
  /// Steps and the path made of them.
  package var journeys = EstimateOutcome<JourneyEstimate>.withheld(.notReleased)
  /// How often journeys are made.
  package var frequency = EstimateOutcome<BucketEstimate>.withheld(.notReleased)

  /// Nothing released.
  package init() {}

  /// The findings of the estimates of a segment.
  package init(_ estimates: SegmentEstimates, scope: String) {
    asOf = estimates.profileAsOf
    self.scope = scope
    authenticity = Finding(estimates.authenticity, purpose: .personality, scope: scope).dated(asOf)
    for dimension in Dimension.allCases { quartiles[dimension] = estimates.quartiles(of: dimension) }
    journeys = estimates.journeys
    frequency = estimates.journeyFrequency
  }
}

extension Finding {
  /// The same with the cut-off of its own release.
  func dated(_ asOf: Int64?) -> Finding {
    guard case .known(var quantity) = self else { return self }
    quantity.asOf = asOf
    return .known(quantity)
  }
}
