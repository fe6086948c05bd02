package import EnrichmentSchema
import Population
import Privacy
package import Releases
package import Segments
import Synchronization

/// The release that a region answers from.
package struct ReleasedEpoch: Sendable, Hashable {
  /// Epoch of the store, from 1.
  package var epoch: Int64
  /// Identity of the release run.
  package let releaseID: String
  /// Version of the set of statistics and formulas.
  package let statisticVersion: String
  /// Hash of every parameter of the policy.
  package let policyVersion: String

  /// Names a release.
  package init(epoch: Int64, releaseID: String, statisticVersion: String, policyVersion: String) {
    (self.epoch, self.releaseID) = (epoch, releaseID)
    (self.statisticVersion, self.policyVersion) = (statisticVersion, policyVersion)
  }
}

/// One moment of the catalogue. Immutable, so that a call sees one release from beginning to end.
///
/// What the answers about a segment are made from is computed when it is first asked for and kept as long as the
/// edition: at most once for each segment that is asked for and each one that answers in its place.
package final class CatalogueEdition: Sendable {
  /// The registry.
  package let registry: SegmentRegistry
  /// Where each region's answers come from.
  package let epochs: [String: ReleasedEpoch]
  /// What is released of zones and items, by region; a region without has none.
  package let affinities: [String: RegionAffinity]
  private let releases: [String: SegmentRelease]
  private let admitted: [String: Set<ReleasePurpose>]
  private let prepared = Mutex<[AnsweredPair: PreparedSource]>([:])

  /// The ids of the segment that is asked for and of the one that answers.
  private struct AnsweredPair: Hashable {
    let asked: String
    let answered: String

    init(_ segment: AnsweredSegment) { (asked, answered) = (segment.asked.id, segment.answered.id) }
  }

  /// Puts an edition together and judges once which segment may be answered for what.
  ///
  /// - Parameters:
  ///   - registry: the segments that may be asked for.
  ///   - epochs: the release of each region that has one.
  ///   - releases: the stored releases, by id of the cell, and of the region for its network.
  ///   - affinities: what is released of zones and items, by region.
  /// - Throws: `EstimateError` for releases that do not fit together.
  package init(
    registry: SegmentRegistry, epochs: [String: ReleasedEpoch], releases: [String: SegmentRelease],
    affinities: [String: RegionAffinity] = [:]
  ) throws {
    (self.registry, self.epochs, self.releases) = (registry, epochs, releases)
    self.affinities = affinities
    var admitted: [String: Set<ReleasePurpose>] = [:]
    for segment in registry.segments {
      guard let estimates = try Self.estimates(ofCells: segment.cellIDs, in: releases) else { continue }
      admitted[segment.id] = Set(ReleasePurpose.allCases.filter(estimates.isAdmitted))
    }
    self.admitted = admitted
  }

  /// Whether anything was released at all.
  package var hasReleases: Bool { !releases.isEmpty || !affinities.isEmpty }

  /// Purposes that a segment may be answered for.
  package func answerable(_ segment: SegmentDefinition) -> Set<ReleasePurpose> { admitted[segment.id] ?? [] }

  /// The segment itself when it may be answered, else its nearest parent that may.
  package func answering(
    _ segment: SegmentDefinition, for purpose: ReleasePurpose
  ) throws(RequestError) -> AnsweredSegment {
    try registry.answering(segment) { answerable($0).contains(purpose) }
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
}

// MARK: What answers are made from

extension CatalogueEdition {
  /// Whether `source(of:)` has its answer at hand. Otherwise it takes milliseconds, which an I/O loop does not have.
  package func isPrepared(_ segment: AnsweredSegment) -> Bool {
    prepared.withLock { $0[AnsweredPair(segment)] != nil }
  }

  /// What an answer about a segment is made from, the same object every time; nil when a cell of it has no release.
  ///
  /// Two callers that come first at the same time may both compute it; one result is kept and given to both.
  package func source(of segment: AnsweredSegment) throws -> PreparedSource? {
    let pair = AnsweredPair(segment)
    if let known = prepared.withLock({ $0[pair] }) { return known }
    guard let made = try makeSource(of: segment) else { return nil }
    return prepared.withLock { prepared in
      if let first = prepared[pair] { return first }
      prepared[pair] = made
      return made
    }
  }

  /// The released numbers of a segment; nil when a cell of it has no release.
  package func estimates(of segment: SegmentDefinition) throws -> SegmentEstimates? {
    try Self.estimates(ofCells: segment.cellIDs, in: releases)
  }

  private func makeSource(of segment: AnsweredSegment) throws -> PreparedSource? {
    guard let estimates = try estimates(of: segment.answered) else { return nil }
    let community = try Self.estimates(
      ofCells: registry.communityCells(of: segment.answered).map(\.id), in: releases)
    let policy = try ReleaseBuilder(policy: estimates.policy, family: DailyFamily(sources: .all)).policy
    return PreparedSource(
      AnswerSource(
        segment: segment, estimates: estimates, community: community, network: try network(of: segment.answered),
        policy: policy), affinity: affinities[segment.asked.region])
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
