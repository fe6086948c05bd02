internal import EventLoop

/// Judges the rhythm of a peer's PINGs: two strikes are forgiven.
struct PingPolicy {
  private static let forgiven = 2
  private let interval: Duration?
  private var last: MonotonicTime?
  private var strikes = 0

  /// A policy that wants `interval` between PINGs; nil allows every rhythm.
  init(_ interval: Duration?) { self.interval = interval }

  /// Notes a PING; false when it is one strike too many.
  mutating func received(_ now: MonotonicTime) -> Bool {
    guard let interval else { return true }
    defer { last = now }
    if let last, now < last + interval { strikes += 1 }
    return strikes <= Self.forgiven
  }

  /// This end has sent headers or data: the peer may well probe the round trip anew.
  mutating func sentWork() {
    last = nil
    strikes = 0
  }
}
