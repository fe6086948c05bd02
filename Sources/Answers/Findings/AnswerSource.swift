package import Releases
package import Segments
package import EnrichmentSchema

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
    metadata.withheld = withheld
    return metadata
  }
}
