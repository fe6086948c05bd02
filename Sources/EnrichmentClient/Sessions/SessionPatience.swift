internal import RPC

/// How a session goes on after cuts.
public struct SessionPatience: Sendable, Hashable {
  /// Cuts in a row, without anything heard in between, after which it is given up.
  public var attempts: Int
  /// The wait after the first cut; each is twice the one before. What the server says counts instead.
  public var firstWait: Duration
  /// The longest wait, whoever says so; a server that asks for more ends the session with its error.
  public var longestWait: Duration

  /// By default ten attempts, 100 ms to 30 s apart.
  public init(attempts: Int = 10, firstWait: Duration = .milliseconds(100), longestWait: Duration = .seconds(30)) {
    (self.attempts, self.firstWait, self.longestWait) = (attempts, firstWait, longestWait)
  }

  /// How long to wait after an error; nil when resuming does not help.
  ///
  /// - Parameter cuts: Cuts in a row, this one included.
  func wait(after error: RPCError, cuts: Int) -> Duration? {
    guard cuts <= attempts else { return nil }
    let asked = error.retryAfter
    guard error.code == .unavailable || (error.code == .resourceExhausted && asked != nil) else { return nil }
    if let asked { return asked <= longestWait ? asked : nil }
    var wait = firstWait
    for _ in 1..<max(1, cuts) where wait < longestWait { wait = wait * 2 }
    return min(wait, longestWait) * Double.random(in: 0.8...1.2)
  }
}
