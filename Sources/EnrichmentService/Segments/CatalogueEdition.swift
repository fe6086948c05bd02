import Population
package import Answers
package import Releases
package import Segments
package import EnrichmentSchema
import Privacy
package import Storage

/// One moment of the catalogue. Immutable, so that a call sees one release from beginning to end.
package final class CatalogueEdition: Sendable {
  /// The registry.
  package let registry: SegmentRegistry
  /// Where each region's answers come from.
  package let epochs: [String: CurrentEpoch]
  private let releases: [String: SegmentRelease]
  private let admitted: [String: Set<ReleasePurpose>]

  /// Puts an edition together and judges once which segment may be answered for what.
  ///
  /// - Throws: `EstimateError` for releases that do not fit together.
  package init(
    registry: SegmentRegistry, epochs: [String: CurrentEpoch], releases: [String: SegmentRelease]
  ) throws {
    (self.registry, self.epochs, self.releases) = (registry, epochs, releases)
    var admitted: [String: Set<ReleasePurpose>] = [:]
    for segment in registry.segments {
      guard let estimates = try Self.estimates(ofCells: segment.cellIDs, in: releases) else { continue }
      admitted[segment.id] = Set(ReleasePurpose.allCases.filter(estimates.isAdmitted))
    }
    self.admitted = admitted
  }

  /// Whether anything was released at all.
  package var hasReleases: Bool { !releases.isEmpty }

  /// Purposes that a segment may be answered for.
  package func answerable(_ segment: SegmentDefinition) -> Set<ReleasePurpose> { admitted[segment.id] ?? [] }

  /// The segment itself when it may be answered, else its nearest parent that may.
  package func answering(
    _ segment: SegmentDefinition, for purpose: ReleasePurpose
  ) throws(RequestError) -> AnsweredSegment {
    try registry.answering(segment) { answerable($0).contains(purpose) }
  }

  /// What an answer about a segment is made from; nil when a cell of it has no release.
  package func source(of segment: AnsweredSegment) throws -> AnswerSource? {
    guard let estimates = try estimates(of: segment.answered) else { return nil }
    let community = try Self.estimates(
      ofCells: registry.communityCells(of: segment.answered).map(\.id), in: releases)
    let family = DailyFamily(sources: .all)
    let policy = try ReleaseBuilder(policy: estimates.policy, family: family).policy
    return AnswerSource(
      segment: segment, estimates: estimates, community: community, network: try network(of: segment.answered),
      policy: policy)
  }

  /// What is released of the networks of a segment's regions; nil when one of them has no release.
  private func network(of segment: SegmentDefinition) throws -> NetworkEstimates? {
    let regions = Set(segment.cellIDs.compactMap { registry.cell($0)?.region }).sorted()
    let networks = regions.compactMap { releases[$0] }
    let cells = registry.cells.filter { regions.contains($0.region) }.map(\.id)
    guard networks.count == regions.count, let estimates = try Self.estimates(ofCells: cells, in: releases) else {
      return nil
    }
    return try NetworkEstimates(networks, cells: estimates)
  }

  /// The released numbers of a segment; nil when a cell of it has no release.
  package func estimates(of segment: SegmentDefinition) throws -> SegmentEstimates? {
    try Self.estimates(ofCells: segment.cellIDs, in: releases)
  }

  /// The cut-off of a segment's oldest release; nil when a cell of it has none.
  package func cutOff(of segment: SegmentDefinition) -> Int64? {
    let parts = segment.cellIDs.map { releases[$0]?.cutOffUs }
    return parts.contains(nil) ? nil : parts.compactMap { $0 }.min()
  }

  /// Whether any row behind a segment came from a generator.
  package func isSimulated(_ segment: SegmentDefinition) -> Bool {
    segment.cellIDs.contains { releases[$0]?.simulated == true }
  }

  private static func estimates(
    ofCells cells: [String], in releases: [String: SegmentRelease]
  ) throws -> SegmentEstimates? {
    let parts = cells.compactMap { releases[$0] }
    guard parts.count == cells.count, let name = parts.first?.policy, let policy = PrivacyPolicy.named(name) else {
      return nil
    }
    return try SegmentEstimates(parts, policy: policy)
  }
}
