import GRDB
package import Privacy

extension SQLiteStore {
  package func beginRun(
    _ request: EpochRunRequest, cap: BudgetCap, at now: Int64
  ) async throws(StoreError) -> EpochRun {
    guard !request.regions.isEmpty, Set(request.regions).count == request.regions.count else {
      throw .invalidValue("a run covers at least one region, each once")
    }
    return try await write { database in
      let run = try EpochRunTable.insert(request, now: now, in: database)
      _ = try LedgerTable.reserve(
        run.reservationID, family: request.family, charge: request.charge, year: request.year, cap: cap, now: now,
        in: database)
      return run
    }
  }

  package func publish(_ rows: [ReleaseRow], of run: EpochRun, at now: Int64) async throws(StoreError) {
    for row in rows { try Self.check(row, of: run) }
    try await write { database in
      try EpochRunTable.finish(run, as: .published, now: now, in: database)
      try LedgerTable.settle(run.reservationID, as: .used, now: now, in: database)
      for row in rows { try ReleaseTable.insert(row, now: now, in: database) }
      try EpochRunTable.pointRegions(to: run, now: now, in: database)
    }
  }

  package func abandon(_ run: EpochRun, at now: Int64) async throws(StoreError) {
    try await write { try Self.abandon(run, now: now, in: $0) }
  }

  package func abandonOrphanedRuns(at now: Int64) async throws(StoreError) -> [EpochRun] {
    try await write { database in
      let orphans = try database.statement(EpochRunTable.open).rows { try EpochRunTable.make($0, in: database) }
      for run in orphans { try Self.abandon(run, now: now, in: database) }
      return orphans
    }
  }

  package func runs(limit: Int) async throws(StoreError) -> [EpochRun] {
    try await read { database in
      try database.statement(EpochRunTable.newest).rows(limit) { try EpochRunTable.make($0, in: database) }
    }
  }

  private static func abandon(_ run: EpochRun, now: Int64, in database: Database) throws {
    try EpochRunTable.finish(run, as: .abandoned, now: now, in: database)
    try LedgerTable.settle(run.reservationID, as: .abandoned, now: now, in: database)
  }

  /// Cells are disjoint, so together they cost what the dearest costs: no row may cost more than was reserved.
  private static func check(_ row: ReleaseRow, of run: EpochRun) throws(StoreError) {
    let name = "release of cell '\(row.cellID)'"
    guard row.releaseID == run.request.releaseID, row.epoch == run.epoch, row.cutOff == run.request.cutOff,
      row.statisticVersion == run.request.statisticVersion
    else { throw .invalidValue("\(name) does not belong to run '\(run.request.releaseID)' of epoch \(run.epoch)") }
    guard (0...run.request.charge.nanoRho).contains(row.nanoRho) else {
      throw .invalidValue("\(name) costs \(row.nanoRho) nano-rho; \(run.request.charge.nanoRho) are reserved")
    }
    guard Digest.sha256(row.bytes) == row.sha256 else {
      throw .invalidValue("\(name): sha256 is not that of its bytes")
    }
  }
}
