internal import EventLoop

/// Counts events against a ``HTTP2Limits/Rate``. The caller brings the time.
struct RateBudget {
  private let rate: HTTP2Limits.Rate?
  private var windowStart: MonotonicTime?
  private var spent = 0

  /// A budget of `rate`; nil never ends.
  init(_ rate: HTTP2Limits.Rate?) { self.rate = rate }

  /// Counts one event; false when it is one too many for its window.
  mutating func spend(_ now: MonotonicTime) -> Bool {
    guard let rate else { return true }
    if windowStart.map({ now >= $0 + rate.window }) ?? true {
      windowStart = now
      spent = 0
    }
    spent += 1
    return spent <= rate.count
  }

  /// Takes one event back.
  mutating func refund() { spent = max(0, spent - 1) }

  /// Starts over.
  mutating func reset() { spent = 0 }

  /// The budget in words, for the peer: "200 in 30.0 seconds".
  var description: String { rate.map { "more than \($0.count) in \($0.window)" } ?? "unlimited" }
}
