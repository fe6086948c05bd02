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

  init(bytes: [UInt8], state: CacheState, wantsRefresh: Bool = false) {
    self.bytes = bytes
    self.state = state
    self.wantsRefresh = wantsRefresh
  }
}
