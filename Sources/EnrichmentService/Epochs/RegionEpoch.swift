import Enrichment
import EnrichmentSchema
import Storage
import WireFormat

/// One region's part of an epoch.
struct RegionEpoch: Sendable {
  let region: Region
  /// Cut-off in microseconds since 1970 UTC.
  let cutOff: Int64
  /// Admissions whose term still runs, by cell; empty when a new term begins.
  let terms: [String: [Admission]]
}

/// Admissions hold for a term: checking the floor at every epoch would tell who came and went.
enum RunningTerms {
  /// The admissions of the region's newest release, when it has the same policy and its term still runs.
  static func read(
    from store: any Store, region: String, policyVersion: String, cutOff: Int64, days: Int
  ) async throws -> [String: [Admission]] {
    guard let current = try await store.currentEpoch(of: region), current.policyVersion == policyVersion else {
      return [:]
    }
    let registry = try await RegisteredSegments.read(from: store)
    let cells = registry.cells.filter { $0.region == region }.map(\.id)
    let rows = try await store.releases(
      cells: cells, statisticVersion: current.statisticVersion, epoch: current.epoch)
    var terms: [String: [Admission]] = [:]
    let end = cutOff - Int64(days) * RegionCalendar.day
    for row in rows {
      guard let row else { return [:] }
      let release = try SegmentRelease(serializedBytes: row.bytes)
      let runs = release.admissions.allSatisfy { $0.termStartUs > end && $0.termStartUs <= cutOff }
      guard runs, !release.admissions.isEmpty else { return [:] }
      terms[release.cellID] = release.admissions
    }
    return terms
  }
}

/// The exact sums of a region's cells while an epoch is computed.
struct CellSums: Sendable {
  private var accumulators: [String: CellAccumulator]
  private let order: [BaseCell]
  private let registry: SegmentRegistry

  init(cells: [BaseCell], family: DailyFamily, registry: SegmentRegistry) {
    order = cells
    self.registry = registry
    accumulators = Dictionary(
      cells.map { ($0.id, CellAccumulator(family: family)) }, uniquingKeysWith: { first, _ in first })
  }

  /// Adds a person to the cell they belong to; who belongs to none is in no statistic.
  mutating func add(_ records: AgentRecords, in context: MeasureContext) {
    let consents = records.person.consents
    let interest =
      consents.contains(.behavior)
      ? VisitHistory(records.visits, in: context.window).interestCluster : InterestCluster.unknown
    let cell = registry.cell(region: records.person.region, age: records.person.ageBand, interest: interest)
    guard let cell else { return }
    let measures = AgentMeasures.measure(records, in: context, consents: consents) { _ in true }
    accumulators[cell.id]?.add(measures)
  }

  /// The cells with their sums, in a fixed order.
  var cells: [(BaseCell, CellAccumulator)] {
    order.compactMap { cell in accumulators[cell.id].map { (cell, $0) } }
  }
}
