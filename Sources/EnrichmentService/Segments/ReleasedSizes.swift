import Answers
package import Releases
import Segments
package import Storage

/// How many people the segments of a region have, with the noise that their release has paid for.
package enum ReleasedSizes {
  /// The segments of one base cell each and the whole region, in order, with the people counted for behaviour; empty
  /// before the first release.
  ///
  /// - Throws: `StoreError` and `EstimateError`.
  package static func read(
    region: String, from store: any ReleaseStore & SegmentStore
  ) async throws -> [(segment: String, people: PeopleEstimate)] {
    let catalogue = SegmentCatalogue(store: store)
    try await catalogue.refresh()
    guard let edition = catalogue.current else { return [] }
    let shown = edition.registry.segments.filter {
      $0.region == region && ($0.extent == .region || $0.cellIDs.count == 1)
    }
    return try shown.compactMap { segment in
      try edition.estimates(of: segment).map { (segment.id, $0.people(.behavior)) }
    }
  }
}
