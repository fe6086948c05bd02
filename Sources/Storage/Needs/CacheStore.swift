/// A cached value as it is kept behind memory.
package struct CachedRow: Sendable, Hashable {
  /// Key, see `CacheKey.text`.
  package var key: String
  /// The value.
  package var bytes: [UInt8]
  /// SHA-256 of `bytes`, as it was when they were stored.
  package var sha256: [UInt8]
  /// When it was loaded, µs since 1970 UTC.
  package var storedAt: Int64
  /// Until when it is fresh, µs.
  package var expiresAt: Int64

  /// A row.
  package init(key: String, bytes: [UInt8], sha256: [UInt8], storedAt: Int64, expiresAt: Int64) {
    self.key = key
    self.bytes = bytes
    self.sha256 = sha256
    self.storedAt = storedAt
    self.expiresAt = expiresAt
  }
}

/// The layer of the segment cache that survives a restart.
package protocol CacheStore: Sendable {
  /// The row of that key as it is stored, or `nil`.
  func cachedRow(_ key: String) async throws(StoreError) -> CachedRow?
  /// Stores or replaces a row.
  func putCachedRow(_ row: CachedRow) async throws(StoreError)
  /// Deletes the row of that key, if any.
  func deleteCachedRow(_ key: String) async throws(StoreError)
  /// Deletes rows beyond so many, those that expire soonest, 64 at the most; returns how many. Called until
  /// it returns 0 it lets other writes in between.
  func deleteCachedRows(beyond rows: Int) async throws(StoreError) -> Int
}
