/// What one key has used of its plan. Evaluates all three limits, then counts in all or in none.
package struct Quota: Sendable {
  /// A limit that refuses a call.
  package struct Violation: Sendable, Hashable {
    /// burst, minute or day.
    package let policy: String
    /// The limit.
    package let limit: Int
    /// Its window in seconds.
    package let seconds: Int
  }

  /// The answer to a call.
  package enum Verdict: Sendable, Hashable {
    case admitted
    /// The limits that were reached, and the nanoseconds after which a lone call is admitted.
    case refused([Violation], retryAfter: UInt64)
  }

  private static let second: UInt64 = 1_000_000_000
  private var burst: SlidingWindow
  private var minute: SlidingWindow
  private var day: SlidingWindow

  /// A quota with nothing used.
  package init(plan: QuotaPlan) {
    burst = SlidingWindow(limit: plan.burst, window: Self.second, slots: 20)
    minute = SlidingWindow(limit: plan.minute, window: 60 * Self.second, slots: 60)
    day = SlidingWindow(limit: plan.day, window: 86_400 * Self.second, slots: 1_440)
  }

  /// Admits a call at `now` (monotonic nanoseconds), or says which limits refuse it. A refused call does not count.
  package mutating func admit(at now: UInt64) -> Verdict {
    var violations: [Violation] = []
    var retryAfter: UInt64 = 0
    let waits = [
      ("burst", burst.limit, 1, burst.wait(at: now)), ("minute", minute.limit, 60, minute.wait(at: now)),
      ("day", day.limit, 86_400, day.wait(at: now)),
    ]
    for (policy, limit, seconds, wait) in waits {
      guard let wait else { continue }
      violations.append(Violation(policy: policy, limit: limit, seconds: seconds))
      retryAfter = max(retryAfter, wait)
    }
    guard violations.isEmpty else { return .refused(violations, retryAfter: retryAfter) }
    burst.admit(at: now)
    minute.admit(at: now)
    day.admit(at: now)
    return .admitted
  }
}
