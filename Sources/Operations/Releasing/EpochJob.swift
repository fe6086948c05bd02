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
    /// Those of these ids; a run of some regions is charged as one of all is.
    case only(Set<String>)
  }

  /// Room that a cell's release may take in the database and its log, in bytes: several times what it does.
  private static let roomOfRelease: Int64 = 64 << 10
  /// Room that a cell of affinity may take there, in bytes.
  private static let roomOfAffinityCell: Int64 = 16
  /// Room that a run takes beside its releases, in bytes.
  private static let roomOfRun: Int64 = 1 << 20

  private let store: any Store
  /// Bytes that are free where releases are stored; nil when the system does not tell.
  private let freeBytes: @Sendable () -> Int64?
  private let isRunning = Flag()

  /// Works on one store; copies of a job know of each other, so that only one runs at a time.
  ///
  /// - Parameter freeBytes: what is free where releases are stored; nil asks the store.
  package init(store: any Store, freeBytes: (@Sendable () -> Int64?)? = nil) {
    self.store = store
    self.freeBytes = freeBytes ?? { store.freeBytes }
  }

  /// The policy of that name; an empty name means `default`. One of which nothing can be drawn yet is refused.
  package static func policy(named name: String) throws(OperatorError) -> PrivacyPolicy {
    guard let policy = PrivacyPolicy.named(name.isEmpty ? "default" : name) else { throw .unknownPolicy(name) }
    guard policy.isDrawn else { throw .invalid("\(PolicyRefusal.notDrawn(policy: name))") }
    return policy
  }

  /// Runs one epoch.
  ///
  /// What can refuse a run does so first. Then the charge is reserved, before any person is read, and stays spent
  /// whatever happens afterwards; a release that contradicts itself is not published. Where a term of admission or of
  /// affinity begins, counts of people are reserved and drawn first, and everything else only for regions of which something
  /// can be answered then: how many people there are is told by numbers that were paid for, and by nothing else.
  ///
  /// - Parameters:
  ///   - asOf: cut-off; nil takes each region's own.
  ///   - now: the wall clock, same unit.
  ///   - acceptsClock: whether the operator says that a clock far ahead of the ledger is right.
  ///   - isForced: whether a run is drawn that could be seen to be of no use.
  /// - Throws: `OperatorError`, also when a run is under way; `StoreError.ledger` when the year's budget does not allow it.
  package func run(
    policy: PrivacyPolicy, coverage: Coverage = .all, asOf: AskedCutOff?, now: Int64, acceptsClock: Bool = false,
    isForced: Bool = false
  ) async throws -> RunReleaseResponse {
    guard isRunning.exchange(true) == false else { throw OperatorError.releaseUnderWay }
    defer { isRunning.exchange(false) }
    let plan = try await plan(policy, coverage, asOf: asOf, now: now, isForced: isForced)
    try checkRoom(for: plan)
    try await checkBudget(of: plan, acceptsClock: acceptsClock, at: now)
    var run = try await store.beginRun(try plan.request(acceptsClock: acceptsClock), cap: policy.spendable, at: now)
    do {
      let releases = try await draw(plan, for: &run, at: now)
      let drawn = try DrawnRelease(releases, of: plan, epoch: run.epoch)
      try drawn.check(at: now)
      try await store.publish(releases.flatMap(Self.rows), of: run, at: now)
      return response(drawn, of: plan, run: run)
    } catch {
      try? await store.abandon(run, at: now)
      throw error
    }
  }

  /// What a run would draw and charge, found without reading a person or charging anything.
  ///
  /// - Throws: what would refuse the run itself.
  package func rehearse(
    policy: PrivacyPolicy, coverage: Coverage = .all, asOf: AskedCutOff?, now: Int64, acceptsClock: Bool = false,
    isForced: Bool = false
  ) async throws -> RunReleaseResponse {
    let plan = try await plan(policy, coverage, asOf: asOf, now: now, isForced: isForced)
    try await checkBudget(of: plan, acceptsClock: acceptsClock, at: now)
    let request = try plan.request(acceptsClock: true)
    var response = RunReleaseResponse(plan.outline, of: plan, request)
    response.nanoRho = try plan.charge(of: plan.mostParts).cost.nanoRho
    response.leastNanoRho = request.charge.nanoRho
    response.expectedErrors = try plan.expectedErrors
    return response
  }

  /// Refuses a run that the ledger would refuse, now or when it has been told how many people there are; reserves nothing.
  private func checkBudget(of plan: RunPlan, acceptsClock: Bool, at now: Int64) async throws {
    let request = try plan.request(acceptsClock: acceptsClock)
    if let closure = store.ledgerClosure, request.year <= closure.year { throw closure.refusal }
    var ledger = try await store.ledger(cap: plan.policy.spendable)
    do {
      _ = try ledger.reserve(
        "rehearsal", family: request.family, policy: request.policy, charge: plan.charge(of: plan.mostParts).cost,
        year: request.year, at: now, acceptsClock: acceptsClock)
    } catch let error as LedgerError {
      throw StoreError.ledger(error)
    }
  }

  /// Refuses a run whose releases would not fit on the disk: they are paid for before they are stored.
  private func checkRoom(for plan: RunPlan) throws(StoreError) {
    let covered = Set(plan.regions.map(\.region.id))
    let rows = covered.count + plan.registry.cells.count { covered.contains($0.region) }
    let sums = plan.regions.compactMap(\.affinity?.registered.map).reduce(0) { $0 + $1.zones.count * $1.items.count }
    let needed =
      Int64(rows) * Self.roomOfRelease + Int64(sums) * Self.roomOfAffinityCell + Self.roomOfRun
    guard let free = freeBytes(), free < needed else { return }
    throw .outage(StoreOutage(.full, "a release needs \(needed) bytes, \(free) are free; nothing was charged"))
  }

  private func plan(
    _ policy: PrivacyPolicy, _ coverage: Coverage, asOf: AskedCutOff?, now: Int64, isForced: Bool
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
    let all = try await store.regions()
    switch coverage {
    case .all: return all
    case .live: return all.filter { $0.asOf == nil }
    case .only(let names):
      guard let unknown = names.subtracting(all.map(\.id)).min(), !all.isEmpty else {
        return all.filter { names.contains($0.id) }
      }
      throw OperatorError.unknownRegion(unknown, among: all.map(\.id))
    }
  }
}

extension EpochJob {
  /// Draws the releases of all regions of a plan: first the counts that tell what can be answered, then what can, by which
  /// the run is extended.
  private func draw(_ plan: RunPlan, for run: inout EpochRun, at now: Int64) async throws -> [DrawnRegion] {
    let regions = try await measure(plan)
    let verdicts = try regions.map { [run] region in
      try plan.isForced ? .everything : region.verdict(in: plan.registry, for: run)
    }
    let parts = zip(regions, verdicts).reduce(into: Set<RunPart>()) { parts, region in
      parts.formUnion(region.0.planned.terms.parts(region.1, policy: plan.policy))
    }
    let rest = parts.subtracting(plan.leastParts)
    if !rest.isEmpty {
      let (family, charge) = try plan.charge(of: rest)
      run = try await store.extendRun(run, family: family, by: charge, cap: plan.policy.spendable, at: now)
    }
    return try zip(regions, verdicts).map { [run] region, verdict in try region.draw(verdict, for: run) }
  }

  /// Reads the people of all regions of a plan from one moment of the store. A cancelled task ends between two of them.
  private func measure(_ plan: RunPlan) async throws -> [MeasuredRegion] {
    let isCancelled = Flag()
    let cuts = plan.regions.map { SnapshotCut(region: $0.region.id, cutOff: $0.terms.cutOff) }
    return try await withTaskCancellationHandler {
      try await store.withEpochSnapshots(cuts, lookback: plan.lookback) { number, snapshot in
        let planned = plan.regions[number]
        return MeasuredRegion(planned, sums: try planned.sums(of: snapshot, plan) { isCancelled.isSet })
      }
    } onCancel: {
      isCancelled.exchange(true)
    }
  }

  private static func rows(_ region: DrawnRegion) -> [ReleaseRow] {
    region.segments.map(row) + (region.affinity.map { [row($0)] } ?? [])
  }

  private static func row(_ release: AffinityRelease) -> ReleaseRow {
    let bytes = release.serializedBytes()
    return ReleaseRow(
      releaseID: release.releaseID, cellID: AffinityRelease.cellID(ofRegion: release.region),
      statisticVersion: release.statisticVersion, epoch: release.epoch, cutOff: release.cutOffUs, bytes: bytes,
      sha256: SHA256.digest(bytes), nanoRho: release.nanoRho)
  }

  private static func row(_ release: SegmentRelease) -> ReleaseRow {
    let bytes = release.serializedBytes()
    return ReleaseRow(
      releaseID: release.releaseID, cellID: release.cellID, statisticVersion: release.statisticVersion,
      epoch: release.epoch, cutOff: release.cutOffUs, bytes: bytes, sha256: SHA256.digest(bytes),
      nanoRho: release.nanoRho)
  }

  private func response(_ drawn: DrawnRelease, of plan: RunPlan, run: EpochRun) -> RunReleaseResponse {
    let regions = plan.outline.map { outlined in
      var region = outlined
      region.cells = Int32(clamping: drawn.cells(in: region.region))
      region.answerableSegments = Int32(clamping: drawn.answerable(in: region.region))
      region.openZones = Int32(clamping: drawn.openZones(in: region.region))
      return region
    }
    var response = RunReleaseResponse(regions, of: plan, run.request)
    response.releaseID = run.request.releaseID
    return response
  }
}

extension RunReleaseResponse {
  /// What a run has of its regions, and their sums.
  fileprivate init(_ regions: [ReleasedRegion], of plan: RunPlan, _ request: EpochRunRequest) {
    self.init()
    (self.regions, leftOut) = (regions, plan.leftOut)
    cells = regions.reduce(0) { $0 + $1.cells }
    segments = regions.reduce(0) { $0 + $1.segments }
    answerableSegments = regions.reduce(0) { $0 + $1.answerableSegments }
    nanoRho = request.charge.nanoRho
    asOf = GoogleProtobufTimestamp(microseconds: request.cutOff)
  }
}

extension RunPlan.PlannedRegion {
  /// The exact sums of the people of a snapshot. Throws `CancellationError` between two people when told to.
  func sums(
    of snapshot: any EpochSnapshot, _ plan: RunPlan, isCancelled: () -> Bool
  ) throws -> RegionSums {
    var sums = RegionSums(
      region: region.id, registry: plan.registry, builder: builder, drawsNetwork: terms.begins(plan.policy.network),
      affinity: affinity?.registered, in: context)
    while let records = try snapshot.next() {
      if isCancelled() { throw CancellationError() }
      try sums.add(records, in: context)
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
