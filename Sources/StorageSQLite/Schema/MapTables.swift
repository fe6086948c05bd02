/// The public map of each region. Positions count from 0; columns `*_at` hold microseconds since 1970 UTC, `*_day` days.
enum MapTables {
  static let statements = [
    """
    CREATE TABLE areas (
      region_no INTEGER NOT NULL REFERENCES regions (region_no),
      area_no INTEGER NOT NULL CHECK (area_no >= 0),
      area_id TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (region_no, area_no)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE zones (
      region_no INTEGER NOT NULL REFERENCES regions (region_no),
      zone_no INTEGER NOT NULL CHECK (zone_no >= 0),
      zone_id TEXT NOT NULL,
      area_no INTEGER,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (region_no, zone_no)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE items (
      region_no INTEGER NOT NULL REFERENCES regions (region_no),
      item_no INTEGER NOT NULL CHECK (item_no >= 0),
      item_id TEXT NOT NULL,
      zone_no INTEGER,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (region_no, item_no)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE zone_places (
      region_no INTEGER NOT NULL REFERENCES regions (region_no),
      place INTEGER NOT NULL,
      zone_no INTEGER NOT NULL,
      created_day INTEGER NOT NULL,
      PRIMARY KEY (region_no, place)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// What places and items were recorded under before they were registered.
  static let earlierNumbers = [
    """
    CREATE TABLE earlier_numbers (
      region_no INTEGER NOT NULL REFERENCES regions (region_no),
      number INTEGER NOT NULL,
      place INTEGER NOT NULL,
      created_day INTEGER NOT NULL,
      PRIMARY KEY (region_no, number)
    ) STRICT, WITHOUT ROWID
    """
  ]
}
