import Measures
import Population
import Releases
import Segments
import EnrichmentSchema
import Privacy
import Storage
import WireFormat

/// One region's part of an epoch.
struct RegionEpoch: Sendable {
  let region: Region
  /// Cut-off in microseconds since 1970 UTC.
  let cutOff: Int64
  /// The region's newest releases; nil when a cell has none under this policy, so that everything begins anew.
  let previous: PreviousReleases?
  /// Whether a term of admission begins.
  let beginsAdmission: Bool
  private let begun: Set<String>

  init(region: Region, cutOff: Int64, policy: PrivacyPolicy, previous: PreviousReleases?) {
    self.region = region
    self.cutOff = cutOff
    self.previous = previous
    let running = { (start: Int64?, days: Int) in
      start.map { $0 > cutOff - Int64(days) * RegionCalendar.day && $0 <= cutOff } ?? false
    }
    beginsAdmission = !running(previous?.admittedAt, policy.admission.termDays)
    var begun: Set<String> = []
    if !ProfileFamily(sources: region.sources).statistics.isEmpty,
      !running(previous?.profileAsOf, policy.profile.termDays)
    {
      begun.insert(policy.profile.name)
    }
    if !NetworkFamily(sources: region.sources).statistics.isEmpty,
      !running(previous?.networkAsOf, policy.network.termDays)
    {
      begun.insert(policy.network.name)
    }
    self.begun = begun
  }

  /// Whether a term of a family begins, so that it is drawn; never of one that the region has no source for.
  func begins(_ family: PrivacyPolicy.Family) -> Bool { begun.contains(family.name) }
}

/// The newest releases of a region. What holds for a term is taken from them: admission, since checking the floor at
/// every epoch would tell who came and went, and the families that are drawn once a term.
struct PreviousReleases: Sendable {
  /// By id of the base cell; every cell of the region has one.
  let cells: [String: SegmentRelease]
  /// Of the region's network.
  let network: SegmentRelease

  /// The region's newest releases; nil unless there is one of each cell and of the network, under the same policy.
  static func read(
    from store: any Store, region: String, policyVersion: String
  ) async throws -> PreviousReleases? {
    guard let current = try await store.currentEpoch(of: region), current.policyVersion == policyVersion else {
      return nil
    }
    let registry = try await RegisteredSegments.read(from: store)
    let cells = registry.cells.filter { $0.region == region }.map(\.id)
    let rows = try await store.releases(
      cells: cells + [region], statisticVersion: current.statisticVersion, epoch: current.epoch)
    var releases: [String: SegmentRelease] = [:]
    for row in rows {
      guard let row else { return nil }
      releases[row.cellID] = try SegmentRelease(serializedBytes: row.bytes)
    }
    guard let network = releases.removeValue(forKey: region) else { return nil }
    return PreviousReleases(cells: releases, network: network)
  }

  /// When the running term of admission began; nil when a cell has no verdict.
  var admittedAt: Int64? {
    guard cells.values.allSatisfy({ !$0.admissions.isEmpty }) else { return nil }
    let starts = Set(cells.values.flatMap(\.admissions).map(\.termStartUs))
    return starts.count == 1 ? starts.first : nil
  }

  /// When the profile family was drawn; nil when cells differ or a statistic is missing.
  var profileAsOf: Int64? {
    drawnAt(Array(cells.values)) { ProfileFamily(sources: $0).statistics.map(\.rawValue) }
  }

  /// When the network family was drawn; nil when a statistic is missing.
  var networkAsOf: Int64? { drawnAt([network]) { NetworkFamily(sources: $0).statistics.map(\.rawValue) } }

  private func drawnAt(_ releases: [SegmentRelease], names: (RegionSources) -> [String]) -> Int64? {
    var cutOffs: Set<Int64> = []
    for release in releases {
      for name in names(RegionSources(names: release.sources) ?? []) {
        guard let statistic = release.statistics.first(where: { $0.name == name }) else { return nil }
        cutOffs.insert(statistic.asOfUs)
      }
    }
    return cutOffs.count == 1 ? cutOffs.first : nil
  }
}

/// The exact sums of a region's cells and of its network while an epoch is computed.
struct CellSums: Sendable {
  private var accumulators: [String: CellAccumulator]
  private var profiles: [String: ProfileAccumulator]
  /// The network, when it is drawn.
  private(set) var network: NetworkAccumulator?
  private let order: [BaseCell]
  private let registry: SegmentRegistry
  private let family: DailyFamily

  /// Sums of nobody; the profile is kept when the context measures it, the network when its family is given.
  init(
    cells: [BaseCell], builder: ReleaseBuilder, registry: SegmentRegistry, network: NetworkFamily?,
    in context: MeasureContext
  ) {
    order = cells
    self.registry = registry
    family = builder.family
    accumulators = Dictionary(
      cells.map { ($0.id, CellAccumulator(family: builder.family)) }, uniquingKeysWith: { first, _ in first })
    profiles =
      context.measuresProfile
      ? accumulators.mapValues { _ in ProfileAccumulator(family: builder.profileFamily) } : [:]
    self.network = network.map { NetworkAccumulator(family: $0, cutOff: context.window.cutOff) }
  }

  /// Adds a person to the cell they belong to; who belongs to none is in no statistic.
  mutating func add(_ records: AgentRecords, in context: MeasureContext) {
    let consents = records.person.consents
    let history = VisitHistory(records.visits, in: context.window)
    let interest = consents.contains(.behavior) ? history.interestCluster : InterestCluster.unknown
    let cell = registry.cell(region: records.person.region, age: records.person.ageBand, interest: interest)
    guard let cell else { return }
    let measures = AgentMeasures.measure(records, history: history, in: context, consents: consents) { _ in true }
    let purposes = family.purposes(of: measures)
    accumulators[cell.id]?.add(measures)
    profiles[cell.id]?.add(measures, purposes: purposes)
    if purposes.contains(.network) { network?.add(records) }
  }

  /// The cells with their sums, in a fixed order.
  var cells: [(BaseCell, CellAccumulator, ProfileAccumulator?)] {
    order.compactMap { cell in accumulators[cell.id].map { (cell, $0, profiles[cell.id]) } }
  }
}
