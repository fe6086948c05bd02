import Enrichment
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
        family: policy.name == "default" ? policy.daily.name : "\(policy.name)_\(policy.daily.name)",
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
      let terms = try await RunningTerms.read(
        from: store, region: region.id, policyVersion: PolicyVersion.hash(of: policy), cutOff: cutOff,
        days: policy.admission.termDays)
      plans.append(RegionEpoch(region: region, cutOff: cutOff, terms: terms))
    }
    return plans
  }

  /// One run of the daily family, and one term of admission when any cell begins one; cells are disjoint.
  private static func charge(for plans: [RegionEpoch], policy: PrivacyPolicy) throws -> PrivacyCost {
    let begins = plans.contains { $0.terms.isEmpty }
    let admission = begins ? policy.admission.cost : PrivacyCost(nanoRho: 0, deltaUnits: 0)
    return PrivacyCost(
      nanoRho: policy.daily.nanoRhoPerRun + admission.nanoRho, deltaUnits: admission.deltaUnits)
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
      order: try Self.keyedOrder())
    let cells = registry.cells.filter { $0.region == plan.region.id }
    let sums = try await store.withEpochSnapshot(
      region: plan.region.id, cutOff: plan.cutOff, lookback: SQLiteStore.defaultLookback
    ) { snapshot in
      var sums = CellSums(cells: cells, family: family, registry: registry)
      while let records = try snapshot.next() { sums.add(records, in: context) }
      return sums
    }
    let releaseRun = ReleaseRun(
      releaseID: run.request.releaseID, epoch: run.epoch, cutOff: plan.cutOff,
      policyVersion: run.request.policyVersion)
    return try Self.draw(sums, builder: builder, plan: plan, run: releaseRun)
  }

  private static func draw(
    _ sums: CellSums, builder: ReleaseBuilder, plan: RegionEpoch, run: ReleaseRun
  ) throws -> [SegmentRelease] {
    var source = SystemRandomBits()
    var releases: [SegmentRelease] = []
    for (cell, accumulator) in sums.cells {
      var admissions = plan.terms[cell.id] ?? []
      if admissions.isEmpty {
        admissions = builder.admissions(of: accumulator, using: &source)
        for index in admissions.indices { admissions[index].termStartUs = run.cutOff }
      }
      let released = ReleasedCell(
        id: cell.id, region: cell.region, ageBand: cell.ages.name, interestCluster: cell.interest.name,
        isSimulated: plan.region.isSimulated)
      releases.append(
        try builder.release(of: accumulator, cell: released, run: run, admissions: admissions, using: &source))
    }
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
    response.cells = Int32(clamping: releases.count)
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
