import Synchronization

/// One part of the cache behind its lock.
final class CachePart: Sendable {
  let state: Mutex<CachePartState>

  /// An empty part with the `share`-th part of the bounds.
  init(limits: CacheLimits, share: Int) {
    state = Mutex(CachePartState(limits: limits, share: share))
  }
}

/// What a caller does after asking to join a load.
enum CacheJoin {
  /// There is an answer already.
  case answered(Result<CacheAnswer?, any Error>)
  /// The caller is the first and starts the load; it waits too.
  case mustLoad
  /// Somebody else is loading.
  case waits
}

/// Entries, failures and loads under way of one part. A value without I/O.
struct CachePartState {
  private typealias Waiters = [ObjectIdentifier: CheckedContinuation<CacheAnswer?, any Error>]

  private var shard: CacheShard
  private var errors: NegativeMemory<any Error>
  private var unknown: NegativeMemory<Void>
  private var flights: [String: Waiters] = [:]
  private var totals = CacheStatistics()

  init(limits: CacheLimits, share: Int) {
    shard = CacheShard(bound: limits.bytes / share)
    let negatives = max(1, limits.negativeEntries / share)
    errors = NegativeMemory(bound: negatives, lifetime: limits.errorMemory)
    unknown = NegativeMemory(bound: negatives, lifetime: limits.unknownMemory)
  }

  /// The counts of this part.
  var counts: CacheStatistics {
    var counts = totals
    counts.evictions = Int64(shard.evictions)
    counts.entries = Int64(shard.count)
    counts.bytes = Int64(shard.bytes)
    return counts
  }

  /// Answers from memory, or `nil`.
  mutating func answer(_ key: String, now: Int64, limits: CacheLimits, clock: CacheClock) -> CacheAnswer? {
    guard let entry = shard.find(key, now: now), let state = entry.state(at: now) else { return nil }
    guard state == .hit else {
      totals.staleHits += 1
      return CacheAnswer(bytes: entry.bytes, state: .stale, wantsRefresh: true)
    }
    totals.hits += 1
    let isDue = entry.isDueEarly(at: now, beta: limits.earlyRefresh, random: clock.random)
    return CacheAnswer(bytes: entry.bytes, state: .hit, wantsRefresh: isDue)
  }

  /// Answers from memory or from what is remembered of failures; else lists the caller as waiting.
  mutating func join(
    _ key: String, _ waiter: ObjectIdentifier, _ continuation: CheckedContinuation<CacheAnswer?, any Error>,
    now: Int64, limits: CacheLimits, clock: CacheClock
  ) -> CacheJoin {
    if let answer = answer(key, now: now, limits: limits, clock: clock) { return .answered(.success(answer)) }
    if let error = errors.reason(of: key, now: now) {
      totals.negativeHits += 1
      return .answered(.failure(error))
    }
    if unknown.reason(of: key, now: now) != nil {
      totals.negativeHits += 1
      return .answered(.success(nil))
    }
    totals.misses += 1
    defer { flights[key, default: [:]][waiter] = continuation }
    return flights[key] == nil ? .mustLoad : .waits
  }

  /// Takes a caller off the list; `nil` when it was answered already or is not listed yet.
  mutating func leave(_ key: String, _ waiter: ObjectIdentifier) -> CheckedContinuation<CacheAnswer?, any Error>? {
    flights[key]?.removeValue(forKey: waiter)
  }

  /// Claims the load of a key for a refresh; false when one is under way or has failed just now.
  mutating func beginRefresh(_ key: String, now: Int64) -> Bool {
    guard flights[key] == nil, errors.reason(of: key, now: now) == nil else { return false }
    flights[key] = [:]
    return true
  }

  /// Keeps a value and answers those who wait; the load stays open when `isFinal` is false.
  mutating func keep(
    _ key: String, _ entry: CacheEntry, isFinal: Bool
  ) -> [CheckedContinuation<CacheAnswer?, any Error>] {
    shard.put(key, entry)
    errors.forget(key)
    unknown.forget(key)
    return close(key, isFinal: isFinal)
  }

  /// Remembers that there is no such thing, drops an older value, and ends the load.
  mutating func keepUnknown(_ key: String, now: Int64) -> [CheckedContinuation<CacheAnswer?, any Error>] {
    shard.remove(key)
    unknown.remember(key, (), now: now)
    return close(key, isFinal: true)
  }

  /// Remembers a failed load and ends it; an older value stays.
  mutating func keepError(
    _ key: String, _ error: any Error, now: Int64
  ) -> [CheckedContinuation<CacheAnswer?, any Error>] {
    totals.loadErrors += 1
    errors.remember(key, error, now: now)
    return close(key, isFinal: true)
  }

  /// Counts something that happened outside the lock.
  mutating func count(_ field: WritableKeyPath<CacheStatistics, Int64>) { totals[keyPath: field] += 1 }

  private mutating func close(_ key: String, isFinal: Bool) -> [CheckedContinuation<CacheAnswer?, any Error>] {
    let waiting = flights[key].map { Array($0.values) } ?? []
    flights[key] = isFinal ? nil : [:]
    return waiting
  }
}

/// Remembers for a short time which keys failed, at most so many; the oldest makes room. A value; its owner locks it.
struct NegativeMemory<Reason> {
  private let bound: Int
  private let lifetime: Int64
  private var reasons: [String: (reason: Reason, until: Int64)] = [:]
  private var order: [String] = []

  /// An empty memory; `lifetime` in µs.
  init(bound: Int, lifetime: Int64) {
    self.bound = bound
    self.lifetime = lifetime
  }

  /// Keys remembered.
  var count: Int { reasons.count }

  /// Why the key failed, when that is still remembered.
  func reason(of key: String, now: Int64) -> Reason? {
    guard let found = reasons[key], now < found.until else { return nil }
    return found.reason
  }

  /// Remembers a failure from now on.
  mutating func remember(_ key: String, _ reason: Reason, now: Int64) {
    if reasons.updateValue((reason, now + lifetime), forKey: key) == nil { order.append(key) }
    while reasons.count > bound { reasons[order.removeFirst()] = nil }
  }

  /// Forgets a key that has succeeded since.
  mutating func forget(_ key: String) {
    guard reasons.removeValue(forKey: key) != nil else { return }
    order.removeAll { $0 == key }
  }
}
