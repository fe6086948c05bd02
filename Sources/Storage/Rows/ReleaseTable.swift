import Cryptography

/// The table `releases`: what was published of each cell, written once.
enum ReleaseTable {
  /// What is kept of a release.
  enum Column: Int32, SQLColumn {
    case releaseId, cellId, statisticVersion, epoch, cutOffUs, bytes, sha256, nanoRho, createdAt
  }

  static let byKey = """
    SELECT \(Column.names) FROM releases WHERE cell_id = $1 AND statistic_version = $2 AND epoch = $3
    """
  static let add = "INSERT INTO releases (\(Column.names)) VALUES (\(Column.parameters)) ON CONFLICT DO NOTHING"

  /// Stores a release; false when one of that key is stored.
  static func write(_ release: ReleaseRow, now: Int64, with statement: any SQLStatement) throws -> Bool {
    statement.bind(Column.releaseId, release.releaseID)
    statement.bind(Column.cellId, release.cellID)
    statement.bind(Column.statisticVersion, release.statisticVersion)
    statement.bind(Column.epoch, release.epoch)
    statement.bind(Column.cutOffUs, release.cutOff)
    statement.bind(Column.bytes, release.bytes)
    statement.bind(Column.sha256, release.sha256)
    statement.bind(Column.nanoRho, release.nanoRho)
    statement.bind(Column.createdAt, now)
    return try statement.run() == 1
  }

  /// The release, once its bytes match their hash. Throws `corrupt` otherwise.
  static func read(_ row: any SQLRow) throws -> ReleaseRow {
    let release = ReleaseRow(
      releaseID: row.text(Column.releaseId), cellID: row.text(Column.cellId),
      statisticVersion: row.text(Column.statisticVersion), epoch: row.integer(Column.epoch),
      cutOff: row.integer(Column.cutOffUs), bytes: row.bytes(Column.bytes), sha256: row.bytes(Column.sha256),
      nanoRho: row.integer(Column.nanoRho))
    guard SHA256.digest(release.bytes) == release.sha256 else {
      throw StoreError.corrupt("releases \(release.cellID)/\(release.statisticVersion)/\(release.epoch): hash mismatch")
    }
    return release
  }
}

/// The table `current_epochs`: the run that each region answers from.
enum CurrentEpochTable {
  /// The pointer of a region, with what its run says.
  enum Column: Int32, SQLColumn { case regionId, epoch, releaseId, statisticVersion, policyVersion, cutOffUs }

  private static let select = """
    SELECT \(Column.names) FROM regions JOIN current_epochs USING (region_no) JOIN epoch_runs USING (epoch)
    """
  static let byRegion = "\(select) WHERE region_id = $1"
  static let all = "\(select) ORDER BY region_id"
  /// Points the regions of a run to it, unless one answers from a later run.
  static let point = """
    INSERT INTO current_epochs (region_no, epoch, created_at)
    SELECT region_no, epoch, $1 FROM epoch_run_regions WHERE epoch = $2
    ON CONFLICT (region_no) DO UPDATE SET epoch = excluded.epoch WHERE excluded.epoch > current_epochs.epoch
    """

  static func read(_ row: any SQLRow) -> CurrentEpoch {
    CurrentEpoch(
      region: row.text(Column.regionId), epoch: row.integer(Column.epoch), releaseID: row.text(Column.releaseId),
      statisticVersion: row.text(Column.statisticVersion), policyVersion: row.text(Column.policyVersion),
      cutOff: row.integer(Column.cutOffUs))
  }
}
