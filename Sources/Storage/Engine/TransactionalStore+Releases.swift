package import Privacy
import WireFormat

/// Registered segments, runs of the epoch job, their releases and what they spent.
extension TransactionalStore {
  package func registerSegments(_ segments: [SegmentRow], at now: Int64) async throws(StoreError) {
    try await write { try SegmentRules.register(segments, now: now, in: $0) }
  }

  package func segments(after: String?, limit: Int) async throws(StoreError) -> [SegmentRow] {
    try await read { try $0.statement(SegmentTable.page).rows(after ?? "", limit, as: SegmentTable.read) }
  }

  package func beginRun(
    _ request: EpochRunRequest, cap: BudgetCap, at now: Int64
  ) async throws(StoreError) -> EpochRun {
    let (anchor, closure) = (anchor, anchor.closure)
    let run = try await write { transaction in
      try anchor.prepare(year: request.year)
      if let closure { try AnchorRules.reopen(closure, now: now, in: transaction) }
      return try EpochRunRules.begin(request, cap: cap, now: now, in: transaction)
    }
    do { try await enterIntoAnchor(after: closure) } catch {
      try? await abandon(run, at: now)
      throw error
    }
    return run
  }

  package func extendRun(
    _ run: EpochRun, family: String, by charge: PrivacyCost, cap: BudgetCap, at now: Int64
  ) async throws(StoreError) -> EpochRun {
    let anchor = anchor
    let extended = try await write { transaction in
      try anchor.prepare(year: run.request.year)
      return try EpochRunRules.extend(run, family: family, by: charge, cap: cap, now: now, in: transaction)
    }
    try await enterIntoAnchor(after: nil)
    return extended
  }

  package func publish(_ rows: [ReleaseRow], of run: EpochRun, at now: Int64) async throws(StoreError) {
    try await write { try EpochRunRules.publish(rows, of: run, now: now, in: $0) }
    await enterSettlement()
  }

  package func abandon(_ run: EpochRun, at now: Int64) async throws(StoreError) {
    try await write { try EpochRunRules.abandon(run, now: now, in: $0) }
    await enterSettlement()
  }

  package func abandonOrphanedRuns(at now: Int64) async throws(StoreError) -> [EpochRun] {
    let orphans = try await write { try EpochRunRules.abandonOrphans(now: now, in: $0) }
    await enterSettlement()
    return orphans
  }

  package func ledger(cap: BudgetCap) async throws(StoreError) -> BudgetLedger {
    try await read { try LedgerRules.replay(cap: cap, in: $0) }
  }

  package var ledgerClosure: LedgerClosure? { anchor.closure }

  package var ledgerRemarks: [String] { anchor.remarks }

  package func reopenLedger(at now: Int64) async throws(StoreError) {
    guard let closure = anchor.closure else { throw .invalidValue("no year of the ledger is closed") }
    try await write { try AnchorRules.reopen(closure, now: now, in: $0) }
    try await enterIntoAnchor(after: closure)
  }

  package func boundLifetime(nanoRho: Int64, at now: Int64) async throws(StoreError) {
    let (anchor, year) = (anchor, CivilTime(microseconds: now).date.year)
    try await write { transaction in
      try anchor.prepare(year: year)
      try LedgerRules.bound(lifetimeNanoRho: nanoRho, year: year, now: now, in: transaction)
    }
    try await enterIntoAnchor(after: nil)
  }

  /// Enters into the anchor what the ledger has more, whether or not the task was cancelled; after a closure it begins
  /// anew.
  private func enterIntoAnchor(after closure: LedgerClosure?) async throws(StoreError) {
    let anchor = anchor
    let entering = Task {
      let ledger = try await read { try LedgerRules.entries(in: $0) }
      guard closure != nil else { return try anchor.bringUp(to: ledger) }
      try anchor.beginAnew(with: ledger)
      try await write { try AnchorRules.forgetClosure(in: $0) }
    }
    do { try await entering.value } catch { throw StoreError(passing: error) }
  }

  /// Enters what has become of a run. Its charge is in the anchor since before it began, so that what cannot be entered
  /// now may wait for the next charge, which is refused as long as the anchor cannot be written.
  private func enterSettlement() async { try? await enterIntoAnchor(after: nil) }

  package func releases(
    cells: [String], statisticVersion: String, epoch: Int64
  ) async throws(StoreError) -> [ReleaseRow?] {
    try await read { transaction in
      let statement = try transaction.statement(ReleaseTable.byKey)
      return try cells.map { try statement.first($0, statisticVersion, epoch, as: ReleaseTable.read) }
    }
  }

  package func currentEpoch(of region: String) async throws(StoreError) -> CurrentEpoch? {
    try await read { try $0.statement(CurrentEpochTable.byRegion).first(region, as: CurrentEpochTable.read) }
  }

  package func currentEpochs() async throws(StoreError) -> [CurrentEpoch] {
    try await read { try $0.statement(CurrentEpochTable.all).rows(as: CurrentEpochTable.read) }
  }
}

/// Partners' keys and the pepper.
extension TransactionalStore {
  package func addKey(_ key: StoredKey) async throws(StoreError) {
    try await write { try KeyRules.add(key, in: $0) }
  }

  package func keysStamp() async throws(StoreError) -> Int64 {
    try await read { try KeyRules.stamp(in: $0) }
  }

  package func keys() async throws(StoreError) -> [StoredKey] {
    try await read { try $0.statement(APIKeyTable.all).rows(as: APIKeyTable.read) }
  }

  package func revokeKey(_ keyID: String, at now: Int64) async throws(StoreError) -> StoredKey {
    try await write { try KeyRules.revoke(keyID, now: now, in: $0) }
  }

  package func checkPepper(version: Int64, checkValue: [UInt8], at now: Int64) async throws(StoreError) -> Bool {
    try await write { try PepperRules.check(version: version, checkValue: checkValue, now: now, in: $0) }
  }
}
