internal import EventLoop

/// The state of ``LoadShedding`` on one loop, as a value.
struct QueueDelay: Sendable {
  private let rule: LoadShedding
  private var intervalEnd: MonotonicTime
  private var least = Duration.zero
  /// Whether the least wait of the last interval was over the target.
  private(set) var isOverloaded = false

  /// A queue that has served everything at once so far.
  init(_ rule: LoadShedding, now: MonotonicTime) {
    self.rule = rule
    intervalEnd = now + rule.interval
  }

  /// Takes note of a wait; answers whether what has waited so long is to be refused.
  mutating func isTooLate(_ wait: Duration, now: MonotonicTime) -> Bool {
    if now >= intervalEnd {
      // After an interval in which nothing came there is no queue.
      isOverloaded = least > rule.target && now < intervalEnd + rule.interval
      intervalEnd = now + rule.interval
      least = wait
    } else {
      least = min(least, wait)
    }
    return isOverloaded && wait > rule.target * 2
  }
}
