import Storage
import Synchronization

/// The durable layer of a cache, in memory.
final class MemoryCacheStore: CacheStore {
  private let rows = Mutex<[String: CachedRow]>([:])

  /// Changes the kept row of a key, as damage would.
  func damage(_ key: String, _ change: (inout CachedRow) -> Void) {
    rows.withLock { rows in
      if var row = rows[key] {
        change(&row)
        rows[key] = row
      }
    }
  }

  func cachedRow(_ key: String) async throws(StoreError) -> CachedRow? { rows.withLock { $0[key] } }

  func putCachedRow(_ row: CachedRow) async throws(StoreError) { rows.withLock { $0[row.key] = row } }

  /// How many rows there are.
  var count: Int { rows.withLock { $0.count } }

  func deleteCachedRows(beyond bound: Int) async throws(StoreError) -> Int {
    rows.withLock { rows in
      let least = rows.values.sorted { $0.expiresAt > $1.expiresAt }.dropFirst(bound).prefix(64)
      for row in least { rows[row.key] = nil }
      return least.count
    }
  }

  func deleteCachedRow(_ key: String) async throws(StoreError) { rows.withLock { $0[key] = nil } }
}
