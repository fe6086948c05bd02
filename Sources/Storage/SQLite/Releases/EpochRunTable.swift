import GRDB
import Privacy

/// SQL of the epoch job's runs.
enum EpochRunTable {
  private static let columns = """
    epoch, family, release_id, reservation_id, statistic_version, policy_version, cut_off_us, nano_rho, delta_units,
    year, state
    """
  static let byEpoch = "SELECT \(columns) FROM epoch_runs WHERE epoch = ?"
  static let newest = "SELECT \(columns) FROM epoch_runs ORDER BY epoch DESC LIMIT ?"
  static let open = "SELECT \(columns) FROM epoch_runs WHERE state = 'reserved' ORDER BY epoch"
  static let regions = """
    SELECT r.region_id FROM epoch_run_regions e JOIN regions r USING (region_no) WHERE e.epoch = ? ORDER BY r.region_id
    """
  private static let insertSQL = """
    INSERT INTO epoch_runs (\(columns), created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'reserved', ?)
    """

  /// The run of a row, with its regions.
  static func make(_ row: SQLRow, in database: Database) throws -> EpochRun {
    let epoch = row.integer(0)
    guard let state = EpochRunState(rawValue: row.text(10)) else {
      throw StoreError.corrupt("epoch_runs \(epoch): unknown state")
    }
    let request = EpochRunRequest(
      family: row.text(1), regions: try database.statement(regions).rows(epoch) { $0.text(0) },
      releaseID: row.text(2), statisticVersion: row.text(4), policyVersion: row.text(5), cutOff: row.integer(6),
      charge: PrivacyCost(nanoRho: row.integer(7), deltaUnits: row.integer(8)), year: Int(row.integer(9)))
    return EpochRun(epoch: epoch, reservationID: row.text(3), request: request, state: state)
  }

  /// Stores a new run under the next epoch number.
  static func insert(_ request: EpochRunRequest, now: Int64, in database: Database) throws -> EpochRun {
    let epoch = (try database.statement("SELECT max(epoch) FROM epoch_runs").integer() ?? 0) + 1
    let reservation = "epoch-\(epoch)/\(request.releaseID)"
    do {
      try database.statement(insertSQL).run(
        epoch, request.family, request.releaseID, reservation, request.statisticVersion, request.policyVersion,
        request.cutOff, request.charge.nanoRho, request.charge.deltaUnits, request.year, now)
    } catch let failure as SQLiteFailure where failure.isDuplicate {
      throw StoreError.conflict("release run '\(request.releaseID)' exists already")
    }
    for region in request.regions {
      try database.statement("INSERT INTO epoch_run_regions (epoch, region_no, created_at) VALUES (?, ?, ?)")
        .run(epoch, try RegionTable.number(of: region, in: database), now)
    }
    return EpochRun(epoch: epoch, reservationID: reservation, request: request, state: .reserved)
  }

  /// Moves a run out of `reserved`, once. Throws `conflict` when it is not there.
  static func finish(_ run: EpochRun, as state: EpochRunState, now: Int64, in database: Database) throws {
    let changed = try database.statement(
      "UPDATE epoch_runs SET state = ?, finished_at = ? WHERE epoch = ? AND reservation_id = ? AND state = 'reserved'"
    ).run(state.rawValue, now, run.epoch, run.reservationID)
    guard changed == 1 else {
      throw StoreError.conflict("run of epoch \(run.epoch) is not reserved; it can be published or abandoned once")
    }
  }

  /// Makes the run the one that its regions answer from.
  static func pointRegions(to run: EpochRun, now: Int64, in database: Database) throws {
    let statement = try database.statement(
      """
      INSERT INTO current_epochs (region_no, epoch, created_at)
      SELECT region_no, epoch, ?2 FROM epoch_run_regions WHERE epoch = ?1
      ON CONFLICT (region_no) DO UPDATE SET epoch = excluded.epoch WHERE excluded.epoch > epoch
      """)
    try statement.run(run.epoch, now)
  }
}
