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
    behavior(response.realWorldBehavior, response.estimates, &check)
    implications(response.productImplications, &check)
    provenance(response.marketSegmentMetadata, .behavior, response.estimates, &check)
    asOf(response.realWorldBehavior?.measures ?? [], response.marketSegmentMetadata, &check)
    return check.violations
  }

  /// The contradictions of an answer about influence; empty when it is consistent.
  package func violations(in response: GetCommunityInfluenceResponse) -> [ConsistencyViolation] {
    var check = ConsistencyCheck()
    let people = Double(response.marketSegmentMetadata?.sampleSize ?? 0)
    patterns(response.communityInfluencePatterns, response.estimates, people: people, &check)
    purchases(response.purchaseBehavior, &check)
    marketing(response.marketingImplications, &check)
    provenance(response.marketSegmentMetadata, .network, response.estimates, &check)
    asOf(response.purchaseBehavior?.measures ?? [], response.marketSegmentMetadata, &check)
    return check.violations
  }

  /// The contradictions of an answer about personality; empty when it is consistent.
  package func violations(in response: GetQuantumPersonalityResponse) -> [ConsistencyViolation] {
    var check = ConsistencyCheck()
    personality(response, &check)
    provenance(response.marketSegmentMetadata, .personality, response.estimates, &check)
    return check.violations
  }

  /// The contradictions of a session's view; empty when it is consistent. A changed part is checked like a whole one.
  package func violations(in view: SessionView) -> [ConsistencyViolation] {
    var check = ConsistencyCheck()
    behavior(view.realWorldBehavior, view.estimates, &check)
    implications(view.productImplications, &check)
    let people = findings.people[.network].map { Double($0.rounded) } ?? 0
    patterns(view.communityInfluencePatterns, view.estimates, people: people, &check)
    purchases(view.purchaseBehavior, &check)
    marketing(view.marketingImplications, &check)
    dimensions(view.personalityProfile, &check)
    return check.violations
  }
}

extension RealWorldBehavior {
  /// Every measure that is there.
  var measures: [Measure] {
    [averageDwellTime, returnVisitRate, explorationTendency, communityEngagement].compactMap { $0 }
  }
}

extension PurchaseBehavior {
  /// Every measure that is there.
  var measures: [Measure] {
    [communityDrivenPurchases, trendSetterScore, viralPotential, socialSharingTendency].compactMap { $0 }
  }
}

extension ConsistencyValidator {
  /// F-11: times and numbers of people that are possible.
  func provenance(
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

  /// F-11: no field is newer than the answer.
  func asOf(
    _ measures: [Measure], _ metadata: MarketSegmentMetadata?, _ check: inout ConsistencyCheck
  ) {
    guard let freshness = metadata?.dataFreshness?.microseconds else { return }
    for asOf in measures.compactMap({ $0.asOf?.microseconds }) {
      check.require(asOf <= freshness, .provenance, "as_of", "is after data_freshness")
    }
  }
}
