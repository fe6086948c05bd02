/// The bounds of a segment cache.
package struct CacheLimits: Sendable, Hashable {
  /// Most bytes of all entries together, each counted as value + key + 96. Default 64 MiB.
  package var bytes = 64 << 20
  /// Parts with a lock of their own; a power of two. An entry larger than one part's share is served, not kept.
  package var shards = 16
  /// How far a lifetime may be drawn from its nominal value, as a share of it.
  package var jitter = 0.1
  /// How early an entry near its end is loaded anew, in units of its load time (XFetch's beta); 0 = never early.
  package var earlyRefresh = 1.0
  /// How long a load error is remembered, µs; at most 5 s.
  package var errorMemory: Int64 = 5_000_000
  /// How long it is remembered that there is no such thing, µs.
  package var unknownMemory: Int64 = 30_000_000
  /// Most errors and, apart from them, most unknown keys that are remembered.
  package var negativeEntries = 1_024

  /// Bytes charged for an entry on top of its value and key.
  package static let overhead = 96

  /// The defaults.
  package static var defaults: CacheLimits { CacheLimits() }

  /// The defaults; change what differs.
  package init() {}
}

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
