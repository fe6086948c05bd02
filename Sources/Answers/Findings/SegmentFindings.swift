package import Personality
package import Population
package import Releases

/// Everything a segment's releases say, field by field: what answers and sessions are made from.
///
/// A number may be too uncertain to show; it is still the prior of a session.
package struct SegmentFindings: Sendable, Hashable {
  /// Measured fields; every one has a finding.
  package var fields: [DailyField: Finding]
  /// The circular mean of each dimension; every one has a finding.
  package var dimensions: [Dimension: Finding]
  /// The state of the segment.
  package var state: EstimateOutcome<SegmentState>
  /// Noisy number of people of the segment, by purpose.
  package var people: [ReleasePurpose: PeopleEstimate]
  /// Noisy number of people of the segment's interests in its region, for the purpose network.
  package var community: PeopleEstimate?
  /// What is drawn once a term for the segment.
  package var profile = ProfileFindings()
  /// What is drawn once a term for its region.
  package var network = NetworkFindings()

  /// Makes findings.
  package init(
    fields: [DailyField: Finding], dimensions: [Dimension: Finding],
    state: EstimateOutcome<SegmentState> = .withheld(.notReleased),
    people: [ReleasePurpose: PeopleEstimate], community: PeopleEstimate?
  ) {
    self.fields = fields
    self.dimensions = dimensions
    self.state = state
    self.people = people
    self.community = community
  }

  /// The finding of a field.
  package subscript(field: DailyField) -> Finding { fields[field] ?? .absent(.notReleased) }

  /// The finding of a dimension.
  package subscript(dimension: Dimension) -> Finding { dimensions[dimension] ?? .absent(.notReleased) }

  /// What derived fields are computed from.
  package var derivedInputs: DerivedInputs {
    let measured = fields.map { (DerivedInput.field($0.key), $0.value) }
    let personal = dimensions.map { (DerivedInput.dimension($0.key), $0.value) }
    return DerivedInputs(Dictionary(measured + personal, uniquingKeysWith: { first, _ in first }))
  }

  /// The same findings with a wider `scope` on the numbers that depend on a product category.
  package func forAllCategories() -> SegmentFindings {
    var wider = self
    for field in [DailyField.communityDrivenPurchases, .trendSetterScore, .sharingTendency] {
      guard case .known(var quantity) = self[field] else { continue }
      quantity.scope = Self.allCategories
      wider.fields[field] = .known(quantity)
    }
    return wider
  }

  /// The scope of a number that speaks of every product category.
  package static let allCategories = "all_categories"
}

extension Absence {
  /// The release has no such statistic.
  package static let notReleased = Absence(
    .notReleased, "is no part of this release; appears with the next one")
}
