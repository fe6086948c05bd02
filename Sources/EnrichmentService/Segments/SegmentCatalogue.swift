package import Answers
import EnrichmentSchema
import Operations
import Releases
import Segments
package import Storage
import Synchronization
import WireFormat

/// The registered segments with their newest releases, in memory; at most a second old.
package final class SegmentCatalogue: Sendable {
  private let releases: any ReleaseStore
  private let segments: any SegmentStore
  private let editions = Mutex(Editions())

  private struct Editions {
    var current: CatalogueEdition?
    /// Those that sessions were resumed on since `current` was read, so that all of them share one.
    var earlier: [EarlierRelease: CatalogueEdition] = [:]
  }

  private struct EarlierRelease: Hashable {
    let region: String
    let epoch: Int64
  }

  /// Earlier editions kept at once.
  private let mostEarlier: Int

  /// A catalogue of a store; call `refresh()` before the first use.
  package init(store: any ReleaseStore & SegmentStore, limits: SessionLimits = SessionLimits()) {
    (releases, segments, mostEarlier) = (store, store, limits.keptReleases)
  }

  /// What there is now; nil before the first refresh.
  package var current: CatalogueEdition? { editions.withLock { $0.current } }

  /// Reads registry and releases again when a newer epoch is there.
  package func refresh() async throws {
    let stored = try await releases.currentEpochs()
    let epochs = Dictionary(stored.map { ($0.region, ReleasedEpoch($0)) }, uniquingKeysWith: { first, _ in first })
    if let current, current.epochs == epochs, !epochs.isEmpty { return }
    let registry = try await RegisteredSegments.read(from: segments)
    var releases: [String: SegmentRelease] = [:]
    var affinities: [String: RegionAffinity] = [:]
    for (region, epoch) in epochs {
      releases.merge(try await read(registry, region, epoch)) { $1 }
      affinities[region] = try await readAffinity(region, epoch)
    }
    let fresh = try CatalogueEdition(
      registry: registry, epochs: epochs, releases: releases, affinities: affinities)
    editions.withLock { $0 = Editions(current: fresh) }
  }

  /// The catalogue as it was for a region at an earlier epoch; nil when nothing of it is stored.
  package func edition(region: String, epoch: Int64) async throws -> CatalogueEdition? {
    guard let current, var released = current.epochs[region] else { return nil }
    if released.epoch == epoch { return current }
    let name = EarlierRelease(region: region, epoch: epoch)
    if let known = editions.withLock({ $0.earlier[name] }) { return known }
    released.epoch = epoch
    let releases = try await read(current.registry, region, released)
    guard !releases.isEmpty else { return nil }
    let made = try CatalogueEdition(registry: current.registry, epochs: current.epochs, releases: releases)
    return editions.withLock { editions in
      guard editions.current === current else { return made }
      if let first = editions.earlier[name] { return first }
      if editions.earlier.count >= mostEarlier { editions.earlier.removeAll() }
      editions.earlier[name] = made
      return made
    }
  }

  /// The releases of a region's cells and of its network, by id of the cell or region.
  private func read(
    _ registry: SegmentRegistry, _ region: String, _ epoch: ReleasedEpoch
  ) async throws -> [String: SegmentRelease] {
    let cells = registry.cells.filter { $0.region == region }.map(\.id) + [region]
    let rows = try await releases.releases(cells: cells, statisticVersion: epoch.statisticVersion, epoch: epoch.epoch)
    var releases: [String: SegmentRelease] = [:]
    for case let row? in rows { releases[row.cellID] = try SegmentRelease(serializedBytes: row.bytes) }
    return releases
  }
}

extension SegmentCatalogue {
  /// What a region's release says of its zones and items, from the epoch that drew it; nil where nothing does. One that is
  /// in memory is not read again: it is megabytes.
  private func readAffinity(_ region: String, _ epoch: ReleasedEpoch) async throws -> RegionAffinity? {
    guard let named = try await affinityRelease(region, epoch, at: epoch.epoch) else { return nil }
    let drawn = named.drawnEpoch == 0 ? epoch.epoch : named.drawnEpoch
    if let known = current?.affinities[region], known.epoch == drawn { return known }
    let release = named.drawnEpoch == 0 ? named : try await affinityRelease(region, epoch, at: drawn)
    return try release.map { release throws(AffinityError) in try RegionAffinity(release) }
  }

  private func affinityRelease(
    _ region: String, _ epoch: ReleasedEpoch, at number: Int64
  ) async throws -> AffinityRelease? {
    let rows = try await releases.releases(
      cells: [AffinityRelease.cellID(ofRegion: region)], statisticVersion: epoch.statisticVersion, epoch: number)
    guard let row = rows.first.flatMap(\.self) else { return nil }
    return try AffinityRelease(serializedBytes: row.bytes)
  }
}

extension ReleasedEpoch {
  /// What answers need to know of a region's current release.
  init(_ stored: CurrentEpoch) {
    self.init(
      epoch: stored.epoch, releaseID: stored.releaseID, statisticVersion: stored.statisticVersion,
      policyVersion: stored.policyVersion)
  }
}
