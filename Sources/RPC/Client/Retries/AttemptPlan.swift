/// Decides what follows the attempts of one call: a value that is told what happened and knows neither clock nor
/// connections.
struct AttemptPlan: Sendable {
  /// How far the server has come with an attempt that failed.
  enum Reach: Sendable, Hashable {
    /// The request never left this client.
    case unsent
    /// The server says that it has not looked at it.
    case refused
    /// The server may have worked on it.
    case possible
  }

  /// An attempt that failed before its reply had begun.
  struct Failure: Sendable, Hashable {
    let code: StatusCode
    let reach: Reach
    let pushback: Pushback?
  }

  /// What to do.
  enum Decision: Sendable, Hashable {
    /// The failure is the call's.
    case fail
    /// Another attempt at once, which the policies do not count.
    case again
    /// Another attempt after the wait.
    case retry(after: Duration)
    /// Nothing: attempts under way, or one that is due, may still succeed.
    case wait
  }

  /// How many attempts there were after the first, by kind.
  struct Counts: Sendable, Hashable {
    var retries = 0
    var hedges = 0
    var transparent = 0
  }

  private let repetition: MethodConfig.Repetition?
  private var made = 0
  private var transparent = 0
  private var backoffs = 0
  private var wasRefused = false
  private var isExhausted = false

  /// The plan of a call that has made no attempt.
  init(_ repetition: MethodConfig.Repetition?) {
    self.repetition = repetition
  }

  /// How many attempts there have been after the first.
  var counts: Counts {
    var counts = Counts(transparent: transparent)
    if case .hedging = repetition { counts.hedges = max(0, made - 1) } else { counts.retries = max(0, made - 1) }
    return counts
  }

  /// Takes note of an attempt; answers how many came before it.
  mutating func begin() -> Int {
    made += 1
    return made - 1
  }

  /// No more attempts: the requests cannot be sent again.
  mutating func exhaust() {
    isExhausted = true
  }

  /// How long after an attempt the next begins whatever became of it; nil when there is none.
  func nextHedge(_ throttle: RetryThrottle) -> Duration? {
    guard case .hedging(let policy) = repetition, mayBegin(policy.maxAttempts), throttle.allowsRetries else {
      return nil
    }
    return policy.hedgingDelay
  }

  /// What follows a failure, while `others` attempts are under way or due.
  mutating func failed(
    _ failure: Failure, others: Int, throttle: inout RetryThrottle, chance: Double
  ) -> Decision {
    if !isExhausted, isTransparent(failure.reach) {
      made -= 1
      transparent += 1
      return .again
    }
    switch repetition {
    case nil: return .fail
    case .retry(let policy): return retry(failure, policy, &throttle, chance)
    case .hedging(let policy): return hedge(failure, policy, others, &throttle)
    }
  }

  private func mayBegin(_ limit: Int) -> Bool { !isExhausted && made < min(limit, RetryPolicy.mostAttempts) }

  /// Requests that never left may always be sent again; those a server refused, once.
  private mutating func isTransparent(_ reach: Reach) -> Bool {
    switch reach {
    case .possible: return false
    case .unsent: return true
    case .refused:
      defer { wasRefused = true }
      return !wasRefused
    }
  }

  private mutating func retry(
    _ failure: Failure, _ policy: RetryPolicy, _ throttle: inout RetryThrottle, _ chance: Double
  ) -> Decision {
    let isRetryable = policy.retryableStatusCodes.contains(failure.code)
    if isRetryable || failure.pushback == .never { throttle.failed() }
    guard isRetryable, failure.pushback != .never, mayBegin(policy.maxAttempts), throttle.allowsRetries else {
      return .fail
    }
    if case .after(let wait) = failure.pushback {
      backoffs = 0
      return .retry(after: wait)
    }
    defer { backoffs += 1 }
    return .retry(after: policy.wait(retries: backoffs, chance: chance))
  }

  private mutating func hedge(
    _ failure: Failure, _ policy: HedgingPolicy, _ others: Int, _ throttle: inout RetryThrottle
  ) -> Decision {
    let isFatal = !policy.nonFatalStatusCodes.contains(failure.code)
    if !isFatal || failure.pushback == .never { throttle.failed() }
    guard !isFatal else { return .fail }
    if failure.pushback == .never { isExhausted = true }
    guard mayBegin(policy.maxAttempts), throttle.allowsRetries else { return others > 0 ? .wait : .fail }
    if case .after(let wait) = failure.pushback { return .retry(after: wait) }
    return .retry(after: .zero)
  }
}
