package import Privacy

/// How far a run of a family has come.
package enum EpochRunState: String, Sendable, Hashable {
  /// The charge is durable; nothing is drawn yet.
  case reserved
  /// The releases are published and the charge is used.
  case published
  /// The run ended without publishing; the charge stays spent.
  case abandoned
}

/// What a run is to compute, before its budget is reserved.
package struct EpochRunRequest: Sendable, Hashable {
  /// Family of statistics: `daily`, `research`, `weekly_profile`, …; 1 to 64 bytes.
  package var family: String
  /// Regions it covers, at least one, each stored.
  package var regions: [String]
  /// Identity of the release run, unique.
  package var releaseID: String
  /// Version of the set of statistics and formulas.
  package var statisticVersion: String
  /// Edition of the policy, name and version: one for each store and accounting year.
  package var policy: String
  /// Hash of every parameter of the policy.
  package var policyVersion: String
  /// Cut-off, µs since 1970 UTC: the latest of those of its regions, each of which has its own.
  package var cutOff: Int64
  /// What the run spends.
  package var charge: PrivacyCost
  /// Accounting year (UTC calendar year) that pays.
  package var year: Int
  /// Whether somebody says that a clock far ahead of the ledger is right.
  package var acceptsClock: Bool

  /// A request.
  package init(
    family: String, regions: [String], releaseID: String, statisticVersion: String, policy: String,
    policyVersion: String, cutOff: Int64, charge: PrivacyCost, year: Int, acceptsClock: Bool = false
  ) {
    self.family = family
    self.regions = regions
    self.releaseID = releaseID
    self.statisticVersion = statisticVersion
    self.policy = policy
    self.policyVersion = policyVersion
    self.cutOff = cutOff
    self.charge = charge
    self.year = year
    self.acceptsClock = acceptsClock
  }
}

/// A run whose budget is durably reserved.
package struct EpochRun: Sendable, Hashable {
  /// Epoch of the store, from 1; unique to this run.
  package var epoch: Int64
  /// Ledger reservation that pays for it.
  package var reservationID: String
  /// What it computes.
  package var request: EpochRunRequest
  /// How far it has come.
  package var state: EpochRunState

  /// A run.
  package init(epoch: Int64, reservationID: String, request: EpochRunRequest, state: EpochRunState) {
    self.epoch = epoch
    self.reservationID = reservationID
    self.request = request
    self.state = state
  }
}

/// Runs of the epoch job: reserve durably, compute, publish together with `used`.
package protocol EpochRunStore: Sendable {
  /// Bytes that are free where releases are stored; nil when the system does not tell.
  var freeBytes: Int64? { get }
  /// Reserves the charge and the next epoch number in one durable transaction, and enters it into the ledger's anchor.
  /// Throws `ledger` and changes nothing when the charge does not fit under the cap or the year is closed; `conflict` when
  /// the release id exists; `notFound` for a region; `outage`, uncharged, when there is no room for the anchor, and with
  /// the run abandoned when it could not be entered.
  func beginRun(_ request: EpochRunRequest, cap: BudgetCap, at now: Int64) async throws(StoreError) -> EpochRun
  /// Reserves a further charge for a run, of the families it names, as `beginRun` does the first. Throws `conflict` when the
  /// run is not `reserved` or was extended before, and otherwise as `beginRun`; the run stays as it is then.
  func extendRun(
    _ run: EpochRun, family: String, by charge: PrivacyCost, cap: BudgetCap, at now: Int64
  ) async throws(StoreError) -> EpochRun
  /// Inserts the releases, marks the reservation used and moves the current epoch of every region of the run, in one
  /// durable transaction. Throws `conflict` when the run is not `reserved` or a release of that key exists,
  /// `invalidValue` when a row does not belong to the run, costs more than the reservation, or does not match its
  /// SHA-256; then nothing is published.
  func publish(_ rows: [ReleaseRow], of run: EpochRun, at now: Int64) async throws(StoreError)
  /// Ends a run that will not publish. Its charge stays spent. Throws `conflict` when it is not `reserved`.
  func abandon(_ run: EpochRun, at now: Int64) async throws(StoreError)
  /// Abandons every run left `reserved` by a process that died; call once after start, before the first run.
  /// Returns them.
  func abandonOrphanedRuns(at now: Int64) async throws(StoreError) -> [EpochRun]
}

/// What the runs have spent.
package protocol LedgerStore: Sendable {
  /// The whole ledger, replayed and so verified, to ask what is spent and left under a cap. Throws `ledger` when the
  /// stored rows do not form an unbroken chain.
  func ledger(cap: BudgetCap) async throws(StoreError) -> BudgetLedger
  /// The year that is closed because database and anchor do not fit together; `nil` while every year is open.
  var ledgerClosure: LedgerClosure? { get }
  /// What was noticed of the ledger and its anchor at the start, a line each, for an operator.
  var ledgerRemarks: [String] { get }
  /// Goes on in a closed year, at an operator's word. Throws `invalidValue` where none is closed.
  func reopenLedger(at now: Int64) async throws(StoreError)
  /// Sets the most nano-rho over all years, or lowers it. Throws `ledger` for a bound below what is spent and for one
  /// above the bound that holds; then nothing is changed.
  func boundLifetime(nanoRho: Int64, at now: Int64) async throws(StoreError)
}
