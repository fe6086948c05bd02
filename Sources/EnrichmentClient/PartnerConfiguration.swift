internal import EnrichmentRPC
public import EventLoop
public import RPC

/// How a partner's client makes calls and what it keeps.
public struct PartnerConfiguration: Sendable {
  /// When calls are tried again; nil for never. What a limit of the key refuses is tried again in any case, once the
  /// server says it may be, unless that is later than the call may end.
  public var retries: RetryPolicy?
  /// The budget that retries of all calls share: while more than half of the tokens are left there are retries.
  public var retryBudget: RetryThrottling
  /// What is kept of answers.
  public var cache: AnswerCacheLimits
  /// The monotonic clock that what is kept grows old by.
  public var now: @Sendable () -> MonotonicTime

  /// Four attempts at the most, 100 ms to 5 s apart unless the server says when; a budget of ten failures, of which ten
  /// successes give one back.
  public init(
    retries: RetryPolicy? = RetryPolicy(
      maxAttempts: 4, initialBackoff: .milliseconds(100), maxBackoff: .seconds(5), backoffMultiplier: 2,
      retryableStatusCodes: [.unavailable]),
    retryBudget: RetryThrottling = RetryThrottling(maxTokens: 20, tokenRatio: 0.1),
    cache: AnswerCacheLimits = AnswerCacheLimits(), now: @escaping @Sendable () -> MonotonicTime = MonotonicTime.now
  ) {
    (self.retries, self.retryBudget, self.cache, self.now) = (retries, retryBudget, cache, now)
  }

  /// The channel's part of it. Sessions resume by themselves, with what is not acknowledged yet: no attempt of theirs is
  /// repeated as it was.
  public var channel: ChannelConfiguration {
    let session = EnrichmentServiceMethods.enrichRealTime
    var methods = [MethodConfig(names: [.init(service: session.service, method: session.name)])]
    if let retries {
      let service = session.service
      methods.append(MethodConfig(names: [.init(service: service)], repetition: .retry(retries)))
    }
    return ChannelConfiguration(
      keepalive: Keepalive(interval: .seconds(30)),
      serviceConfig: ServiceConfig(methods: methods, retryThrottling: retryBudget))
  }
}
