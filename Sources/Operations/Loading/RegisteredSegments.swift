package import Segments
package import Storage

/// The registry of a store, read from its rows.
package enum RegisteredSegments {
  /// Every registered segment and its cells.
  package static func read(from store: any SegmentStore) async throws -> SegmentRegistry {
    var segments: [SegmentDefinition] = []
    var after: String?
    while true {
      let page = try await store.segments(after: after, limit: 1_000)
      for row in page { segments.append(try SegmentDefinition(encoded: row.definition)) }
      guard page.count == 1_000, let last = page.last else { break }
      after = last.id
    }
    return try SegmentRegistry(segments: segments)
  }

  /// Registers the segments of a plan, leaving those that stand as they are; `now` in microseconds since 1970 UTC.
  package static func register(_ plan: RegionPlan, in store: any SegmentStore, at now: Int64) async throws {
    let registry = try SegmentRegistry(plans: [plan])
    try await store.registerSegments(
      registry.segments.map { SegmentRow(id: $0.id, version: 1, region: $0.region, definition: $0.encoded) },
      at: now)
  }
}
