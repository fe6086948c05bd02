package import Personality
package import Population
package import Releases
import Segments

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

extension SegmentFindings {
  /// The findings of a segment's releases.
  ///
  /// - Parameters:
  ///   - estimates: what the releases of the segment's cells say.
  ///   - scope: empty, or what the segment covers when it is wider than asked.
  ///   - community: people of the segment's interests in its region; nil when their cells are not released.
  ///   - network: what the releases of its regions say; nil when there is none.
  package init(
    _ estimates: SegmentEstimates, scope: String = "", community: PeopleEstimate?, network: NetworkEstimates? = nil
  ) {
    // Numbers of any confidence: `Finding.shown` withholds the uncertain ones, after a session has moved them.
    let fields = DailyField.allCases.map { field in
      (field, Finding(estimates.outcome(of: field, leastConfidence: 0), purpose: field.purpose, scope: scope))
    }
    let state = estimates.state()
    self.init(
      fields: Dictionary(uniqueKeysWithValues: fields), dimensions: [:], state: state,
      people: Dictionary(uniqueKeysWithValues: ReleasePurpose.allCases.map { ($0, estimates.people($0)) }),
      community: community)
    profile = ProfileFindings(estimates, scope: scope)
    if let network {
      self.network = NetworkFindings(network, scope: estimates.cells < network.cells.cells ? Self.region : scope)
    }
    for dimension in Dimension.allCases {
      dimensions[dimension] = Self.finding(of: dimension, in: state, scope: scope)
    }
  }

  /// The scope of a number that speaks of a whole region.
  private static let region = SegmentDefinition.Extent.region.rawValue

  private static func finding(
    of dimension: Dimension, in state: EstimateOutcome<SegmentState>, scope: String
  ) -> Finding {
    switch state {
    case .withheld(let reason): .absent(Absence(reason, purpose: .personality))
    case .released(let state): Finding(dimension, of: state, scope: scope)
    }
  }
}

extension Finding {
  /// A released number, or why there is none.
  init(_ outcome: EstimateOutcome<Quantity>, purpose: ReleasePurpose, scope: String) {
    switch outcome {
    case .withheld(let reason): self = .absent(Absence(reason, purpose: purpose))
    case .released(var quantity):
      if quantity.scope.isEmpty { quantity.scope = scope }
      self = .known(quantity)
    }
  }

  /// The circular mean of a dimension.
  init(_ dimension: Dimension, of state: SegmentState, scope: String) {
    guard state[dimension] != nil else {
      self = .absent(Absence(.noSource, purpose: .personality))
      return
    }
    guard var quantity = Quantity(dimension, of: state) else {
      self = .absent(Absence(.splitPopulation, purpose: .personality))
      return
    }
    quantity.scope = scope
    self = .known(quantity)
  }
}

extension Quantity {
  /// The circular mean of a dimension, one of as many numbers as the state has; `nil` without a source, or when the
  /// crowd is split.
  init?(_ dimension: Dimension, of state: SegmentState) {
    guard let estimate = state.estimate(of: dimension) else { return nil }
    self.init(
      value: estimate.value, standardError: estimate.standardError, bias: estimate.allowance,
      tolerance: DimensionEstimate.tolerance)
    (directionError, vectorLength) = (estimate.jointError, state.dimensions.count)
  }
}

extension Absence {
  /// The reason with its words.
  init(_ reason: WithheldReason, purpose: ReleasePurpose) {
    switch reason {
    case .noSource: self.init(reason, "the region's data has no source for it")
    case .notAdmitted: self.init(reason, "too few people of the segment may be counted for \(purpose.rawValue)")
    case .splitPopulation: self.init(reason, "the segment is divided so evenly that a mean says nothing")
    case .lowConfidence: self.init(reason, "too uncertain; appears with more people in the segment")
    case .notReleased: self = .notReleased
    case .missingInput: self.init(reason, "a number it is computed from is withheld")
    case .notRequestedData: self.init(reason, "the request does not hold what it is computed from")
    }
  }
}
