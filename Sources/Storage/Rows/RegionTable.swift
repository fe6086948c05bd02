import Population

/// The table `places`: the public places that each region has registered.
enum PlaceTable {
  static let add = """
    INSERT INTO places (region_no, place, created_day) VALUES ($1, $2, $3) ON CONFLICT (region_no, place) DO NOTHING
    """
  static let find = "SELECT 1 FROM places WHERE region_no = $1 AND place = $2"
}

/// The table `regions`.
enum RegionTable {
  /// What is kept of a region beside its number.
  enum Column: Int32, SQLColumn {
    case regionId, timeZone, sources, isSimulated, asOfUs, historyDays, createdAt
  }

  static let all = "SELECT \(Column.names) FROM regions ORDER BY region_id"
  static let byID = "SELECT \(Column.names) FROM regions WHERE region_id = $1"
  static let idByNumber = "SELECT region_id FROM regions WHERE region_no = $1"
  static let numberByID = "SELECT region_no FROM regions WHERE region_id = $1"
  /// What is counted of a region.
  enum CountColumn: Int32, SQLColumn { case regionId, people, agreeing, rows }
  static let counts = """
    SELECT region_id,
      (SELECT count(*) FROM agents WHERE agents.region_no = regions.region_no),
      (SELECT coalesce(sum((SELECT is_granted FROM consent_events c WHERE c.agent_no = agents.agent_no AND purpose = 1
        ORDER BY at_us DESC, seq DESC LIMIT 1)), 0) FROM agents WHERE agents.region_no = regions.region_no),
      (SELECT count(*) FROM agents JOIN user_actions USING (agent_no) WHERE agents.region_no = regions.region_no)
    FROM regions ORDER BY region_id
    """

  /// Adds a region, or adds to its sources and marks; a given as-of time and history replace those stored, the time zone
  /// stays.
  static let widen = """
    INSERT INTO regions (\(Column.names)) VALUES (\(Column.parameters))
    ON CONFLICT (region_id) DO UPDATE SET sources = regions.sources | excluded.sources,
      is_simulated = regions.is_simulated | excluded.is_simulated,
      as_of_us = coalesce(excluded.as_of_us, regions.as_of_us),
      history_days = coalesce(excluded.history_days, regions.history_days)
    """

  static func write(_ region: Region, now: Int64, with statement: any SQLStatement) throws {
    statement.bind(Column.regionId, region.id)
    statement.bind(Column.timeZone, region.timeZone)
    statement.bind(Column.sources, Int64(region.sources.rawValue))
    statement.bind(Column.isSimulated, region.isSimulated)
    statement.bind(Column.asOfUs, region.asOf)
    statement.bind(Column.historyDays, region.historyDays)
    statement.bind(Column.createdAt, now)
    try statement.run()
  }

  static func read(_ row: any SQLRow) -> Region {
    Region(
      id: row.text(Column.regionId), timeZone: row.text(Column.timeZone),
      sources: RegionSources(rawValue: UInt16(truncatingIfNeeded: row.integer(Column.sources))),
      isSimulated: row.flag(Column.isSimulated), asOf: row.optionalInteger(Column.asOfUs),
      historyDays: row.optionalInteger(Column.historyDays).map(Int.init))
  }
}

/// The table `segments`: registered definitions, a row for each version.
enum SegmentTable {
  /// What is read of a version; the region by its id.
  enum Column: Int32, SQLColumn { case segmentId, version, regionId, definition }

  private static let select = "SELECT \(Column.names) FROM segments JOIN regions USING (region_no)"
  static let newestByID = "\(select) WHERE segment_id = $1 ORDER BY version DESC LIMIT 1"
  /// Newest versions after an id, at most so many.
  static let page = """
    \(select) WHERE segment_id > $1
      AND version = (SELECT max(n.version) FROM segments n WHERE n.segment_id = segments.segment_id)
    ORDER BY segment_id LIMIT $2
    """
  static let add = """
    INSERT INTO segments (segment_id, version, region_no, definition, created_at) VALUES ($1, $2, $3, $4, $5)
    """

  static func read(_ row: any SQLRow) -> SegmentRow {
    SegmentRow(
      id: row.text(Column.segmentId), version: row.integer(Column.version), region: row.text(Column.regionId),
      definition: row.bytes(Column.definition))
  }
}
