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

  /// Most rows of the durable layer; it may have `durableSlack` more for a moment. Default 4,096.
  package var durableRows = 4_096
  /// Most bytes of a value that is kept in the durable layer; larger ones stay in memory. Default 64 KiB.
  package var durableRowBytes = 64 << 10

  /// After how many rows the durable layer is cut to its bound.
  package static let durableSlack = 256

  /// Bytes charged for an entry on top of its value and key.
  package static let overhead = 96

  /// The defaults.
  package static var defaults: CacheLimits { CacheLimits() }

  /// The defaults; change what differs.
  package init() {}
}
