import Glibc

/// How an answer was come by; `cache` in the metadata of a response.
package enum CacheState: String, Sendable, Hashable {
  /// Fresh, from memory or from the layer behind it.
  case hit
  /// Loaded for this call or for one that was waiting already.
  case miss
  /// Past its time, not past twice its time; being loaded anew in the background.
  case stale
}

/// A value of the cache.
package struct CacheAnswer: Sendable, Hashable {
  /// The value.
  package let bytes: [UInt8]
  /// How it was come by.
  package let state: CacheState
  /// True when the caller should pass the key to `SegmentCache.refresh`: the entry is stale, or so near its end that it
  /// is this caller's turn to load it ahead of time. Nothing breaks when it does not.
  package let wantsRefresh: Bool

  /// An answer that was loaded for this call and is not to be kept.
  package init(unkept bytes: [UInt8]) { self.init(bytes: bytes, state: .miss) }

  init(bytes: [UInt8], state: CacheState, wantsRefresh: Bool = false) {
    self.bytes = bytes
    self.state = state
    self.wantsRefresh = wantsRefresh
  }
}

/// A cached value and its times, in monotonic µs.
struct CacheEntry: Sendable {
  /// The value.
  var bytes: [UInt8]
  /// Until when it is fresh.
  var freshUntil: Int64
  /// Until when it may be served stale.
  var staleUntil: Int64
  /// How long it took to load, µs.
  var loadTime: Int64

  /// How the entry may be served now; `nil` when it may not.
  func state(at now: Int64) -> CacheState? {
    now < freshUntil ? .hit : now < staleUntil ? .stale : nil
  }

  /// Whether this caller should load a fresh entry ahead of time (Vattani, Chierichetti, Lowenstein 2015, XFetch): the
  /// nearer the end and the slower the load, the likelier, so that callers do not all come at the end together.
  func isDueEarly(at now: Int64, beta: Double, random: () -> Double) -> Bool {
    let span = Double(loadTime) * beta
    // Beyond 40 load times the chance is below 1e-17: no need to draw.
    guard span > 0, Double(freshUntil - now) < 40 * span else { return false }
    return Double(now) - span * log(max(random(), .leastNormalMagnitude)) >= Double(freshUntil)
  }
}

extension CacheEntry {
  /// An entry loaded now: its lifetime is drawn, its end as a stale one is twice the nominal lifetime.
  init(bytes: [UInt8], layer: CacheLayer, now: Int64, loadTime: Int64, jitter: Double, random: Double) {
    let lifetime = Double(layer.lifetime) * (1 + jitter * (2 * random - 1))
    self.init(
      bytes: bytes, freshUntil: now + Int64(lifetime), staleUntil: now + 2 * layer.lifetime, loadTime: loadTime)
  }

  /// An entry from behind memory that is some µs old; the lifetime it was given then goes on.
  init(row: CachedRow, layer: CacheLayer, now: Int64, wall: Int64) {
    // The hash of a row does not cover its times, so they may be anything.
    let storedAt = max(0, row.storedAt)
    // A wall clock that was set back must not make an entry younger than new.
    let age = max(0, max(0, wall) - storedAt)
    let lifetime = min(max(0, max(0, row.expiresAt) - storedAt), 2 * layer.lifetime)
    self.init(
      bytes: row.bytes, freshUntil: now - age + lifetime, staleUntil: now - age + 2 * layer.lifetime, loadTime: 0)
  }
}
