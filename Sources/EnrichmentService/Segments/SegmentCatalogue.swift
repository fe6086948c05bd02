import Operations
import Segments
import EnrichmentSchema
import Privacy
package import Storage
import Synchronization
import WireFormat

/// The registered segments with their newest releases, in memory; at most a second old.
package final class SegmentCatalogue: Sendable {
  private let store: any Store
  private let edition = Mutex(CatalogueEdition?.none)

  /// A catalogue of a store; call `refresh()` before the first use.
  package init(store: any Store) { self.store = store }

  /// What there is now; nil before the first refresh.
  package var current: CatalogueEdition? { edition.withLock { $0 } }

  /// Reads registry and releases again when a newer epoch is there.
  package func refresh() async throws {
    let epochs = try await store.currentEpochs()
    let byRegion = Dictionary(epochs.map { ($0.region, $0) }, uniquingKeysWith: { first, _ in first })
    if let current, current.epochs == byRegion, !byRegion.isEmpty { return }
    let registry = try await RegisteredSegments.read(from: store)
    var releases: [String: SegmentRelease] = [:]
    for epoch in epochs {
      releases.merge(try await read(registry, epoch)) { $1 }
    }
    let fresh = try CatalogueEdition(registry: registry, epochs: byRegion, releases: releases)
    edition.withLock { $0 = fresh }
  }

  /// The catalogue as it was for a region at an earlier epoch; nil when nothing of it is stored.
  package func edition(region: String, epoch: Int64) async throws -> CatalogueEdition? {
    guard let current else { return nil }
    if current.epochs[region]?.epoch == epoch { return current }
    guard var earlier = current.epochs[region] else { return nil }
    earlier.epoch = epoch
    let releases = try await read(current.registry, earlier)
    guard !releases.isEmpty else { return nil }
    return try CatalogueEdition(registry: current.registry, epochs: current.epochs, releases: releases)
  }

  /// The releases of a region's cells and of its network, by id of the cell or region.
  private func read(_ registry: SegmentRegistry, _ epoch: CurrentEpoch) async throws -> [String: SegmentRelease] {
    let cells = registry.cells.filter { $0.region == epoch.region }.map(\.id) + [epoch.region]
    let rows = try await store.releases(cells: cells, statisticVersion: epoch.statisticVersion, epoch: epoch.epoch)
    var releases: [String: SegmentRelease] = [:]
    for case let row? in rows { releases[row.cellID] = try SegmentRelease(serializedBytes: row.bytes) }
    return releases
  }
}
