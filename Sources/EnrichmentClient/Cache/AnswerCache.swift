internal import EventLoop
internal import Synchronization

/// What a client keeps of answers.
public struct AnswerCacheLimits: Sendable, Hashable {
  /// The longest that an answer is kept; a release that is known to be due sooner ends it sooner.
  public var lifetime: Duration
  /// Answers that are kept; the oldest go first.
  public var entries: Int
  /// Bytes of requests and answers that are kept.
  public var bytes: Int

  /// Keeps nothing.
  public static let none = AnswerCacheLimits(lifetime: .zero, entries: 0, bytes: 0)

  /// By default 15 minutes, 1,024 answers, 16 MiB.
  public init(lifetime: Duration = .seconds(900), entries: Int = 1_024, bytes: Int = 16 << 20) {
    (self.lifetime, self.entries, self.bytes) = (lifetime, entries, bytes)
  }
}

/// Answers that are the same for everybody until the next release. An answer to zones of a customer is never among them.
///
/// An answer goes when it is old, when its release is a day old and the next one due, and as soon as any call shows a newer
/// release of what it speaks of.
final class AnswerCache: Sendable {
  /// What an answer answers.
  struct Key: Sendable, Hashable {
    let method: String
    let request: [UInt8]
  }

  /// What an answer speaks of, and from which release.
  struct Origin: Sendable, Hashable {
    /// The segment, or the map of a region.
    let subject: String
    let release: String
  }

  private struct Entry {
    let value: any Sendable
    let origin: Origin
    let expiry: MonotonicTime
    let bytes: Int
  }

  private struct State {
    var entries: [Key: Entry] = [:]
    /// Keys from the oldest on.
    var order: [Key] = []
    var bytes = 0
  }

  private let limits: AnswerCacheLimits
  let now: @Sendable () -> MonotonicTime
  private let state = Mutex(State())

  init(_ limits: AnswerCacheLimits, now: @escaping @Sendable () -> MonotonicTime) {
    (self.limits, self.now) = (limits, now)
  }

  /// The answer that is kept; nil when there is none any more.
  func value<Value: Sendable>(_ key: Key, as type: Value.Type) -> Value? {
    state.withLock { state in
      guard let entry = state.entries[key] else { return nil }
      guard now() < entry.expiry else {
        Self.remove(key, &state)
        return nil
      }
      return entry.value as? Value
    }
  }

  /// Keeps an answer, and forgets those that its release has made old.
  ///
  /// - Parameters:
  ///   - bytes: What it takes, about.
  ///   - due: When the next release is due, from now; nil when nobody knows.
  func keep(_ value: some Sendable, for key: Key, from origin: Origin, bytes: Int, due: Duration?) {
    let size = bytes + key.request.count
    let lifetime = due.map { $0 > .zero ? min($0, limits.lifetime) : limits.lifetime } ?? limits.lifetime
    state.withLock { state in
      Self.forget(allBut: origin, &state)
      guard lifetime > .zero, size <= limits.bytes else { return }
      Self.remove(key, &state)
      state.entries[key] = Entry(value: value, origin: origin, expiry: now() + lifetime, bytes: size)
      state.order.append(key)
      state.bytes += size
      while let oldest = state.order.first, state.order.count > limits.entries || state.bytes > limits.bytes {
        Self.remove(oldest, &state)
      }
    }
  }

  /// Takes note of a release that an answer came from which is not kept.
  func note(_ origin: Origin) {
    state.withLock { Self.forget(allBut: origin, &$0) }
  }

  private static func forget(allBut origin: Origin, _ state: inout State) {
    let old = state.entries.filter { $0.value.origin.subject == origin.subject && $0.value.origin != origin }
    for key in old.keys { remove(key, &state) }
  }

  private static func remove(_ key: Key, _ state: inout State) {
    guard let entry = state.entries.removeValue(forKey: key) else { return }
    state.bytes -= entry.bytes
    state.order.removeAll { $0 == key }
  }
}
