import EnrichmentSchema
import Measures
import Population
import Privacy
import Releases
import Segments
import Storage

@testable import Operations

/// The exact sums of a region, from which releases are drawn as often as somebody who attacks them wants.
struct DrawnAnswers: Sendable {
  let cells: [BaseCell]
  /// Every registered segment of the region.
  let segments: [SegmentDefinition]
  private let policy: PrivacyPolicy
  private let builder: ReleaseBuilder
  private let exact: [String: CellAccumulator]
  private let run: ReleaseRun

  init(_ store: any Store, region: String, policy: PrivacyPolicy) async throws {
    let regions = try await store.regions().filter { $0.id == region }
    let plan = try await RunPlan(of: regions, policy: policy, asOf: nil, now: World.now, isForced: true, in: store)
    guard let planned = plan.regions.first else { throw StoreError.notFound(region) }
    self.policy = policy
    builder = planned.builder
    cells = plan.registry.cells.filter { $0.region == region }
    segments = plan.registry.segments.filter { $0.region == region }
    run = ReleaseRun(releaseID: "rel", epoch: 1, cutOff: planned.terms.cutOff, policyVersion: "1")
    exact = try await store.withEpochSnapshot(
      region: region, cutOff: planned.terms.cutOff, lookback: MeasureWindow.reach
    ) { try planned.sums(of: $0, plan) { false }.exactCells }
  }

  /// The exact number of people of a cell for each purpose.
  func count(in cell: BaseCell) -> [Int64] {
    ReleasePurpose.allCases.map { exact[cell.id]?.exactCount(of: $0) ?? 0 }
  }

  /// Draws a release of a cell.
  func release<Source: RandomBits & ~Copyable>(
    of cell: BaseCell, using source: inout Source
  ) throws -> SegmentRelease {
    let sums = exact[cell.id] ?? CellAccumulator(family: builder.family)
    let released = ReleasedCell(
      id: cell.id, region: cell.region, ageBand: cell.ages.name, interestCluster: cell.interest.name,
      isSimulated: false)
    return try builder.release(of: sums, cell: released, run: run, admissions: [], using: &source)
  }

  /// The people of the releases of a segment as they are answered, all purposes together.
  func people(_ releases: [SegmentRelease]) throws -> Int64 {
    let estimates = try SegmentEstimates(releases, policy: policy)
    return ReleasePurpose.allCases.reduce(0) { $0 + Int64(estimates.people($1).count.rounded()) }
  }
}

extension PrivacyPolicy {
  /// One run that spends nearly all on the counts, so that it tells something of a person: `sigma^2 = 3` for the bound
  /// `sqrt(3)`.
  static let audit = PrivacyPolicy(
    name: "audit", version: 1, cap: research.cap, periodHours: research.periodHours,
    daily: Family(
      name: "daily", runsPerYear: 1, nanoRhoPerRun: research.daily.nanoRhoPerRun,
      weights: research.daily.weights.map {
        $0.statistic == "eligible_people" ? Weight($0.statistic, quarters: 4_000) : $0
      }
    ),
    profile: research.profile, network: research.network, affinity: research.affinity, admission: research.admission,
    smoothing: .none)
}
