/// When a call that failed is tried again, after gRFC A6. A call is never tried again once its reply has begun.
public struct RetryPolicy: Sendable, Hashable {
  /// More attempts than this are not made, whatever the policy says.
  public static let mostAttempts = 5

  /// Attempts in all, the first included: 2 to 5; more count as 5.
  public var maxAttempts: Int
  /// The wait before the second attempt, give or take a fifth by chance.
  public var initialBackoff: Duration
  /// The longest wait.
  public var maxBackoff: Duration
  /// By how much each wait is longer than the one before.
  public var backoffMultiplier: Double
  /// The statuses after which a call is tried again.
  public var retryableStatusCodes: Set<StatusCode>

  /// A policy with the given parts.
  public init(
    maxAttempts: Int, initialBackoff: Duration, maxBackoff: Duration, backoffMultiplier: Double,
    retryableStatusCodes: Set<StatusCode>
  ) {
    self.maxAttempts = maxAttempts
    self.initialBackoff = initialBackoff
    self.maxBackoff = maxBackoff
    self.backoffMultiplier = backoffMultiplier
    self.retryableStatusCodes = retryableStatusCodes
  }

  /// The wait before the attempt that follows `retries` others after the first, with `chance` in 0..<1 deciding the
  /// jitter: gRFC A6, min(initialBackoff · multiplier^retries, maxBackoff) · random(0.8, 1.2).
  func wait(retries: Int, chance: Double) -> Duration {
    var wait = initialBackoff
    for _ in 0..<retries where wait < maxBackoff { wait = wait * backoffMultiplier }
    return min(wait, maxBackoff) * (0.8 + 0.4 * chance)
  }
}

/// When a call is made several times at once, after gRFC A6: the first reply counts, the other attempts are cancelled.
/// Only for methods that may well be executed more than once.
public struct HedgingPolicy: Sendable, Hashable {
  /// Attempts in all: 2 to 5; more count as 5.
  public var maxAttempts: Int
  /// The time between attempts; none sends them all at once.
  public var hedgingDelay: Duration
  /// Statuses that do not end the call while other attempts may succeed.
  public var nonFatalStatusCodes: Set<StatusCode>

  /// A policy with the given parts.
  public init(maxAttempts: Int, hedgingDelay: Duration = .zero, nonFatalStatusCodes: Set<StatusCode> = []) {
    self.maxAttempts = maxAttempts
    self.hedgingDelay = hedgingDelay
    self.nonFatalStatusCodes = nonFatalStatusCodes
  }
}
