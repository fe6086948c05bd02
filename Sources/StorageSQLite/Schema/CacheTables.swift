/// The durable layer of the segment cache. Columns `*_at` hold microseconds since 1970 UTC.
enum CacheTables {
  static let statements = [
    """
    CREATE TABLE cache_entries (
      key TEXT NOT NULL PRIMARY KEY,
      bytes BLOB NOT NULL,
      sha256 BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX cache_entries_by_expiry ON cache_entries (expires_at)",
  ]
}
