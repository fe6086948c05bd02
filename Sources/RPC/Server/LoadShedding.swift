/// When a server refuses calls because it cannot keep up: controlled delay, after K. Nichols and V. Jacobson,
/// "Controlling Queue Delay" (2012), with the two-level rule servers use for queues of requests.
///
/// What is looked at is how long requests wait for their loop. A short burst does no harm; only when the *least* wait of
/// a whole interval is over the target do the requests pile up faster than they are served. Calls that have waited twice
/// the target are then UNAVAILABLE, with `grpc-retry-pushback-ms`, until one interval has seen a shorter wait. Waiting
/// within a handler, for a store or another server, does not count: `RPCLimits.maxConcurrentCalls` bounds that.
public struct LoadShedding: Sendable, Hashable {
  /// The wait that is still good.
  public var target: Duration
  /// For how long all waits must be over the target.
  public var interval: Duration

  /// A rule; by default a target of 100 ms in intervals of 1 s.
  public init(target: Duration = .milliseconds(100), interval: Duration = .seconds(1)) {
    self.target = target
    self.interval = interval
  }
}
