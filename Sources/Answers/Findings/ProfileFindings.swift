package import Population
package import Releases

/// What the profile family says of a segment, field by field.
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

  /// What the releases of a segment's cells say.
  package init(_ estimates: SegmentEstimates, scope: String) {
    asOf = estimates.profileAsOf
    self.scope = scope
    authenticity = Finding(estimates.authenticity, purpose: .personality, scope: scope).dated(asOf)
    for dimension in Dimension.allCases { quartiles[dimension] = estimates.quartiles(of: dimension) }
    journeys = estimates.journeys
    frequency = estimates.journeyFrequency
  }
}

/// What the network family says of the region of a segment, field by field.
package struct NetworkFindings: Sendable, Hashable {
  /// Cut-off of the run that drew it, in microseconds since 1970 UTC.
  package var asOf: Int64?
  /// Empty, or `region` when the segment is only a part of it.
  package var scope = ""
  /// The numbers.
  package var fields: [NetworkField: Finding] = [:]
  /// How often connected agents meet.
  package var frequency = EstimateOutcome<BucketEstimate>.withheld(.notReleased)
  /// People of the whole region; nil when it is not released.
  package var people: PeopleEstimate?
  /// Mean connections of the people of the whole region.
  package var direct = Finding.absent(.notReleased)

  /// Nothing released.
  package init() {}

  /// What the releases of the regions of a segment say.
  package init(_ estimates: NetworkEstimates, scope: String) {
    asOf = estimates.asOf
    self.scope = scope
    for field in NetworkField.allCases {
      fields[field] = Finding(estimates.outcome(of: field), purpose: .network, scope: scope).dated(asOf)
    }
    frequency = estimates.connectionFrequency
    people = estimates.people
    direct = Finding(
      estimates.cells.outcome(of: .directConnections, leastConfidence: 0), purpose: .network, scope: scope)
  }

  /// The finding of a field.
  package subscript(field: NetworkField) -> Finding { fields[field] ?? .absent(.notReleased) }
}

extension Finding {
  /// The same with the cut-off of its own release.
  func dated(_ asOf: Int64?) -> Finding {
    guard case .known(var quantity) = self else { return self }
    quantity.asOf = asOf
    return .known(quantity)
  }
}
