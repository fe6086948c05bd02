/// Registry, releases, runs of the epoch job and the privacy ledger. Columns `*_at` hold microseconds since 1970 UTC.
enum ReleaseTables {
  static let statements =
    [
      """
      CREATE TABLE segments (
        segment_id TEXT NOT NULL CHECK (length(segment_id) BETWEEN 1 AND 256),
        version INTEGER NOT NULL CHECK (version > 0),
        region_no INTEGER NOT NULL REFERENCES regions (region_no),
        definition BLOB NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (segment_id, version)
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX segments_by_region ON segments (region_no, segment_id, version)",
      """
      CREATE TABLE releases (
        cell_id TEXT NOT NULL,
        statistic_version TEXT NOT NULL,
        epoch INTEGER NOT NULL REFERENCES epoch_runs (epoch),
        release_id TEXT NOT NULL,
        cut_off_us INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
        nano_rho INTEGER NOT NULL CHECK (nano_rho >= 0),
        created_at INTEGER NOT NULL,
        PRIMARY KEY (cell_id, statistic_version, epoch)
      ) STRICT
      """,
      """
      CREATE TABLE epoch_runs (
        epoch INTEGER PRIMARY KEY CHECK (epoch > 0),
        family TEXT NOT NULL CHECK (length(family) BETWEEN 1 AND 64),
        release_id TEXT NOT NULL UNIQUE,
        reservation_id TEXT NOT NULL UNIQUE,
        statistic_version TEXT NOT NULL,
        policy TEXT NOT NULL,
        policy_version TEXT NOT NULL,
        cut_off_us INTEGER NOT NULL,
        nano_rho INTEGER NOT NULL,
        delta_units INTEGER NOT NULL,
        year INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('reserved', 'published', 'abandoned')),
        created_at INTEGER NOT NULL,
        finished_at INTEGER
      ) STRICT
      """,
      "CREATE INDEX epoch_runs_open ON epoch_runs (epoch) WHERE state = 'reserved'",
      """
      CREATE TABLE epoch_run_regions (
        epoch INTEGER NOT NULL REFERENCES epoch_runs (epoch),
        region_no INTEGER NOT NULL REFERENCES regions (region_no),
        created_at INTEGER NOT NULL,
        PRIMARY KEY (epoch, region_no)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE current_epochs (
        region_no INTEGER PRIMARY KEY REFERENCES regions (region_no),
        epoch INTEGER NOT NULL REFERENCES epoch_runs (epoch),
        created_at INTEGER NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE ledger (
        year INTEGER NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        reservation_id TEXT NOT NULL,
        family TEXT NOT NULL,
        policy TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        nano_rho INTEGER NOT NULL CHECK (nano_rho >= 0),
        delta_units INTEGER NOT NULL CHECK (delta_units >= 0),
        change INTEGER NOT NULL CHECK (change IN (1, 2, 3)),
        previous_hash BLOB NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        PRIMARY KEY (year, seq)
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE UNIQUE INDEX ledger_by_reservation ON ledger (reservation_id, change)",
    ] + ["segments", "releases", "ledger", "epoch_run_regions"].flatMap(InsertOnly.triggers)

  /// A ledger with entries that settle nothing, and with a bound over all years.
  static let enteredBound =
    [
      "DROP INDEX ledger_by_reservation",
      "ALTER TABLE ledger RENAME TO ledger_before",
      """
      CREATE TABLE ledger (
        year INTEGER NOT NULL,
        seq INTEGER NOT NULL CHECK (seq > 0),
        reservation_id TEXT NOT NULL,
        family TEXT NOT NULL,
        policy TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        nano_rho INTEGER NOT NULL CHECK (nano_rho >= 0),
        delta_units INTEGER NOT NULL CHECK (delta_units >= 0),
        change INTEGER NOT NULL CHECK (change BETWEEN 1 AND 5),
        previous_hash BLOB NOT NULL,
        hash BLOB NOT NULL CHECK (length(hash) = 32),
        lifetime_nano_rho INTEGER CHECK (lifetime_nano_rho >= 0),
        PRIMARY KEY (year, seq)
      ) STRICT, WITHOUT ROWID
      """,
      """
      INSERT INTO ledger SELECT year, seq, reservation_id, family, policy, created_at, nano_rho, delta_units, change,
        previous_hash, hash, NULL FROM ledger_before
      """,
      "DROP TABLE ledger_before",
      "CREATE UNIQUE INDEX ledger_by_reservation ON ledger (reservation_id, change)",
    ] + InsertOnly.triggers("ledger")
}
