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

  /// How a limit stands.
  package struct Standing: Sendable, Hashable {
    /// burst, minute or day.
    package let policy: String
    /// The limit.
    package let limit: Int
    /// Its window in seconds.
    package let seconds: Int
    /// Calls that are left.
    package let remaining: Int
    /// Whole seconds, rounded up, until the oldest call that counts ceases to; 0 when none counts.
    package let reset: Int
  }

  /// The answer to a call.
  package enum Verdict: Sendable, Hashable {
    case admitted
    /// The limits that were reached, and the nanoseconds after which a lone call is admitted.
    case refused([Violation], retryAfter: UInt64)
  }

  private static let second: UInt64 = 1_000_000_000
  /// Minutes of a day.
  private static let daySlots: UInt64 = 1_440
  private var burst: SlidingWindow
  private var minute: SlidingWindow
  private var day: SlidingWindow

  /// A quota with nothing used.
  package init(plan: QuotaPlan) { self.init(plan: plan, before: []) }

  /// A quota of which nothing was used within a minute, but before it what the day's slots say.
  init(plan: QuotaPlan, before: [AdmissionSlots.Slot]) {
    burst = SlidingWindow(limit: plan.burst, window: Self.second, slots: 20)
    minute = SlidingWindow(limit: plan.minute, window: 60 * Self.second, slots: 60)
    day = SlidingWindow(limit: plan.day, window: 86_400 * Self.second, slots: Int(Self.daySlots), before: before)
  }

  /// What is left to be kept of a quota of which nothing was used within a minute before `now`; nil while more is. A day
  /// whose exact times are kept is never put aside before it is over.
  mutating func rest(at now: UInt64) -> [AdmissionSlots.Slot]? {
    guard burst.isEmpty(at: now), minute.isEmpty(at: now) else { return nil }
    let isOver = day.isEmpty(at: now)
    return isOver || !day.slots.used.isEmpty ? day.slots.used : nil
  }

  /// Whether one of the day's slots still counts at `now`, monotonic nanoseconds.
  static func counts(_ slot: AdmissionSlots.Slot, at now: UInt64) -> Bool {
    now / (60 * second) <= UInt64(slot.number) + daySlots
  }

  /// Admits a call at `now` (monotonic nanoseconds), or says which limits refuse it. A refused call does not count.
  package mutating func admit(at now: UInt64) -> Verdict {
    let waits = (burst.wait(at: now), minute.wait(at: now), day.wait(at: now))
    guard case (nil, nil, nil) = waits else { return refusal(waits) }
    burst.admit(at: now)
    minute.admit(at: now)
    day.admit(at: now)
    return .admitted
  }

  /// How the three limits stand at `now`, monotonic nanoseconds.
  package mutating func standings(at now: UInt64) -> [Standing] {
    [
      Self.standing("burst", &burst, at: now), Self.standing("minute", &minute, at: now),
      Self.standing("day", &day, at: now),
    ]
  }

  private static func standing(_ policy: String, _ window: inout SlidingWindow, at now: UInt64) -> Standing {
    Standing(
      policy: policy, limit: window.limit, seconds: Int(clamping: window.window / second),
      remaining: window.remaining(at: now),
      reset: window.reset(at: now).map { Int(clamping: ($0 + second - 1) / second) } ?? 0)
  }

  private func refusal(_ waits: (burst: UInt64?, minute: UInt64?, day: UInt64?)) -> Verdict {
    var violations: [Violation] = []
    var retryAfter: UInt64 = 0
    for (policy, limit, seconds, wait) in [
      ("burst", burst.limit, 1, waits.burst), ("minute", minute.limit, 60, waits.minute),
      ("day", day.limit, 86_400, waits.day),
    ] {
      guard let wait else { continue }
      violations.append(Violation(policy: policy, limit: limit, seconds: seconds))
      retryAfter = max(retryAfter, wait)
    }
    return .refused(violations, retryAfter: retryAfter)
  }
}
