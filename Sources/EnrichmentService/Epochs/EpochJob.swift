import Answers
import Measures
import Population
import Releases
import Segments
package import EnrichmentSchema
package import Privacy
package import Storage
import Cryptography
import WireFormat

/// Computes and publishes one release of every registered cell: reserve durably, read one snapshot, draw, publish.
package struct EpochJob: Sendable {
  private let store: any Store

  /// Works on one store.
  package init(store: any Store) { self.store = store }

  /// The policy of that name; an empty name means `default`.
  package static func policy(named name: String) throws(OperatorError) -> PrivacyPolicy {
    guard let policy = PrivacyPolicy.named(name.isEmpty ? "default" : name) else { throw .unknownPolicy(name) }
    return policy
  }

  /// Runs one epoch over all regions of the store.
  ///
  /// The charge is reserved before anything is read and stays spent whatever happens afterwards.
  ///
  /// - Parameters:
  ///   - asOf: cut-off in microseconds since 1970 UTC; nil takes each region's own.
  ///   - now: the wall clock, same unit.
  /// - Throws: `OperatorError`, `StoreError.budgetExhausted` when the year's budget does not allow it.
  package func run(policy: PrivacyPolicy, asOf: Int64?, now: Int64) async throws -> RunReleaseResponse {
    let regions = try await store.regions()
    guard !regions.isEmpty else { throw OperatorError.nothingToRelease }
    let registry = try await RegisteredSegments.read(from: store)
    let plans = try await plans(of: regions, policy: policy, asOf: asOf, now: now)
    let charge = try Self.charge(for: plans, policy: policy)
    let run = try await store.beginRun(
      EpochRunRequest(
        family: Self.family(of: plans, policy: policy),
        regions: regions.map(\.id), releaseID: try Self.releaseID(), statisticVersion: ReleaseRun.statisticVersion,
        policyVersion: PolicyVersion.hash(of: policy), cutOff: plans.map(\.cutOff).max() ?? now,
        charge: charge, year: WallClock.year(of: now)),
      cap: policy.cap, at: now)
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

  private func plans(
    of regions: [Region], policy: PrivacyPolicy, asOf: Int64?, now: Int64
  ) async throws -> [RegionEpoch] {
    var plans: [RegionEpoch] = []
    for region in regions {
      let cutOff = asOf ?? region.defaultCutOff ?? now
      let previous = try await PreviousReleases.read(
        from: store, region: region.id, policyVersion: PolicyVersion.hash(of: policy))
      plans.append(RegionEpoch(region: region, cutOff: cutOff, policy: policy, previous: previous))
    }
    return plans
  }

  /// What a run pays for, by the names of the ledger: the daily family, and whatever begins a term in any region. Cells
  /// and regions are disjoint, so that each is paid once.
  private static func parts(of plans: [RegionEpoch], policy: PrivacyPolicy) -> [(name: String, cost: PrivacyCost)] {
    var parts = [(name: policy.daily.name, cost: policy.daily.cost)]
    if plans.contains(where: \.beginsAdmission) { parts.append(("admission", policy.admission.cost)) }
    for family in [policy.profile, policy.network] where plans.contains(where: { $0.begins(family) }) {
      parts.append((family.name, family.cost))
    }
    return parts
  }

  /// What a run reserves.
  static func charge(for plans: [RegionEpoch], policy: PrivacyPolicy) throws -> PrivacyCost {
    try parts(of: plans, policy: policy).reduce(.zero) { total, part in
      guard let sum = total.adding(part.cost) else { throw OperatorError.invalid("the charge of a run is too large") }
      return sum
    }
  }

  private static func family(of plans: [RegionEpoch], policy: PrivacyPolicy) -> String {
    let names = parts(of: plans, policy: policy).map(\.name).joined(separator: "+")
    return policy.name == "default" ? names : "\(policy.name)_\(names)"
  }

  private func compute(
    _ plan: RegionEpoch, policy: PrivacyPolicy, registry: SegmentRegistry, run: EpochRun
  ) async throws -> [SegmentRelease] {
    let family = DailyFamily(sources: plan.region.sources)
    let builder = try ReleaseBuilder(policy: policy, family: family)
    guard let calendar = RegionCalendar(timeZone: plan.region.timeZone) else {
      throw OperatorError.invalid("region \(plan.region.id): unknown time zone \(plan.region.timeZone)")
    }
    let context = MeasureContext(
      window: MeasureWindow(cutOff: plan.cutOff), calendar: calendar, sources: plan.region.sources,
      order: try Self.keyedOrder(), measuresProfile: plan.begins(policy.profile))
    let cells = registry.cells.filter { $0.region == plan.region.id }
    let network = plan.begins(policy.network) ? builder.networkFamily : nil
    let releaseRun = ReleaseRun(
      releaseID: run.request.releaseID, epoch: run.epoch, cutOff: plan.cutOff,
      policyVersion: run.request.policyVersion)
    return try await store.withEpochSnapshot(
      region: plan.region.id, cutOff: plan.cutOff, lookback: SQLiteStore.defaultLookback
    ) { snapshot in
      var sums = CellSums(cells: cells, builder: builder, registry: registry, network: network, in: context)
      while let records = try snapshot.next() { sums.add(records, in: context) }
      return try Self.draw(sums, builder: builder, plan: plan, run: releaseRun)
    }
  }

  /// Exact sums do not leave the thread they are made on.
  private static func draw(
    _ sums: CellSums, builder: ReleaseBuilder, plan: RegionEpoch, run: ReleaseRun
  ) throws -> [SegmentRelease] {
    var source = SystemRandomBits()
    var releases: [SegmentRelease] = []
    for (cell, accumulator, profile) in sums.cells {
      let previous = plan.previous?.cells[cell.id]
      var admissions = plan.beginsAdmission ? [] : previous?.admissions ?? []
      if admissions.isEmpty {
        admissions = builder.admissions(of: accumulator, using: &source)
        for index in admissions.indices { admissions[index].termStartUs = run.cutOff }
      }
      let released = ReleasedCell(
        id: cell.id, region: cell.region, ageBand: cell.ages.name, interestCluster: cell.interest.name,
        isSimulated: plan.region.isSimulated)
      releases.append(
        try builder.release(
          of: accumulator, profile: profile, cell: released, run: run, admissions: admissions, previous: previous,
          using: &source))
    }
    let region = ReleasedCell(
      id: plan.region.id, region: plan.region.id, ageBand: CellAges.all.name, interestCluster: CellInterest.all.name,
      isSimulated: plan.region.isSimulated)
    releases.append(
      builder.network(of: sums.network, cell: region, run: run, previous: plan.previous?.network, using: &source))
    return releases
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

  private static func releaseID() throws -> String { "rel_" + Hexadecimal.encode(try RandomBytes.make(8)) }

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
