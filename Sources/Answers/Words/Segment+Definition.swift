package import EnrichmentSchema
package import Releases
package import Segments
package import WireFormat

extension Segment {
  /// A registered segment as `ListSegments` shows it.
  ///
  /// - Parameters:
  ///   - definition: the segment in the registry.
  ///   - answerable: purposes for which its newest release may be answered.
  ///   - dataFreshness: cut-off of its newest release; nil before the first.
  ///   - simulated: whether any row behind that release came from a generator.
  package init(
    _ definition: SegmentDefinition, answerable: [ReleasePurpose], dataFreshness: GoogleProtobufTimestamp?,
    simulated: Bool
  ) {
    self.init()
    segmentID = definition.id
    geographicRegion = definition.region
    if definition.ageRange != nil || definition.interestCluster != nil {
      var demographics = Demographics()
      demographics.ageRange = definition.ageRange.map { [Int32($0.from), Int32($0.to)] } ?? []
      demographics.interests = definition.interests
      self.demographics = demographics
    }
    self.answerable = answerable.map(\.rawValue)
    self.dataFreshness = dataFreshness
    cells = Int32(clamping: definition.cellIDs.count)
    self.simulated = simulated
  }
}
