package import EnrichmentSchema
package import Personality
import Population
package import Releases
package import Segments
import WireFormat

/// What a catalogue is ranked with: the state of a segment's personality, the affinity of its region, or both.
package struct CatalogueSource: Sendable {
  /// The segment that was asked for.
  package let segment: SegmentDefinition
  /// What is released of the segment; `nil` where too few people are in it and in its parents.
  package let prepared: PreparedSource?
  /// What is released of affinity in its region; `nil` without zones or before the first such release.
  package let affinity: RegionAffinity?

  /// A source.
  package init(segment: SegmentDefinition, prepared: PreparedSource?, affinity: RegionAffinity?) {
    (self.segment, self.prepared, self.affinity) = (segment, prepared, affinity)
  }

  /// The segment's state; `nil` where its releases say nothing of personality.
  package var state: SegmentState? { prepared?.personality.outcome.value }

  /// Where the numbers come from, with what is withheld.
  package func metadata(withheld: [Withheld]) -> MarketSegmentMetadata {
    if let prepared { return prepared.source.metadata(for: .personality, withheld: withheld) }
    var metadata = MarketSegmentMetadata()
    metadata.geographicCoverage = segment.region
    metadata.segmentID = segment.id
    metadata.withheld = withheld
    guard let affinity else { return metadata }
    metadata.dataFreshness = GoogleProtobufTimestamp(microseconds: affinity.cutOff)
    metadata.releaseID = affinity.releaseID
    metadata.policy = affinity.policy
    metadata.policyVersion = affinity.policyVersion
    metadata.floor = Int32(clamping: affinity.floor)
    metadata.simulated = affinity.isSimulated
    return metadata
  }
}
