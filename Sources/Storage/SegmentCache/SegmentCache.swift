import Synchronization

/// The segment cache: memory, over a durable layer, over a loader.
///
/// Holds derived, immutable data only, so staleness is about which release, never about content. Concurrent misses of
/// one key make one load; a caller that is cancelled leaves the load running for the others. All methods may be called
/// from any thread; `peek` never suspends.
package final class SegmentCache: Sendable {
  /// Makes the value of a key; `nil` when there is no such thing. Runs once for all who wait.
  package typealias Loader = @Sendable () async throws -> [UInt8]?

  let limits: CacheLimits
  let clock: CacheClock
  let durable: (any CacheStore)?
  private let parts: [CachePart]
  private let mask: Int

  /// An empty cache over a durable layer, or over none.
  package init(limits: CacheLimits = .defaults, durable: (any CacheStore)?, clock: CacheClock = .system) {
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

  /// Deletes what the durable layer holds past serving; for a sweep once in a while.
  package func deleteExpired() async throws(StoreError) {
    guard let durable else { return }
    _ = try await durable.deleteCachedRows(expiredBefore: clock.wall() - CacheLayer.segment.lifetime)
  }

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
final class CacheWaiter: Sendable {
  var id: ObjectIdentifier { ObjectIdentifier(self) }
}
