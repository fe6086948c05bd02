package import EventLoop

/// Counts events against a ``ConnectionLimits/Rate``, and against what a peer has earned by good conduct in the same time:
/// each unit earned pays for one event more. The caller brings the time and the sum of what was ever earned.
@usableFromInline package struct RateBudget {
  private let rate: ConnectionLimits.Rate?
  private var windowStart: MonotonicTime?
  @usableFromInline var spent = 0
  /// What had been earned when the window began.
  private var earnedAtStart = 0
  /// What was earned in the window before; where that lies longer back, in a window on average.
  private var credit = 0

  /// A budget of `rate`, whose first window begins at `start`, without it with the first event; nil never ends.
  package init(_ rate: ConnectionLimits.Rate?, from start: MonotonicTime? = nil) {
    self.rate = rate
    windowStart = start
  }

  /// Counts one event; false when it is one too many for its window.
  package mutating func spend(_ now: MonotonicTime, earned: Int = 0) -> Bool {
    guard let rate else { return true }
    roll(rate, now, earned)
    spent += 1
    return spent <= allowance(rate, earned)
  }

  /// Whether one event more would be within the budget.
  package mutating func hasRoom(_ now: MonotonicTime, earned: Int = 0) -> Bool {
    guard let rate else { return true }
    roll(rate, now, earned)
    return spent < allowance(rate, earned)
  }

  /// By how many events the budget is overdrawn, as of the last event.
  package func overdraft(earned: Int = 0) -> Int { rate.map { max(0, spent - allowance($0, earned)) } ?? 0 }

  /// Takes one event back.
  package mutating func refund() { spent = max(0, spent - 1) }

  /// Starts over.
  @inlinable package mutating func reset() { spent = 0 }

  /// The budget in words, for the peer: "more than 200 in 30.0 seconds".
  package var description: String { rate.map { "more than \($0.count) in \($0.window)" } ?? "unlimited" }

  private func allowance(_ rate: ConnectionLimits.Rate, _ earned: Int) -> Int {
    let (sum, overflow) = rate.count.addingReportingOverflow(credit + (earned - earnedAtStart))
    return overflow ? .max : sum
  }

  /// Begins a new window when the last one is over.
  private mutating func roll(_ rate: ConnectionLimits.Rate, _ now: MonotonicTime, _ earned: Int) {
    guard let start = windowStart else { return windowStart = now }
    guard now >= start + rate.window else { return }
    let windows = (now - start).wholeNanoseconds / max(1, rate.window.wholeNanoseconds)
    credit = (earned - earnedAtStart) / max(1, Int(clamping: windows))
    earnedAtStart = earned
    windowStart = now
    spent = 0
  }
}
