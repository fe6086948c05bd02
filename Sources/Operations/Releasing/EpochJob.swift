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

/// Computes and publishes one release of every registered cell: plan, reserve durably, read one snapshot, draw, publish.
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

  /// The policy of that name; an empty name means `default`. One of which nothing can be drawn yet is refused.
  package static func policy(named name: String) throws(OperatorError) -> PrivacyPolicy {
    guard let policy = PrivacyPolicy.named(name.isEmpty ? "default" : name) else { throw .unknownPolicy(name) }
    guard policy.isDrawn else { throw .invalid("\(PolicyRefusal.notDrawn(policy: name))") }
    return policy
  }

  /// Runs one epoch.
  ///
  /// What can refuse a run does so first. Then the charge is reserved, before any person is read, and stays spent
  /// whatever happens afterwards; a release that contradicts itself is not published.
  ///
  /// - Parameters:
  ///   - asOf: cut-off in microseconds since 1970 UTC; nil takes each region's own.
  ///   - now: the wall clock, same unit.
  ///   - acceptsClock: whether the operator says that a clock far ahead of the ledger is right.
  ///   - isForced: whether a run is drawn that could be seen to be of no use.
  /// - Throws: `OperatorError`, also when a run is under way; `StoreError.ledger` when the year's budget does not allow it.
  package func run(
    policy: PrivacyPolicy, coverage: Coverage = .all, asOf: Int64?, now: Int64, acceptsClock: Bool = false,
    isForced: Bool = false
  ) async throws -> RunReleaseResponse {
    guard isRunning.exchange(true) == false else { throw OperatorError.releaseUnderWay }
    defer { isRunning.exchange(false) }
    let plan = try await plan(policy, coverage, asOf: asOf, now: now, isForced: isForced)
    let run = try await store.beginRun(try plan.request(acceptsClock: acceptsClock), cap: policy.spendable, at: now)
    do {
      let releases = try await releases(of: plan, run: run)
      let drawn = try DrawnRelease(releases, of: plan, epoch: run.epoch)
      try drawn.check(at: now)
      try await store.publish(releases.map(Self.row), of: run, at: now)
      return response(drawn, run: run)
    } catch {
      try? await store.abandon(run, at: now)
      throw error
    }
  }

  /// What a run would draw and charge, found without reading a person or charging anything.
  ///
  /// - Throws: what would refuse the run itself, but for the budget.
  package func rehearse(
    policy: PrivacyPolicy, asOf: Int64?, now: Int64, isForced: Bool = false
  ) async throws -> RunReleaseResponse {
    let plan = try await plan(policy, .all, asOf: asOf, now: now, isForced: isForced)
    let request = try plan.request(acceptsClock: true)
    let covered = Set(plan.regions.map(\.region.id))
    var response = RunReleaseResponse()
    response.cells = Int32(clamping: plan.registry.cells.count { covered.contains($0.region) })
    response.segments = Int32(clamping: plan.registry.segments.count { covered.contains($0.region) })
    response.nanoRho = request.charge.nanoRho
    response.asOf = GoogleProtobufTimestamp(microseconds: request.cutOff)
    return response
  }

  private func plan(
    _ policy: PrivacyPolicy, _ coverage: Coverage, asOf: Int64?, now: Int64, isForced: Bool
  ) async throws -> RunPlan {
    let regions = try await regions(coverage)
    guard !regions.isEmpty else { throw OperatorError.nothingToRelease }
    guard try await canAnswer(coverage) else {
      throw OperatorError.invalid("no segment of these regions is registered, so that a release could answer nothing")
    }
    return try await RunPlan(of: regions, policy: policy, asOf: asOf, now: now, isForced: isForced, in: store)
  }

  /// Whether a run over these regions could answer anything: whether a cell of one is registered at all. How many
  /// people are in them is not looked at, so that whether a release is drawn tells nothing of them.
  package func canAnswer(_ coverage: Coverage) async throws -> Bool {
    let covered = Set(try await regions(coverage).map(\.id))
    return try await RegisteredSegments.read(from: store).cells.contains { covered.contains($0.region) }
  }

  private func regions(_ coverage: Coverage) async throws -> [Region] {
    try await store.regions().filter { coverage == .all || $0.asOf == nil }
  }
}

extension EpochJob {
  /// Draws all regions of a run from one moment of the store. Exact sums do not leave the thread they are made on. A
  /// cancelled task ends between two people.
  private func releases(of plan: RunPlan, run: EpochRun) async throws -> [SegmentRelease] {
    let isCancelled = Flag()
    let cuts = plan.regions.map { SnapshotCut(region: $0.region.id, cutOff: $0.terms.cutOff) }
    return try await withTaskCancellationHandler {
      try await store.withEpochSnapshots(cuts, lookback: MeasureWindow.reach) { number, snapshot in
        try Self.draw(plan.regions[number], of: plan, run: run, from: snapshot, isCancelled)
      }.flatMap(\.self)
    } onCancel: {
      isCancelled.exchange(true)
    }
  }

  private static func draw(
    _ planned: RunPlan.PlannedRegion, of plan: RunPlan, run: EpochRun, from snapshot: any EpochSnapshot,
    _ isCancelled: Flag
  ) throws -> [SegmentRelease] {
    let (region, terms) = (planned.region, planned.terms)
    let released = ReleaseRun(
      releaseID: run.request.releaseID, epoch: run.epoch, cutOff: terms.cutOff, policyVersion: run.request.policyVersion
    )
    var source = SystemRandomBits()
    return try planned.sums(of: snapshot, plan) { isCancelled.isSet }.draw(
      planned.builder, terms: terms, run: released, region: region.id, isSimulated: region.isSimulated, using: &source)
  }

  private static func row(_ release: SegmentRelease) -> ReleaseRow {
    let bytes = release.serializedBytes()
    return ReleaseRow(
      releaseID: release.releaseID, cellID: release.cellID, statisticVersion: release.statisticVersion,
      epoch: release.epoch, cutOff: release.cutOffUs, bytes: bytes, sha256: SHA256.digest(bytes),
      nanoRho: release.nanoRho)
  }

  private func response(_ drawn: DrawnRelease, run: EpochRun) -> RunReleaseResponse {
    var response = RunReleaseResponse()
    response.releaseID = run.request.releaseID
    response.cells = Int32(clamping: drawn.cells)
    response.segments = Int32(clamping: drawn.segments.count)
    response.answerableSegments = Int32(clamping: drawn.answerable)
    response.nanoRho = run.request.charge.nanoRho
    response.asOf = GoogleProtobufTimestamp(microseconds: run.request.cutOff)
    return response
  }
}

extension RunPlan.PlannedRegion {
  /// The exact sums of the people of a snapshot. Throws `CancellationError` between two people when told to.
  func sums(
    of snapshot: any EpochSnapshot, _ plan: RunPlan, isCancelled: () -> Bool
  ) throws -> RegionSums {
    var sums = RegionSums(
      region: region.id, registry: plan.registry, builder: builder, drawsNetwork: terms.begins(plan.policy.network),
      in: context)
    while let records = try snapshot.next() {
      if isCancelled() { throw CancellationError() }
      sums.add(records, in: context)
    }
    return sums
  }
}

/// A yes or no that several tasks share.
private final class Flag: Sendable {
  private let value = Atomic(false)

  var isSet: Bool { value.load(ordering: .acquiring) }

  /// Sets the flag and answers what it was.
  @discardableResult
  func exchange(_ new: Bool) -> Bool { value.exchange(new, ordering: .acquiringAndReleasing) }
}
