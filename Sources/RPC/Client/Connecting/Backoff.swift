/// How long a channel waits between attempts to connect, after gRPC's "Connection Backoff Protocol".
public struct Backoff: Sendable, Hashable {
  /// The wait after the first failure.
  public var initial: Duration
  /// By how much each wait is longer than the one before; at least 1.
  public var multiplier: Double
  /// The part of a wait by which chance may lengthen or shorten it, 0 to 1.
  public var jitter: Double
  /// The longest wait, before the jitter.
  public var maximum: Duration

  /// A back-off; by default 1 s, 1.6 times longer each time, up to 120 s, with 20 % jitter.
  public init(
    initial: Duration = .seconds(1), multiplier: Double = 1.6, jitter: Double = 0.2, maximum: Duration = .seconds(120)
  ) {
    self.initial = initial
    self.multiplier = max(1, multiplier)
    self.jitter = min(max(0, jitter), 1)
    self.maximum = maximum
  }

  /// The wait after this many failures in a row (at least 1), with `chance` in 0..<1 deciding the jitter.
  func wait(failures: Int, chance: Double) -> Duration {
    var wait = initial
    var failure = 1
    while failure < failures, wait < maximum {
      wait = wait * multiplier
      failure += 1
    }
    return min(wait, maximum) * (1 + jitter * (2 * chance - 1))
  }
}
