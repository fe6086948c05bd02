import Testing
import Transport

@testable import RPC

@Suite("What follows an attempt", .timeLimit(.minutes(2)))
struct AttemptPlanTests {
  static let retry = MethodConfig.Repetition.retry(
    RetryPolicy(
      maxAttempts: 3, initialBackoff: .seconds(1), maxBackoff: .seconds(3), backoffMultiplier: 2,
      retryableStatusCodes: [.unavailable]))
  static let hedging = MethodConfig.Repetition.hedging(
    HedgingPolicy(maxAttempts: 3, hedgingDelay: .seconds(1), nonFatalStatusCodes: [.unavailable]))

  static func failure(
    _ code: StatusCode = .unavailable, _ reach: AttemptPlan.Reach = .possible, _ pushback: Pushback? = nil
  ) -> AttemptPlan.Failure {
    AttemptPlan.Failure(code: code, reach: reach, pushback: pushback)
  }

  private var free = RetryThrottle(nil)

  @Test("a call is tried again with growing waits, as often as the policy says")
  mutating func retries() {
    var plan = AttemptPlan(Self.retry)
    #expect(plan.begin() == 0)
    #expect(plan.failed(Self.failure(), others: 0, throttle: &free, chance: 0.5) == .retry(after: .seconds(1)))
    #expect(plan.begin() == 1)
    #expect(plan.failed(Self.failure(), others: 0, throttle: &free, chance: 0.5) == .retry(after: .seconds(2)))
    #expect(plan.begin() == 2)
    #expect(plan.failed(Self.failure(), others: 0, throttle: &free, chance: 0.5) == .fail)
    #expect(plan.counts == AttemptPlan.Counts(retries: 2))
  }

  @Test("the wait is bounded, and chance moves it by a fifth at the most")
  func waits() {
    guard case .retry(let policy) = Self.retry else { return }
    #expect(policy.wait(retries: 0, chance: 0) == .milliseconds(800))
    #expect(policy.wait(retries: 5, chance: 0.5) == .seconds(3))
    #expect(abs(policy.wait(retries: 1_000_000, chance: 1) / .milliseconds(3600) - 1) < 1e-9)
  }

  @Test("another status is not tried again, nor is a call without a policy")
  mutating func others() {
    var plan = AttemptPlan(Self.retry)
    _ = plan.begin()
    #expect(plan.failed(Self.failure(.notFound), others: 0, throttle: &free, chance: 0) == .fail)
    var none = AttemptPlan(nil)
    _ = none.begin()
    #expect(none.failed(Self.failure(), others: 0, throttle: &free, chance: 0) == .fail)
  }

  @Test("what never left is sent again for ever, what a server refused once, and neither counts")
  mutating func transparent() {
    var plan = AttemptPlan(nil)
    for _ in 0..<10 {
      #expect(plan.begin() == 0)
      #expect(plan.failed(Self.failure(.unavailable, .unsent), others: 0, throttle: &free, chance: 0) == .again)
    }
    _ = plan.begin()
    #expect(plan.failed(Self.failure(.unavailable, .refused), others: 0, throttle: &free, chance: 0) == .again)
    _ = plan.begin()
    #expect(plan.failed(Self.failure(.unavailable, .refused), others: 0, throttle: &free, chance: 0) == .fail)
    #expect(plan.counts == AttemptPlan.Counts(transparent: 11))
  }

  @Test("requests that are kept no longer are not sent again")
  mutating func exhausted() {
    var plan = AttemptPlan(Self.retry)
    _ = plan.begin()
    plan.exhaust()
    #expect(plan.failed(Self.failure(), others: 0, throttle: &free, chance: 0) == .fail)
    #expect(plan.failed(Self.failure(.unavailable, .refused), others: 0, throttle: &free, chance: 0) == .fail)
  }

  @Test("a server may say when, or never; after that the waits begin anew")
  mutating func pushback() {
    var plan = AttemptPlan(Self.retry)
    _ = plan.begin()
    let later = Self.failure(.unavailable, .possible, .after(.seconds(9)))
    #expect(plan.failed(later, others: 0, throttle: &free, chance: 0) == .retry(after: .seconds(9)))
    _ = plan.begin()
    let never = Self.failure(.unavailable, .possible, .never)
    #expect(plan.failed(never, others: 0, throttle: &free, chance: 0) == .fail)
  }

  @Test(
    "pushback is a number of milliseconds; anything else is never",
    arguments: [("0", Pushback.after(.zero)), ("250", .after(.milliseconds(250))), ("-1", .never), ("soon", .never)])
  func pushbackValue(text: String, expected: Pushback) {
    #expect(Pushback([HeaderField("grpc-retry-pushback-ms", text)]) == expected)
    #expect(Pushback([HeaderField("x", text)]) == nil)
  }

  @Test("retries stop at half the tokens and come back with successes")
  mutating func throttling() {
    var throttle = RetryThrottle(RetryThrottling(maxTokens: 4, tokenRatio: 0.5))
    var plan = AttemptPlan(Self.retry)
    _ = plan.begin()
    #expect(plan.failed(Self.failure(), others: 0, throttle: &throttle, chance: 0) != .fail)
    _ = plan.begin()
    #expect(plan.failed(Self.failure(), others: 0, throttle: &throttle, chance: 0) == .fail)
    throttle.succeeded()
    #expect(throttle.allowsRetries)
    for _ in 0..<100 { throttle.succeeded() }
    throttle.failed()
    #expect(throttle.allowsRetries)
    throttle.failed()
    #expect(!throttle.allowsRetries)
  }

  @Test("hedges follow each other; a failure that is not fatal brings the next, a fatal one ends the call")
  mutating func hedges() {
    var plan = AttemptPlan(Self.hedging)
    _ = plan.begin()
    #expect(plan.nextHedge(free) == .seconds(1))
    #expect(plan.failed(Self.failure(), others: 1, throttle: &free, chance: 0) == .retry(after: .zero))
    _ = plan.begin()
    _ = plan.begin()
    #expect(plan.nextHedge(free) == nil)
    #expect(plan.failed(Self.failure(), others: 1, throttle: &free, chance: 0) == .wait)
    #expect(plan.failed(Self.failure(), others: 0, throttle: &free, chance: 0) == .fail)
    #expect(plan.failed(Self.failure(.internal), others: 2, throttle: &free, chance: 0) == .fail)
    #expect(plan.counts == AttemptPlan.Counts(hedges: 2))
  }

  @Test("the best state of the parts is the whole's")
  func connectivity() {
    #expect(ConnectivityState.combining([.idle, .transientFailure, .ready]) == .ready)
    #expect(ConnectivityState.combining([.transientFailure, .idle]) == .idle)
    #expect(ConnectivityState.combining([.transientFailure, .transientFailure]) == .transientFailure)
    #expect(ConnectivityState.combining([]) == .idle)
  }

  @Test("requests are kept in order until they are let go")
  func log() {
    var log = RequestLog()
    let frames = (0..<5).map { MessageFrame(encoded: [UInt8](repeating: 1, count: $0)) }
    for frame in frames { log.append(frame) }
    log.forget(before: 2)
    #expect(log.frame(1) == nil)
    #expect(log.frame(2) == frames[2])
    #expect(log.frame(5) == nil)
    #expect(log.bytes == frames[2...].reduce(0) { $0 + $1.bytes.count })
    log.forget(before: 5)
    #expect(log.bytes == 0)
    log.append(frames[0])
    #expect(log.frame(5) == frames[0])
    #expect(log.isSent(6))
  }
}
