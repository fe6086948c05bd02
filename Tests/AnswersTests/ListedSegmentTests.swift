import Answers
import EngineFixtures
import EnrichmentSchema
import Releases
import Segments
import Testing

@Suite("segments as they are listed", .timeLimit(.minutes(1)))
struct ListedSegmentTests {
  @Test("a listed segment resolves to itself by its own description")
  func listed() throws {
    let registry = try RegistryFixtures.registry()
    for definition in registry.segments where definition.isDescribable {
      let listed = Segment(definition, answerable: [.behavior], dataFreshness: nil, simulated: true)
      var request = UserSegment()
      request.geographicRegion = listed.geographicRegion
      request.demographics = listed.demographics
      #expect(try registry.resolve(request).id == listed.segmentID)
      #expect(listed.answerable == ["behavior"] && Int(listed.cells) == definition.cellIDs.count)
    }
  }
}
