/// The table `cache_entries`: the durable layer of the segment cache.
enum CacheTable {
  /// What is kept of a value.
  enum Column: Int32, SQLColumn { case key, bytes, sha256, createdAt, expiresAt }

  static let byKey = "SELECT \(Column.names) FROM cache_entries WHERE key = $1"
  static let put = """
    INSERT INTO cache_entries (\(Column.names)) VALUES (\(Column.parameters))
    ON CONFLICT (key) DO UPDATE SET bytes = excluded.bytes, sha256 = excluded.sha256,
      created_at = excluded.created_at, expires_at = excluded.expires_at
    """
  /// Deletes the rows longest expired before a time, at most so many.
  static let expire = """
    DELETE FROM cache_entries WHERE key IN
      (SELECT key FROM cache_entries WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)
    """
  /// Deletes rows beyond so many, those that expire soonest, few at a time: with their pages it takes milliseconds.
  static let trim = """
    DELETE FROM cache_entries WHERE key IN
      (SELECT key FROM cache_entries ORDER BY expires_at DESC LIMIT 64 OFFSET $1)
    """
  static let delete = "DELETE FROM cache_entries WHERE key = $1"

  static func write(_ row: CachedRow, with statement: any SQLStatement) throws {
    statement.bind(Column.key, row.key)
    statement.bind(Column.bytes, row.bytes)
    statement.bind(Column.sha256, row.sha256)
    statement.bind(Column.createdAt, row.storedAt)
    statement.bind(Column.expiresAt, row.expiresAt)
    try statement.run()
  }

  static func read(_ row: any SQLRow) -> CachedRow {
    CachedRow(
      key: row.text(Column.key), bytes: row.bytes(Column.bytes), sha256: row.bytes(Column.sha256),
      storedAt: row.integer(Column.createdAt), expiresAt: row.integer(Column.expiresAt))
  }
}
