package import EnrichmentSchema
import Privacy
import Releases
import WireFormat

/// Looks for contradictions in an answer before it is kept. A pure function of the answer and of what it was made
/// from; it mends nothing.
package struct ConsistencyValidator: Sendable {
  /// The clock, in microseconds since 1970 UTC.
  package let now: Int64
  /// What the answer was made from.
  package let findings: SegmentFindings
  /// The published formulas.
  package let table: DerivedCoefficients

  /// What derived fields are computed from.
  let inputs: DerivedInputs

  /// Makes a validator of answers made from `findings`.
  ///
  /// - Parameter inputs: those of the findings, when they are at hand; nil to read them from there.
  package init(
    now: Int64, findings: SegmentFindings, table: DerivedCoefficients = .standard, inputs: DerivedInputs? = nil
  ) {
    self.now = now
    self.findings = findings
    self.table = table
    self.inputs = inputs ?? findings.derivedInputs
  }

  /// The contradictions of an answer about behaviour; empty when it is consistent.
  package func violations(in response: GetRealWorldBehaviorResponse) -> [ConsistencyViolation] {
    var check = ConsistencyCheck()
    checkBehavior(response.realWorldBehavior, response.estimates, &check)
    checkImplications(response.productImplications, &check)
    checkProvenance(response.marketSegmentMetadata, .behavior, response.estimates, &check)
    checkDates(
      response.realWorldBehavior?.measures ?? [], "real_world_behavior", response.marketSegmentMetadata, &check)
    return check.violations
  }

  /// The contradictions of an answer about influence; empty when it is consistent.
  package func violations(in response: GetCommunityInfluenceResponse) -> [ConsistencyViolation] {
    var check = ConsistencyCheck()
    let people = Double(response.marketSegmentMetadata?.sampleSize ?? 0)
    checkPatterns(response.communityInfluencePatterns, response.estimates, people: people, &check)
    checkPurchases(response.purchaseBehavior, &check)
    checkMarketing(response.marketingImplications, &check)
    checkProvenance(response.marketSegmentMetadata, .network, response.estimates, &check)
    checkDates(response.purchaseBehavior?.measures ?? [], "purchase_behavior", response.marketSegmentMetadata, &check)
    return check.violations
  }

  /// The contradictions of an answer about personality; empty when it is consistent.
  package func violations(in response: GetQuantumPersonalityResponse) -> [ConsistencyViolation] {
    var check = ConsistencyCheck()
    checkPersonality(response, &check)
    checkProvenance(response.marketSegmentMetadata, .personality, response.estimates, &check)
    return check.violations
  }

  /// The contradictions of a session's view; empty when it is consistent. A changed part is checked like a whole one.
  package func violations(in view: SessionView) -> [ConsistencyViolation] {
    var check = ConsistencyCheck()
    checkBehavior(view.realWorldBehavior, view.estimates, &check)
    checkImplications(view.productImplications, &check)
    let people = findings.people[.network].map { Double($0.rounded) } ?? 0
    checkPatterns(view.communityInfluencePatterns, view.estimates, people: people, &check)
    checkPurchases(view.purchaseBehavior, &check)
    checkMarketing(view.marketingImplications, &check)
    checkDimensions(view.personalityProfile, &check)
    return check.violations
  }
}

extension RealWorldBehavior {
  /// Every measure that is there, with the name of its field.
  var measures: [(name: String, measure: Measure)] {
    [
      ("average_dwell_time", averageDwellTime), ("return_visit_rate", returnVisitRate),
      ("exploration_tendency", explorationTendency), ("community_engagement", communityEngagement),
    ].compactMap { name, measure in measure.map { (name, $0) } }
  }
}

extension PurchaseBehavior {
  /// Every measure that is there, with the name of its field.
  var measures: [(name: String, measure: Measure)] {
    [
      ("community_driven_purchases", communityDrivenPurchases), ("trend_setter_score", trendSetterScore),
      ("viral_potential", viralPotential), ("social_sharing_tendency", socialSharingTendency),
    ].compactMap { name, measure in measure.map { (name, $0) } }
  }
}

extension ConsistencyValidator {
  /// Requires times and numbers of people that are possible.
  func checkProvenance(
    _ metadata: MarketSegmentMetadata?, _ purpose: ReleasePurpose, _ estimates: FieldMap<String, Estimate>,
    _ check: inout ConsistencyCheck
  ) {
    let path = "market_segment_metadata"
    guard let metadata, let freshness = metadata.dataFreshness?.microseconds else {
      check.require(false, .provenance, "\(path).data_freshness", "is absent")
      return
    }
    check.require(freshness <= now, .provenance, "\(path).data_freshness", "is after the clock")
    let late = estimates.filter { $0.value.asOf?.microseconds.map { $0 > freshness } ?? false }
    for field in late.map(\.key).sorted() {
      check.require(false, .provenance, "estimates.\(field).as_of", "is after data_freshness")
    }
    let deviation = findings.people[purpose]?.noiseDeviation ?? 0
    let least = Double(metadata.floor) - Confidence.halfWidth95(standardError: deviation) - 0.5
    check.require(
      Double(metadata.sampleSize) >= least, .provenance, "\(path).sample_size",
      "\(metadata.sampleSize) is below the floor of \(metadata.floor) by more than its noise explains")
  }

  /// Requires that no measure of the group at `path` is newer than `data_freshness`.
  func checkDates(
    _ measures: [(name: String, measure: Measure)], _ path: String, _ metadata: MarketSegmentMetadata?,
    _ check: inout ConsistencyCheck
  ) {
    guard let freshness = metadata?.dataFreshness?.microseconds else { return }
    for (name, measure) in measures {
      guard let asOf = measure.asOf?.microseconds else { continue }
      check.require(asOf <= freshness, .provenance, "\(path).\(name).as_of", "is after data_freshness")
    }
  }
}
