package import Releases

/// What releases say of the network around a segment, field by field: of its whole region, never of fewer people.
package struct NetworkFindings: Sendable, Hashable {
  /// Cut-off of the run that drew it, in microseconds since 1970 UTC.
  package var asOf: Int64?
  /// Empty, or what the numbers cover where that is more than was asked for: `region` where the segment is a part of it.
  package var scope = ""
  /// The statistics of the network.
  package var fields: [NetworkField: Finding] = [:]
  /// How often connected agents meet.
  package var frequency = EstimateOutcome<BucketEstimate>.withheld(.notReleased)
  /// People of the whole region; nil when it is not released.
  package var people: PeopleEstimate?
  /// Mean connections of the people of the whole region.
  package var direct = Finding.absent(.notReleased)

  /// Nothing released.
  package init() {}

  /// The findings of the estimates of a region.
  package init(_ estimates: NetworkEstimates, scope: String) {
    asOf = estimates.asOf
    self.scope = scope
    for field in NetworkField.allCases {
      fields[field] = Finding(estimates.outcome(of: field), purpose: .network, scope: scope).dated(asOf)
    }
    frequency = estimates.connectionFrequency
    people = estimates.people
    // Only compared with other numbers, never shown: its error counts there, so that no least confidence is asked. Drawn
    // daily and not by the run of `asOf`, it has no date of its own.
    direct = Finding(
      estimates.cells.outcome(of: .directConnections, leastConfidence: 0), purpose: .network, scope: scope)
  }

  /// The finding of a field.
  package subscript(field: NetworkField) -> Finding { fields[field] ?? .absent(.notReleased) }
}
