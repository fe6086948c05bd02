package import EnrichmentSchema
package import Releases
package import Segments
package import WireFormat

extension Segment {
  /// A registered segment as it is listed.
  ///
  /// - Parameters:
  ///   - answerable: purposes that its newest release may answer.
  ///   - dataFreshness: cut-off of the newest release; nil before the first.
  ///   - simulated: true when any row behind it came from a generator.
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
