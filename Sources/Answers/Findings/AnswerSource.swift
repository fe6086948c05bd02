package import EnrichmentSchema
import Measures
package import Privacy
package import Releases
package import Segments

/// What one answer is made from: the segment that answers, its findings, and where they come from.
package struct AnswerSource: Sendable, Hashable {
  /// The segment asked for and the one that answers.
  package let segment: AnsweredSegment
  /// What its releases say.
  package var findings: SegmentFindings
  /// The releases behind it.
  package let provenance: Provenance

  /// Makes a source.
  package init(segment: AnsweredSegment, findings: SegmentFindings, provenance: Provenance) {
    self.segment = segment
    self.findings = findings
    self.provenance = provenance
  }

  /// The metadata of an answer for one purpose.
  package func metadata(for purpose: ReleasePurpose, withheld: [Withheld]) -> MarketSegmentMetadata {
    var metadata = provenance.metadata
    if let people = findings.people[purpose] { metadata.sampleSize = Int32(clamping: people.rounded) }
    metadata.geographicCoverage = segment.answered.region
    metadata.segmentID = segment.answered.id
    metadata.calibratedOn = DimensionPolicy.calibrations[segment.answered.region] ?? ""
    metadata.withheld = withheld
    return metadata
  }
}

extension AnswerSource {
  /// A source from the releases of the answering segment's cells.
  ///
  /// - Parameters:
  ///   - segment: the segment asked for and the one that answers.
  ///   - estimates: what the releases of the answering segment's cells say.
  ///   - community: the same of its community cells (`SegmentRegistry.communityCells`); nil when not all are released.
  ///   - network: what the releases of its regions say of their networks; nil when one is not released.
  ///   - policy: the policy in force.
  package init(
    segment: AnsweredSegment, estimates: SegmentEstimates, community: SegmentEstimates?,
    network: NetworkEstimates? = nil, policy: CompiledPolicy
  ) {
    self.init(
      segment: segment,
      findings: SegmentFindings(
        estimates, scope: segment.scope, community: community?.people(.network), network: network),
      provenance: Provenance(estimates, policy: policy))
  }
}

extension Provenance {
  /// Where the numbers of these releases come from.
  package init(_ estimates: SegmentEstimates, policy: CompiledPolicy) {
    self.init(
      releaseID: estimates.releaseIDs.joined(separator: ","), cutOff: estimates.cutOff,
      isSimulated: estimates.isSimulated,
      policy: PolicyStatement(policy, version: estimates.releases.first?.policyVersion ?? ""),
      dataVersion: estimates.releases.first?.statisticVersion ?? "")
  }
}

extension PolicyStatement {
  /// Delta of the conversion from rho; the selection of cells adds its own.
  package static let conversionDelta = 1e-6

  /// What an answer says of a policy: epsilon of a full year, and delta of conversion and selection together.
  package init(_ compiled: CompiledPolicy, version: String) {
    let policy = compiled.policy
    self.init(
      name: policy.name, version: version, floor: Int32(clamping: policy.admission.rule.floor),
      epsilon: compiled.epsilonOfCap(delta: Self.conversionDelta) ?? .infinity,
      delta: Self.conversionDelta + Double(policy.cap.perYear.deltaUnits) * 1e-18)
  }
}
