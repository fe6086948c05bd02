package import EventLoop

/// Counts events against a ``ConnectionLimits/Rate``. The caller brings the time.
@usableFromInline package struct RateBudget {
  private let rate: ConnectionLimits.Rate?
  private var windowStart: MonotonicTime?
  @usableFromInline var spent = 0

  /// A budget of `rate`; nil never ends.
  package init(_ rate: ConnectionLimits.Rate?) { self.rate = rate }

  /// Counts one event; false when it is one too many for its window.
  package mutating func spend(_ now: MonotonicTime) -> Bool {
    guard let rate else { return true }
    if windowStart.map({ now >= $0 + rate.window }) ?? true {
      windowStart = now
      spent = 0
    }
    spent += 1
    return spent <= rate.count
  }

  /// Takes one event back.
  package mutating func refund() { spent = max(0, spent - 1) }

  /// Starts over.
  @inlinable package mutating func reset() { spent = 0 }

  /// The budget in words, for the peer: "200 in 30.0 seconds".
  package var description: String { rate.map { "more than \($0.count) in \($0.window)" } ?? "unlimited" }
}
