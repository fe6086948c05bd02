import Answers
import Cryptography
import EnrichmentSchema
import Operations
import Population
import Privacy
import Releases
import Segments
import Storage
import WireFormat

/// What the sandbox reads: its release and its segments, in memory. What is handed to it is forgotten.
struct SandboxStore: Sendable {
  private let segmentRows: [SegmentRow]
  private let rows: [String: ReleaseRow]
  private let current: CurrentEpoch
  private let clock: TimeSource

  /// Holds a release, whose ledger is of the year that `clock` is in.
  ///
  /// - Throws: what a release throws that holds nothing or cannot be hashed.
  init(_ release: SandboxRelease, clock: TimeSource) throws {
    self.clock = clock
    segmentRows = try SandboxRelease.segments().sorted { $0.id < $1.id }.map {
      SegmentRow(id: $0.id, version: 1, region: $0.region, definition: $0.encoded)
    }
    let version = release.affinity.statisticVersion
    let messages =
      release.cells.map { ($0.cellID, $0.serializedBytes(), $0.nanoRho) } + [
        (
          AffinityRelease.cellID(ofRegion: SandboxRelease.region), release.affinity.serializedBytes(),
          release.affinity.nanoRho
        )
      ]
    let stored = messages.map { id, bytes, nanoRho in
      ReleaseRow(
        releaseID: release.affinity.releaseID, cellID: id, statisticVersion: version, epoch: release.affinity.epoch,
        cutOff: release.affinity.cutOffUs, bytes: bytes, sha256: SHA256.digest(bytes), nanoRho: nanoRho)
    }
    rows = Dictionary(stored.map { ($0.cellID, $0) }, uniquingKeysWith: { first, _ in first })
    current = CurrentEpoch(
      region: SandboxRelease.region, epoch: release.affinity.epoch, releaseID: release.affinity.releaseID,
      statisticVersion: version, policyVersion: release.affinity.policyVersion, cutOff: release.affinity.cutOffUs)
  }
}

extension SandboxStore: ReleaseStore {
  func releases(
    cells: [String], statisticVersion: String, epoch: Int64
  ) async throws(StoreError) -> [ReleaseRow?] {
    guard statisticVersion == current.statisticVersion, epoch == current.epoch else { return cells.map { _ in nil } }
    return cells.map { rows[$0] }
  }

  func currentEpoch(of region: String) async throws(StoreError) -> CurrentEpoch? {
    region == current.region ? current : nil
  }

  func currentEpochs() async throws(StoreError) -> [CurrentEpoch] { [current] }
}

extension SandboxStore: SegmentStore {
  func registerSegments(_ segments: [SegmentRow], at now: Int64) async throws(StoreError) {
    throw .invalidValue("nothing is registered in the sandbox")
  }

  func segments(after: String?, limit: Int) async throws(StoreError) -> [SegmentRow] {
    Array(segmentRows.drop { $0.id <= after ?? "" }.prefix(max(0, limit)))
  }
}

/// Answers stay in memory.
extension SandboxStore: CacheStore {
  func cachedRow(_ key: String) async throws(StoreError) -> CachedRow? { nil }

  func putCachedRow(_ row: CachedRow) async throws(StoreError) {}

  func deleteCachedRow(_ key: String) async throws(StoreError) {}

  func deleteCachedRows(beyond rows: Int) async throws(StoreError) -> Int { 0 }
}

/// Actions are counted and forgotten: an id is known for as long as its stream.
extension SandboxStore: ActionStore {
  func recordActions(_ events: [PartnerEvent], at now: Int64) async throws(StoreError) -> Int {
    events.count - Set(events.map(\.id)).count
  }
}

/// A ledger in which one run was charged at the beginning of this year.
extension SandboxStore: LedgerStore {
  var ledgerClosure: LedgerClosure? { nil }

  var ledgerRemarks: [String] { [] }

  func ledger(cap: BudgetCap) async throws(StoreError) -> BudgetLedger {
    var ledger = BudgetLedger(cap: cap, hasher: { SHA256.digest($0) })
    let year = CivilTime(microseconds: clock.now).date.year
    let begin = CivilTime("\(year)-01-01T00:00:00Z", as: .iso8601)?.microseconds ?? current.cutOff
    let policy = PrivacyPolicy.default
    do throws(LedgerError) {
      let run = try ledger.reserve(
        "epoch-\(current.epoch)/\(current.releaseID)", family: "daily+profile+network+admission+affinity",
        policy: policy.edition, charge: Self.charge(of: policy), year: year, at: begin)
      _ = try ledger.use(run, at: begin)
    } catch {
      throw .ledger(error)
    }
    return ledger
  }

  /// What a first run costs, in which every term begins.
  private static func charge(of policy: PrivacyPolicy) -> PrivacyCost {
    let families = [policy.daily, policy.profile, policy.network, policy.affinity]
    return PrivacyCost(
      nanoRho: families.reduce(policy.admission.cost.nanoRho) { $0 + $1.nanoRhoPerRun },
      deltaUnits: policy.admission.cost.deltaUnits)
  }

  func reopenLedger(at now: Int64) async throws(StoreError) { throw .invalidValue("no year of the sandbox is closed") }

  func boundLifetime(nanoRho: Int64, at now: Int64) async throws(StoreError) {
    throw .invalidValue("the ledger of the sandbox is bounded by nobody")
  }
}
