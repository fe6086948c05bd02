package import Privacy

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
    try await write { try EpochRunRules.begin(request, cap: cap, now: now, in: $0) }
  }

  package func publish(_ rows: [ReleaseRow], of run: EpochRun, at now: Int64) async throws(StoreError) {
    try await write { try EpochRunRules.publish(rows, of: run, now: now, in: $0) }
  }

  package func abandon(_ run: EpochRun, at now: Int64) async throws(StoreError) {
    try await write { try EpochRunRules.abandon(run, now: now, in: $0) }
  }

  package func abandonOrphanedRuns(at now: Int64) async throws(StoreError) -> [EpochRun] {
    try await write { try EpochRunRules.abandonOrphans(now: now, in: $0) }
  }

  package func ledger(cap: BudgetCap) async throws(StoreError) -> BudgetLedger {
    try await read { try LedgerRules.replay(cap: cap, in: $0) }
  }

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
