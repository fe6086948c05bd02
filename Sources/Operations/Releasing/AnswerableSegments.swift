import Answers
import EnrichmentSchema
import Segments

/// The segments of a region that its releases allow to answer for some purpose, unions of cells included.
struct AnswerableSegments {
  /// How many they are.
  let count: Int

  /// Counts them. Only verdicts and noisy counts of the releases are looked at.
  /// - Throws: `EstimateError` for releases that do not fit together.
  init(of region: String, in registry: SegmentRegistry, by releases: [SegmentRelease]) throws {
    let edition = try CatalogueEdition(
      registry: registry, epochs: [:],
      releases: Dictionary(releases.map { ($0.cellID, $0) }, uniquingKeysWith: { first, _ in first }))
    count = registry.segments.count { $0.region == region && !edition.answerable($0).isEmpty }
  }
}
