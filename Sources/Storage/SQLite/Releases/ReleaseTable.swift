import GRDB

/// SQL of releases and current epochs.
enum ReleaseTable {
  private static let columns =
    "release_id, cell_id, statistic_version, epoch, cut_off_us, bytes, sha256, nano_rho"
  static let byKey = """
    SELECT \(columns) FROM releases WHERE cell_id = ? AND statistic_version = ? AND epoch = ?
    """
  static let history = """
    SELECT \(columns) FROM releases WHERE cell_id = ? AND statistic_version = ? AND epoch <= ?
    ORDER BY epoch DESC LIMIT ?
    """
  private static let currentColumns = """
    SELECT r.region_id, e.epoch, e.release_id, e.statistic_version, e.policy_version, e.cut_off_us
    FROM regions r CROSS JOIN current_epochs c ON c.region_no = r.region_no
    CROSS JOIN epoch_runs e ON e.epoch = c.epoch
    """
  static let current = "\(currentColumns) WHERE r.region_id = ?"
  static let allCurrent = "\(currentColumns) ORDER BY r.region_id"

  /// The row, once its bytes match their hash.
  static func make(_ row: SQLRow) throws -> ReleaseRow {
    let release = ReleaseRow(
      releaseID: row.text(0), cellID: row.text(1), statisticVersion: row.text(2), epoch: row.integer(3),
      cutOff: row.integer(4), bytes: row.bytes(5), sha256: row.bytes(6), nanoRho: row.integer(7))
    guard Digest.sha256(release.bytes) == release.sha256 else {
      throw StoreError.corrupt("releases \(release.cellID)/\(release.statisticVersion)/\(release.epoch): hash mismatch")
    }
    return release
  }

  static func makeCurrent(_ row: SQLRow) -> CurrentEpoch {
    CurrentEpoch(
      region: row.text(0), epoch: row.integer(1), releaseID: row.text(2), statisticVersion: row.text(3),
      policyVersion: row.text(4), cutOff: row.integer(5))
  }

  static func insert(_ row: ReleaseRow, now: Int64, in database: Database) throws {
    do {
      try database.statement("INSERT INTO releases (\(columns), created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)").run(
        row.releaseID, row.cellID, row.statisticVersion, row.epoch, row.cutOff, row.bytes, row.sha256, row.nanoRho, now)
    } catch let failure as SQLiteFailure where failure.isDuplicate {
      throw StoreError.conflict("release \(row.cellID)/\(row.statisticVersion)/\(row.epoch) exists already")
    }
  }
}

extension SQLiteStore {
  package func release(
    cell: String, statisticVersion: String, epoch: Int64
  ) async throws(StoreError) -> ReleaseRow? {
    try await releases(cells: [cell], statisticVersion: statisticVersion, epoch: epoch).first ?? nil
  }

  package func releases(
    cells: [String], statisticVersion: String, epoch: Int64
  ) async throws(StoreError) -> [ReleaseRow?] {
    try await read { database in
      let statement = try database.statement(ReleaseTable.byKey)
      return try cells.map { try statement.first($0, statisticVersion, epoch, as: ReleaseTable.make) }
    }
  }

  package func releaseHistory(
    cell: String, statisticVersion: String, upTo: Int64, limit: Int
  ) async throws(StoreError) -> [ReleaseRow] {
    try await read {
      try $0.statement(ReleaseTable.history).rows(cell, statisticVersion, upTo, limit, as: ReleaseTable.make)
    }
  }

  package func currentEpoch(of region: String) async throws(StoreError) -> CurrentEpoch? {
    try await read { try $0.statement(ReleaseTable.current).first(region, as: ReleaseTable.makeCurrent) }
  }

  package func currentEpochs() async throws(StoreError) -> [CurrentEpoch] {
    try await read { try $0.statement(ReleaseTable.allCurrent).rows(as: ReleaseTable.makeCurrent) }
  }
}
