import GRDB

/// SQL of the durable layer of the segment cache.
enum CacheTable {
  static let byKey = "SELECT bytes, sha256, created_at, expires_at FROM cache_entries WHERE key = ?"
  static let put = """
    INSERT INTO cache_entries (key, bytes, sha256, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)
    ON CONFLICT (key) DO UPDATE SET bytes = ?2, sha256 = ?3, created_at = ?4, expires_at = ?5
    """
  static let delete = "DELETE FROM cache_entries WHERE key = ?"
  static let expired = "DELETE FROM cache_entries WHERE expires_at < ?"
}

extension SQLiteStore {
  package func cachedRow(_ key: String) async throws(StoreError) -> CachedRow? {
    try await read { database in
      try database.statement(CacheTable.byKey).first(key) { row in
        CachedRow(
          key: key, bytes: row.bytes(0), sha256: row.bytes(1), storedAt: row.integer(2), expiresAt: row.integer(3))
      }
    }
  }

  package func putCachedRow(_ row: CachedRow) async throws(StoreError) {
    _ = try await write {
      try $0.statement(CacheTable.put).run(row.key, row.bytes, row.sha256, row.storedAt, row.expiresAt)
    }
  }

  package func deleteCachedRow(_ key: String) async throws(StoreError) {
    _ = try await write { try $0.statement(CacheTable.delete).run(key) }
  }

  package func deleteCachedRows(expiredBefore time: Int64) async throws(StoreError) -> Int {
    try await write { try $0.statement(CacheTable.expired).run(time) }
  }
}
