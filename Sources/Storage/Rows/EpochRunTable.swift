import Privacy

/// The tables `epoch_runs` and `epoch_run_regions`.
enum EpochRunTable {
  /// What is kept of a run beside its regions.
  enum Column: Int32, SQLColumn {
    case epoch, family, releaseId, reservationId, statisticVersion, policy, policyVersion, cutOffUs, nanoRho,
      deltaUnits, year
    case state, createdAt
  }

  static let newestEpoch = "SELECT max(epoch) FROM epoch_runs"
  static let reserved = "SELECT \(Column.names) FROM epoch_runs WHERE state = 'reserved' ORDER BY epoch"
  static let regions = """
    SELECT region_id FROM epoch_run_regions JOIN regions USING (region_no) WHERE epoch = $1 ORDER BY region_id
    """
  static let add = "INSERT INTO epoch_runs (\(Column.names)) VALUES (\(Column.parameters)) ON CONFLICT DO NOTHING"
  static let addRegion = "INSERT INTO epoch_run_regions (epoch, region_no, created_at) VALUES ($1, $2, $3)"
  /// Adds to what a reserved run spends.
  static let extend = """
    UPDATE epoch_runs SET family = $1, nano_rho = $2, delta_units = $3
    WHERE epoch = $4 AND reservation_id = $5 AND state = 'reserved'
    """
  /// Moves a run out of `reserved`, once.
  static let finish = """
    UPDATE epoch_runs SET state = $1, finished_at = $2
    WHERE epoch = $3 AND reservation_id = $4 AND state = 'reserved'
    """

  /// Stores a run without its regions; false when one of that release id is stored.
  static func write(_ run: EpochRun, now: Int64, with statement: any SQLStatement) throws -> Bool {
    statement.bind(Column.epoch, run.epoch)
    statement.bind(Column.family, run.request.family)
    statement.bind(Column.releaseId, run.request.releaseID)
    statement.bind(Column.reservationId, run.reservationID)
    statement.bind(Column.statisticVersion, run.request.statisticVersion)
    statement.bind(Column.policy, run.request.policy)
    statement.bind(Column.policyVersion, run.request.policyVersion)
    statement.bind(Column.cutOffUs, run.request.cutOff)
    statement.bind(Column.nanoRho, run.request.charge.nanoRho)
    statement.bind(Column.deltaUnits, run.request.charge.deltaUnits)
    statement.bind(Column.year, run.request.year)
    statement.bind(Column.state, run.state.rawValue)
    statement.bind(Column.createdAt, now)
    return try statement.run() == 1
  }

  /// The run of a row; `regions` gives the regions of an epoch. Throws `corrupt` for a state no program writes.
  static func read(_ row: any SQLRow, regions: (Int64) throws -> [String]) throws -> EpochRun {
    let epoch = row.integer(Column.epoch)
    guard let state = EpochRunState(rawValue: row.text(Column.state)) else {
      throw StoreError.corrupt("epoch_runs \(epoch): unknown state")
    }
    let charge = PrivacyCost(nanoRho: row.integer(Column.nanoRho), deltaUnits: row.integer(Column.deltaUnits))
    let request = EpochRunRequest(
      family: row.text(Column.family), regions: try regions(epoch), releaseID: row.text(Column.releaseId),
      statisticVersion: row.text(Column.statisticVersion), policy: row.text(Column.policy),
      policyVersion: row.text(Column.policyVersion),
      cutOff: row.integer(Column.cutOffUs), charge: charge, year: Int(row.integer(Column.year)))
    return EpochRun(epoch: epoch, reservationID: row.text(Column.reservationId), request: request, state: state)
  }
}
