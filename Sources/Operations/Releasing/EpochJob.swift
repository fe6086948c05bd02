import Answers
import Cryptography
package import EnrichmentSchema
import Measures
import Population
package import Privacy
import Releases
import Segments
package import Storage
import Synchronization
import WireFormat

/// Computes and publishes one release of every registered cell: reserve durably, read one snapshot, draw, publish.
package struct EpochJob: Sendable {
  /// Which regions of a store a run covers.
  package enum Coverage: Sendable, Hashable {
    /// Every region, each at its own cut-off.
    case all
    /// Those that go on; archived regions, whose rows end at a day in the past, are left as they are.
    case live
  }

  private let store: any Store
  private let isRunning = Flag()

  /// Works on one store; copies of a job know of each other, so that only one runs at a time.
  package init(store: any Store) { self.store = store }

  /// The policy of that name; an empty name means `default`.
  package static func policy(named name: String) throws(OperatorError) -> PrivacyPolicy {
    guard let policy = PrivacyPolicy.named(name.isEmpty ? "default" : name) else { throw .unknownPolicy(name) }
    return policy
  }

  /// Runs one epoch.
  ///
  /// The charge is reserved before anything is read and stays spent whatever happens afterwards.
  ///
  /// - Parameters:
  ///   - asOf: cut-off in microseconds since 1970 UTC; nil takes each region's own.
  ///   - now: the wall clock, same unit.
  /// - Throws: `OperatorError`, also when a run is under way; `StoreError.ledger` when the year's budget does not allow it.
  package func run(
    policy: PrivacyPolicy, coverage: Coverage = .all, asOf: Int64?, now: Int64
  ) async throws -> RunReleaseResponse {
    guard isRunning.exchange(true) == false else { throw OperatorError.releaseUnderWay }
    defer { isRunning.exchange(false) }
    let regions = try await store.regions().filter { coverage == .all || $0.asOf == nil }
    guard !regions.isEmpty else { throw OperatorError.nothingToRelease }
    let registry = try await RegisteredSegments.read(from: store)
    let plans = try await plans(of: regions, policy: policy, registry: registry, asOf: asOf, now: now)
    let run = try await store.beginRun(try Self.request(plans, policy: policy, now: now), cap: policy.cap, at: now)
    do {
      var releases: [SegmentRelease] = []
      for plan in plans { releases += try await compute(plan, policy: policy, registry: registry, run: run) }
      try await store.publish(try releases.map(Self.row), of: run, at: now)
      return try Self.response(releases, run: run, policy: policy, registry: registry)
    } catch {
      try? await store.abandon(run, at: now)
      throw error
    }
  }

  /// Whether a run over these regions could answer anything: whether a cell of one is registered at all.
  package func canAnswer(_ coverage: Coverage) async throws -> Bool {
    let regions = Set(try await store.regions().filter { coverage == .all || $0.asOf == nil }.map(\.id))
    return try await RegisteredSegments.read(from: store).cells.contains { regions.contains($0.region) }
  }
}

/// A region with what its release is to draw.
private struct RegionPlanned: Sendable {
  let region: Region
  let terms: RegionTerms
}

extension EpochJob {
  private func plans(
    of regions: [Region], policy: PrivacyPolicy, registry: SegmentRegistry, asOf: Int64?, now: Int64
  ) async throws -> [RegionPlanned] {
    var plans: [RegionPlanned] = []
    for region in regions {
      let previous = try await previousReleases(
        of: region.id, registry: registry, policyVersion: PolicyVersion.hash(of: policy))
      let terms = RegionTerms(
        sources: region.sources, cutOff: asOf ?? region.asOf ?? now, policy: policy, previous: previous)
      plans.append(RegionPlanned(region: region, terms: terms))
    }
    return plans
  }

  /// The region's newest releases; nil unless there is one of each cell and of the network, under the same policy.
  private func previousReleases(
    of region: String, registry: SegmentRegistry, policyVersion: String
  ) async throws -> PreviousReleases? {
    guard let current = try await store.currentEpoch(of: region), current.policyVersion == policyVersion else {
      return nil
    }
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

  private static func request(
    _ plans: [RegionPlanned], policy: PrivacyPolicy, now: Int64
  ) throws -> EpochRunRequest {
    let charges = RegionTerms.charges(of: plans.map(\.terms), policy: policy)
    let total = try charges.reduce(PrivacyCost.zero) { total, charge in
      guard let sum = total.adding(charge.cost) else { throw OperatorError.invalid("the charge of a run is too large") }
      return sum
    }
    let names = charges.map(\.name).joined(separator: "+")
    return EpochRunRequest(
      family: policy.name == "default" ? names : "\(policy.name)_\(names)", regions: plans.map(\.region.id),
      releaseID: "rel_" + Hexadecimal.encode(try RandomBytes.make(8)), statisticVersion: ReleaseRun.statisticVersion,
      policyVersion: PolicyVersion.hash(of: policy), cutOff: plans.map(\.terms.cutOff).max() ?? now, charge: total,
      year: CivilTime(microseconds: now).date.year)
  }

  /// Exact sums do not leave the thread they are made on.
  private func compute(
    _ plan: RegionPlanned, policy: PrivacyPolicy, registry: SegmentRegistry, run: EpochRun
  ) async throws -> [SegmentRelease] {
    let builder = try ReleaseBuilder(policy: policy, family: DailyFamily(sources: plan.region.sources))
    let context = try Self.context(plan, policy: policy)
    let released = ReleaseRun(
      releaseID: run.request.releaseID, epoch: run.epoch, cutOff: plan.terms.cutOff,
      policyVersion: run.request.policyVersion)
    return try await store.withEpochSnapshot(
      region: plan.region.id, cutOff: plan.terms.cutOff, lookback: MeasureWindow.reach
    ) { snapshot in
      var sums = RegionSums(
        region: plan.region.id, registry: registry, builder: builder, drawsNetwork: plan.terms.begins(policy.network),
        in: context)
      while let records = try snapshot.next() { sums.add(records, in: context) }
      var source = SystemRandomBits()
      return try sums.draw(
        builder, terms: plan.terms, run: released, region: plan.region.id, isSimulated: plan.region.isSimulated,
        using: &source)
    }
  }

  private static func context(_ plan: RegionPlanned, policy: PrivacyPolicy) throws -> MeasureContext {
    guard let calendar = RegionCalendar(timeZone: plan.region.timeZone) else {
      throw OperatorError.invalid("region \(plan.region.id): unknown time zone \(plan.region.timeZone)")
    }
    return MeasureContext(
      window: MeasureWindow(cutOff: plan.terms.cutOff), calendar: calendar, sources: plan.region.sources,
      order: try keyedOrder(), measuresProfile: plan.terms.begins(policy.profile))
  }

  /// Which rows stay under a contribution bound: HMAC under a key of this run, so that nobody chooses it by value.
  private static func keyedOrder() throws -> KeyedOrder {
    let key = try RandomBytes.make(32)
    return KeyedOrder { agent, row in
      let message = agent.bytes + (0..<8).map { UInt8(truncatingIfNeeded: row >> (8 * $0)) }
      guard let code = try? HMACSHA256.code(for: message, key: key) else { return row }
      return code.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  private static func row(_ release: SegmentRelease) throws -> ReleaseRow {
    let bytes = release.serializedBytes()
    return ReleaseRow(
      releaseID: release.releaseID, cellID: release.cellID, statisticVersion: release.statisticVersion,
      epoch: release.epoch, cutOff: release.cutOffUs, bytes: bytes, sha256: SHA256.digest(bytes),
      nanoRho: release.nanoRho)
  }

  private static func response(
    _ releases: [SegmentRelease], run: EpochRun, policy: PrivacyPolicy, registry: SegmentRegistry
  ) throws -> RunReleaseResponse {
    let byCell = Dictionary(releases.map { ($0.cellID, $0) }, uniquingKeysWith: { first, _ in first })
    var response = RunReleaseResponse()
    response.releaseID = run.request.releaseID
    response.cells = Int32(clamping: releases.count { registry.cell($0.cellID) != nil })
    response.segments = Int32(clamping: registry.segments.count)
    let answerable = try registry.segments.count { segment in
      let cells = segment.cellIDs.compactMap { byCell[$0] }
      guard cells.count == segment.cellIDs.count else { return false }
      let estimates = try SegmentEstimates(cells, policy: policy)
      return ReleasePurpose.allCases.contains(where: estimates.isAdmitted)
    }
    response.answerableSegments = Int32(clamping: answerable)
    response.nanoRho = run.request.charge.nanoRho
    response.asOf = GoogleProtobufTimestamp(microseconds: run.request.cutOff)
    return response
  }
}

/// A yes or no that several tasks share.
private final class Flag: Sendable {
  private let value = Atomic(false)

  /// Sets the flag and answers what it was.
  @discardableResult
  func exchange(_ new: Bool) -> Bool { value.exchange(new, ordering: .acquiringAndReleasing) }
}
