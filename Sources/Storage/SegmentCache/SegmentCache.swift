import Cryptography
import Synchronization

/// The segment cache: memory, over a durable layer, over a loader.
///
/// Holds derived, immutable data only, so staleness is about which release, never about content. Concurrent misses of
/// one key make one load; a caller that is cancelled leaves the load running for the others. All methods may be called
/// from any thread; `peek` never suspends.
package final class SegmentCache: Sendable {
  /// Makes the value of a key; `nil` when there is no such thing. Runs once for all who wait.
  package typealias Loader = @Sendable () async throws -> [UInt8]?

  private let limits: CacheLimits
  private let clock: CacheClock
  private let durable: (any CacheStore)?
  private let parts: [CachePart]
  private let rowsPut = Atomic(0)
  private let mask: Int

  /// An empty cache over a durable layer, or over none.
  package init(limits: CacheLimits = .defaults, durable: (any CacheStore)?, clock: CacheClock) {
    self.limits = limits
    self.durable = durable
    self.clock = clock
    var count = 1
    while count < limits.shards { count *= 2 }
    mask = count - 1
    parts = (0..<count).map { _ in CachePart(limits: limits, share: count) }
  }

  /// The value of a key when memory has it, without suspending; `nil` when it must be loaded.
  package func peek(_ key: CacheKey) -> CacheAnswer? {
    let now = clock.monotonic()
    return part(of: key).state.withLock { $0.answer(key.text, now: now, limits: limits, clock: clock) }
  }

  /// The value of a key, loaded when nothing usable is cached; `nil` when the loader knows no such thing. A stale value
  /// is returned at once and loaded anew in the background. Throws what the loader threw, also to callers within the
  /// next seconds, and `CancellationError` when the calling task is cancelled while it waits.
  package func value(for key: CacheKey, load: @escaping Loader) async throws -> CacheAnswer? {
    if let answer = peek(key) {
      if answer.wantsRefresh { refresh(key, load: load) }
      return answer
    }
    let waiter = CacheWaiter()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        join(key, waiter, continuation, load)
      }
    } onCancel: {
      leave(key, waiter)
    }
  }

  /// Loads a key anew in the background, unless that is under way already or has failed just now. The entry at hand
  /// stays until then, and stays when the load fails.
  package func refresh(_ key: CacheKey, load: @escaping Loader) {
    let now = clock.monotonic()
    let isMine = part(of: key).state.withLock { $0.beginRefresh(key.text, now: now) }
    if isMine { Task { await self.load(key, with: load) } }
  }

  /// What the cache has done, over all its parts.
  package var statistics: CacheStatistics {
    parts.map { $0.state.withLock { $0.counts } }.reduce(CacheStatistics(), +)
  }

  /// The time before which a row of the durable layer must have ceased to be fresh for a sweep at `now` to delete it: it
  /// is past being served stale too, but for a last tenth of its lifetime. Both in µs since 1970 UTC.
  package static func expiry(at now: Int64) -> Int64 { now - (CacheLayer.allCases.map(\.lifetime).max() ?? 0) }

  func part(of key: CacheKey) -> CachePart { parts[key.hashValue & mask] }

  private func join(
    _ key: CacheKey, _ waiter: CacheWaiter, _ continuation: CheckedContinuation<CacheAnswer?, any Error>,
    _ load: @escaping Loader
  ) {
    let now = clock.monotonic()
    let outcome = part(of: key).state.withLock {
      $0.join(key.text, waiter.id, continuation, now: now, limits: limits, clock: clock)
    }
    switch outcome {
    case .answered(let result): continuation.resume(with: result)
    case .mustLoad: Task { await self.fill(key, with: load) }
    case .waits: break
    }
    // A cancellation that came before the waiter was in the list found nobody to wake.
    if Task.isCancelled { leave(key, waiter) }
  }

  private func leave(_ key: CacheKey, _ waiter: CacheWaiter) {
    let continuation = part(of: key).state.withLock { $0.leave(key.text, waiter.id) }
    continuation?.resume(throwing: CancellationError())
  }
}

/// The identity of one waiting call.
private final class CacheWaiter: Sendable {
  var id: ObjectIdentifier { ObjectIdentifier(self) }
}

/// The one load of a key: behind memory first, then the loader.
extension SegmentCache {
  /// Fills a missing key from the durable layer, or from the loader when that has nothing usable.
  private func fill(_ key: CacheKey, with load: @escaping Loader) async {
    guard let entry = await durableEntry(key), let state = entry.state(at: clock.monotonic()) else {
      return await self.load(key, with: load)
    }
    part(of: key).state.withLock { $0.count(\.durableHits) }
    let answer = CacheAnswer(bytes: entry.bytes, state: state)
    finish(key, .success(answer)) { $0.keep(key.text, entry, isFinal: state == .hit) }
    if state == .stale { await self.load(key, with: load) }
  }

  /// Runs the loader and ends the load.
  private func load(_ key: CacheKey, with load: Loader) async {
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
    guard SHA256.digest(row.bytes) == row.sha256 else {
      part(of: key).state.withLock { $0.count(\.poisoned) }
      try? await durable.deleteCachedRow(key.text)
      return nil
    }
    return CacheEntry(row: row, layer: key.layer, now: clock.monotonic(), wall: clock.wall())
  }

  /// Keeps a loaded value for after a restart. The cache works without it, so a failure is not the caller's.
  private func store(_ key: CacheKey, _ entry: CacheEntry, now: Int64) async {
    guard let durable, entry.bytes.count <= limits.durableRowBytes else { return }
    let wall = clock.wall()
    let (expiry, isBeyondTime) = wall.addingReportingOverflow(entry.freshUntil - now)
    let row = CachedRow(
      key: key.text, bytes: entry.bytes, sha256: SHA256.digest(entry.bytes), storedAt: wall,
      expiresAt: isBeyondTime ? .max : expiry)
    try? await durable.putCachedRow(row)
    // Every so many rows, and with the first: an earlier process may have left too many.
    guard rowsPut.wrappingAdd(1, ordering: .relaxed).oldValue % CacheLimits.durableSlack == 0 else { return }
    while let deleted = try? await durable.deleteCachedRows(beyond: limits.durableRows), deleted > 0 {}
  }
}
