/// What a cache has done since it was made.
package struct CacheStatistics: Sendable, Hashable {
  /// Calls answered fresh from memory.
  package var hits: Int64 = 0
  /// Calls answered from memory with a stale entry.
  package var staleHits: Int64 = 0
  /// Calls that found nothing usable in memory.
  package var misses: Int64 = 0
  /// Calls answered with a remembered error or a remembered absence.
  package var negativeHits: Int64 = 0
  /// Loads begun, refreshes included.
  package var loads: Int64 = 0
  /// Loads that threw.
  package var loadErrors: Int64 = 0
  /// Values taken from the layer behind memory.
  package var durableHits: Int64 = 0
  /// Values behind memory that did not match their hash, and were dropped.
  package var poisoned: Int64 = 0
  /// Entries that had to make room.
  package var evictions: Int64 = 0
  /// Entries in memory.
  package var entries: Int64 = 0
  /// Their bytes, as they are charged.
  package var bytes: Int64 = 0

  /// The sum of two counts.
  static func + (left: Self, right: Self) -> Self {
    var sum = left
    for field in fields { sum[keyPath: field] += right[keyPath: field] }
    return sum
  }

  private static var fields: [WritableKeyPath<Self, Int64>] {
    [
      \.hits, \.staleHits, \.misses, \.negativeHits, \.loads, \.loadErrors, \.durableHits, \.poisoned, \.evictions,
      \.entries, \.bytes,
    ]
  }
}
