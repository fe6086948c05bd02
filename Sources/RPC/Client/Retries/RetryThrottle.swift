/// When retries stop because too many calls fail, after gRFC A6.
public struct RetryThrottling: Sendable, Hashable {
  /// The tokens at the start and at the most: above 0, at most 1,000.
  public var maxTokens: Double
  /// The part of a token that a success gives back, above 0; a failure costs a whole one.
  public var tokenRatio: Double

  /// Throttling with the given parts.
  public init(maxTokens: Double, tokenRatio: Double) {
    self.maxTokens = maxTokens
    self.tokenRatio = tokenRatio
  }
}

/// The tokens of a channel: there are retries while more than half of them are left.
struct RetryThrottle: Sendable {
  private let rule: RetryThrottling?
  private var tokens: Double

  /// A throttle with all its tokens; without a rule it never stops anything.
  init(_ rule: RetryThrottling?) {
    self.rule = rule
    tokens = rule?.maxTokens ?? 0
  }

  /// Whether attempts may follow attempts.
  var allowsRetries: Bool { rule.map { tokens > $0.maxTokens / 2 } ?? true }

  /// An attempt has failed in a way that would be tried again, or whose server asked not to.
  mutating func failed() {
    tokens = max(0, tokens - 1)
  }

  /// An attempt has succeeded.
  mutating func succeeded() {
    guard let rule else { return }
    tokens = min(rule.maxTokens, tokens + rule.tokenRatio)
  }
}
