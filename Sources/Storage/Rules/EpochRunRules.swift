import Cryptography
import Privacy

/// Runs of the epoch job: reserved durably, then published together with `used`, or abandoned; each once.
enum EpochRunRules {
  /// Stores a run under the next epoch number and reserves its charge, see `EpochRunStore.beginRun`.
  static func begin(
    _ request: EpochRunRequest, cap: BudgetCap, now: Int64, in transaction: any SQLTransaction
  ) throws -> EpochRun {
    guard !request.regions.isEmpty, Set(request.regions).count == request.regions.count else {
      throw StoreError.invalidValue("a run covers at least one region, each once")
    }
    let epoch = try newestEpoch(in: transaction) + 1
    let run = EpochRun(
      epoch: epoch, reservationID: reservation(epoch: epoch, request.releaseID), request: request, state: .reserved)
    guard try EpochRunTable.write(run, now: now, with: transaction.statement(EpochRunTable.add)) else {
      throw StoreError.conflict("release run '\(request.releaseID)' exists already")
    }
    for region in request.regions {
      let number = try RegionRules.number(of: region, in: transaction)
      try transaction.statement(EpochRunTable.addRegion).run(epoch, number, now)
    }
    try LedgerRules.reserve(run.reservationID, for: request, cap: cap, now: now, in: transaction)
    return run
  }

  /// Reserves a further charge for a run under a second name, see `EpochRunStore.extendRun`.
  static func extend(
    _ run: EpochRun, family: String, by charge: PrivacyCost, cap: BudgetCap, now: Int64,
    in transaction: any SQLTransaction
  ) throws -> EpochRun {
    guard let sum = run.request.charge.adding(charge) else { throw StoreError.ledger(.invalidCharge(charge)) }
    var (extended, further) = (run, run.request)
    (extended.request.charge, extended.request.family) = (sum, joined(run.request.family, family))
    (further.charge, further.family) = (charge, family)
    let changed = try transaction.statement(EpochRunTable.extend)
      .run(extended.request.family, sum.nanoRho, sum.deltaUnits, run.epoch, run.reservationID)
    guard changed == 1 else { throw StoreError.conflict("run of epoch \(run.epoch) is not reserved") }
    try LedgerRules.reserve(rest(of: run), for: further, cap: cap, now: now, in: transaction)
    return extended
  }

  /// The families of a run and those it was extended by, each once, with what both names begin with said once: `research_`.
  private static func joined(_ family: String, _ further: String) -> String {
    let policy = family.prefix { $0 != "_" } + "_"
    let names = (further.hasPrefix(policy) ? further.dropFirst(policy.count) : further[...]).split(separator: "+")
    let known = (family.hasPrefix(policy) ? family.dropFirst(policy.count) : family[...]).split(separator: "+")
    return ([family[...]] + names.filter { !known.contains($0) }).joined(separator: "+")
  }

  /// Name in the ledger of what a run was extended by.
  private static func rest(of run: EpochRun) -> String { "\(run.reservationID)/rest" }

  /// Stores the releases of a run and points its regions to it, see `EpochRunStore.publish`.
  static func publish(
    _ rows: [ReleaseRow], of run: EpochRun, now: Int64, in transaction: any SQLTransaction
  ) throws {
    for row in rows { try check(row, of: run) }
    try finish(run, as: .published, settling: .used, now: now, in: transaction)
    let add = try transaction.statement(ReleaseTable.add)
    for row in rows {
      guard try ReleaseTable.write(row, now: now, with: add) else {
        throw StoreError.conflict("release \(row.cellID)/\(row.statisticVersion)/\(row.epoch) exists already")
      }
    }
    try transaction.statement(CurrentEpochTable.point).run(now, run.epoch)
  }

  /// Ends a run that will not publish; its charge stays spent. Throws `conflict` when it is not `reserved`.
  static func abandon(_ run: EpochRun, now: Int64, in transaction: any SQLTransaction) throws {
    try finish(run, as: .abandoned, settling: .abandoned, now: now, in: transaction)
  }

  /// The newest epoch that a run or an entry of the ledger has; 0 before the first. The ledger has more where the
  /// database was put back to an earlier state.
  static func newestEpoch(in transaction: any SQLTransaction) throws -> Int64 {
    let entered = try LedgerRules.entries(in: transaction).compactMap { epoch(ofReservation: $0.reservation) }.max()
    return max(entered ?? 0, try transaction.statement(EpochRunTable.newestEpoch).integer() ?? 0)
  }

  /// Name in the ledger of what an epoch is for.
  static func reservation(epoch: Int64, _ purpose: String) -> String { "epoch-\(epoch)/\(purpose)" }

  /// The epoch of a name in the ledger; `nil` for one that is of none.
  static func epoch(ofReservation name: String) -> Int64? {
    name.hasPrefix("epoch-") ? Int64(name.dropFirst(6).prefix { $0 != "/" }) : nil
  }

  /// Abandons every run left `reserved`, and every reservation that is open without a run, and returns the runs as they
  /// were.
  static func abandonOrphans(now: Int64, in transaction: any SQLTransaction) throws -> [EpochRun] {
    let orphans = try transaction.statement(EpochRunTable.reserved).rows { row in
      try EpochRunTable.read(row) { epoch in
        try transaction.statement(EpochRunTable.regions).rows(epoch) { $0.text(at: 0) }
      }
    }
    let open = try transaction.statement(LedgerTable.open).rows { $0.text(at: 0) }
    for run in orphans { try leave(run, now: now, in: transaction) }
    for name in open { try LedgerRules.settle(name, as: .abandoned, now: now, in: transaction) }
    return orphans
  }

  private static func finish(
    _ run: EpochRun, as state: EpochRunState, settling change: LedgerEntry.Change, now: Int64,
    in transaction: any SQLTransaction
  ) throws {
    let changed = try transaction.statement(EpochRunTable.finish)
      .run(state.rawValue, now, run.epoch, run.reservationID)
    guard changed == 1 else {
      throw StoreError.conflict("run of epoch \(run.epoch) is not reserved; it can be published or abandoned once")
    }
    try LedgerRules.settle(run.reservationID, as: change, now: now, in: transaction)
    let open = try transaction.statement(LedgerTable.open).rows { $0.text(at: 0) }
    for name in open where name == rest(of: run) {
      try LedgerRules.settle(name, as: change, now: now, in: transaction)
    }
  }

  /// Ends a run whose process has died, whatever the ledger says of it: a database that was put back to an earlier state
  /// may have it open although it was settled.
  private static func leave(_ run: EpochRun, now: Int64, in transaction: any SQLTransaction) throws {
    try transaction.statement(EpochRunTable.finish)
      .run(EpochRunState.abandoned.rawValue, now, run.epoch, run.reservationID)
  }

  /// Cells are disjoint, so together they cost what the dearest costs: no row may cost more than was reserved.
  private static func check(_ row: ReleaseRow, of run: EpochRun) throws {
    let name = "release of cell '\(row.cellID)'"
    guard row.releaseID == run.request.releaseID, row.epoch == run.epoch, row.cutOff <= run.request.cutOff,
      row.statisticVersion == run.request.statisticVersion
    else {
      throw StoreError.invalidValue(
        "\(name) does not belong to run '\(run.request.releaseID)' of epoch \(run.epoch)")
    }
    guard (0...run.request.charge.nanoRho).contains(row.nanoRho) else {
      throw StoreError.invalidValue("\(name) costs \(row.nanoRho) nano-rho; \(run.request.charge.nanoRho) are reserved")
    }
    guard SHA256.digest(row.bytes) == row.sha256 else {
      throw StoreError.invalidValue("\(name): sha256 is not that of its bytes")
    }
  }
}
