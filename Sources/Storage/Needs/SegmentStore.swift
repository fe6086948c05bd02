/// A registered segment as it is stored: its definition is opaque here.
package struct SegmentRow: Sendable, Hashable {
  /// Id of the segment, 1 to 256 bytes.
  package var id: String
  /// Version, from 1; a change of definition is a new version.
  package var version: Int64
  /// Region.
  package var region: String
  /// The definition as its owner encodes it.
  package var definition: [UInt8]

  /// A definition.
  package init(id: String, version: Int64, region: String, definition: [UInt8]) {
    self.id = id
    self.version = version
    self.region = region
    self.definition = definition
  }
}

/// Registered segments. A version is never edited, only superseded by a higher one.
package protocol SegmentStore: Sendable {
  /// Registers definitions, all or none. The same version with the same content is a no-op. Throws `conflict` when it
  /// exists with other content or the version is not the next one, `notFound` when the region is not stored.
  func registerSegments(_ segments: [SegmentRow], at now: Int64) async throws(StoreError)
  /// Newest versions in order of id, those after `after` only, at most `limit`: page by page until a page is not full.
  func segments(after: String?, limit: Int) async throws(StoreError) -> [SegmentRow]
}
