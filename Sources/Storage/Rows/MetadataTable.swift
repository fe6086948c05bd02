/// The table `meta`: facts about the store, by name.
enum MetadataTable {
  static let bytes = "SELECT bytes FROM meta WHERE name = $1"
  static let number = "SELECT number FROM meta WHERE name = $1"
  /// Adds 1 to a number, which begins at 1.
  static let increase = """
    INSERT INTO meta (name, number, created_at) VALUES ($1, 1, $2)
    ON CONFLICT (name) DO UPDATE SET number = meta.number + 1
    """
  /// Adds to a number, which begins at 0, and returns what it then is.
  static let advance = """
    INSERT INTO meta (name, number, created_at) VALUES ($1, $2, $3)
    ON CONFLICT (name) DO UPDATE SET number = meta.number + excluded.number RETURNING number
    """
  static let addNumber = "INSERT INTO meta (name, number, created_at) VALUES ($1, $2, $3)"
  static let remove = "DELETE FROM meta WHERE name = $1"
  static let addBytes = "INSERT INTO meta (name, bytes, created_at) VALUES ($1, $2, $3)"
}

/// The table `scheduled_work`: the last run of everything that recurs.
enum ScheduledWorkTable {
  /// What is kept of a run.
  enum Column: Int32, SQLColumn { case name, lastStartedUs, lastFinishedUs, outcome, createdAt }

  static let put = """
    INSERT INTO scheduled_work (\(Column.names)) VALUES (\(Column.parameters))
    ON CONFLICT (name) DO UPDATE SET last_started_us = excluded.last_started_us,
      last_finished_us = excluded.last_finished_us, outcome = excluded.outcome
    """
  static let all = "SELECT \(Column.names) FROM scheduled_work ORDER BY name"

  static func write(_ run: ScheduledRun, with statement: any SQLStatement) throws {
    statement.bind(Column.name, run.name)
    statement.bind(Column.lastStartedUs, run.startedAt)
    statement.bind(Column.lastFinishedUs, run.finishedAt)
    statement.bind(Column.outcome, run.outcome)
    statement.bind(Column.createdAt, run.startedAt)
    try statement.run()
  }

  static func read(_ row: any SQLRow) -> ScheduledRun {
    ScheduledRun(
      name: row.text(Column.name), startedAt: row.integer(Column.lastStartedUs),
      finishedAt: row.optionalInteger(Column.lastFinishedUs), outcome: row.optionalText(Column.outcome))
  }
}
