import Synchronization

/// The one load of a key: behind memory first, then the loader.
extension SegmentCache {
  /// Fills a missing key from the durable layer, or from the loader when that has nothing usable.
  func fill(_ key: CacheKey, with load: @escaping Loader) async {
    guard let entry = await durableEntry(key), let state = entry.state(at: clock.monotonic()) else {
      return await self.load(key, with: load)
    }
    part(of: key).state.withLock { $0.count(\.durableHits) }
    let answer = CacheAnswer(bytes: entry.bytes, state: state)
    finish(key, .success(answer)) { $0.keep(key.text, entry, isFinal: state == .hit) }
    if state == .stale { await self.load(key, with: load) }
  }

  /// Runs the loader and ends the load.
  func load(_ key: CacheKey, with load: Loader) async {
    part(of: key).state.withLock { $0.count(\.loads) }
    let started = clock.monotonic()
    do {
      guard let bytes = try await load() else {
        let now = clock.monotonic()
        return finish(key, .success(nil)) { $0.keepUnknown(key.text, now: now) }
      }
      let now = clock.monotonic()
      let entry = CacheEntry(
        bytes: bytes, layer: key.layer, now: now, loadTime: now - started, jitter: limits.jitter,
        random: clock.random())
      finish(key, .success(CacheAnswer(bytes: bytes, state: .miss))) { $0.keep(key.text, entry, isFinal: true) }
      await store(key, entry, now: now)
    } catch {
      let now = clock.monotonic()
      finish(key, .failure(error)) { $0.keepError(key.text, error, now: now) }
    }
  }

  private func finish(
    _ key: CacheKey, _ result: Result<CacheAnswer?, any Error>,
    _ change: (inout CachePartState) -> [CheckedContinuation<CacheAnswer?, any Error>]
  ) {
    for waiter in part(of: key).state.withLock({ change(&$0) }) { waiter.resume(with: result) }
  }

  /// The durable row as an entry; `nil` when there is none, it cannot be read, or it does not match its hash. A row
  /// that does not match is deleted.
  private func durableEntry(_ key: CacheKey) async -> CacheEntry? {
    guard let durable, let row = try? await durable.cachedRow(key.text) else { return nil }
    guard Digest.sha256(row.bytes) == row.sha256 else {
      part(of: key).state.withLock { $0.count(\.poisoned) }
      try? await durable.deleteCachedRow(key.text)
      return nil
    }
    return CacheEntry(row: row, layer: key.layer, now: clock.monotonic(), wall: clock.wall())
  }

  /// Keeps a loaded value for after a restart. The cache works without it, so a failure is not the caller's.
  private func store(_ key: CacheKey, _ entry: CacheEntry, now: Int64) async {
    guard let durable else { return }
    let wall = clock.wall()
    let row = CachedRow(
      key: key.text, bytes: entry.bytes, sha256: Digest.sha256(entry.bytes), storedAt: wall,
      expiresAt: wall + entry.freshUntil - now)
    try? await durable.putCachedRow(row)
  }
}
