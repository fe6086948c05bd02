package import HTTP2
package import RPC
package import Storage

/// Every bound of the service: what the program hands down to whatever keeps to one. Each has a default that is on.
///
/// `Sources/README.md` lists them all, a line each; a test compares the two.
package struct ServiceLimits: Sendable {
  /// What one connection may cost, and how many there may be.
  package var http2 = HTTP2Limits.server
  /// What one call may cost, whatever its method.
  package var calls = RPCLimits()
  /// How often the holder of a key may call, and who has none may try.
  package var keys = KeyLimits()
  /// What the open streams of one key may take.
  package var streams = StreamLimits()
  /// What one session may hold.
  package var sessions = SessionLimits()
  /// What the sandbox may take.
  package var sandbox = SandboxLimits()
  /// What the sessions of browsers may take.
  package var browsers = BrowserSessionLimits()
  /// What one request may ask for.
  package var requests = RequestLimits()
  /// How much is kept of what has been answered.
  package var cache = CacheLimits()
  /// Knots that are kept once computed, about 3 kB each. 4,096.
  package var keptKnots = 4_096
  /// Threads that compute what would hold a loop up. 2.
  package var engineThreads = 2
  /// How the store is read and written.
  package var store = StoreLimits()
  /// After how long calls that a failing store has ended are told to try again.
  package let storeRetries = StoreRetryTimes()
  /// How often it is looked whether the store can be written.
  package var storeWatch = StoreWatchTimes()
  /// Bytes of the log that may wait to be written; lines beyond are dropped and counted. 8 MiB.
  package var logBytes = 8 << 20

  /// The defaults; change what differs.
  package init() {}
}

/// What a call is told that a failing store has ended; the same for every server.
package struct StoreRetryTimes: Sendable {
  /// Another program holds the file. 1 s.
  package let busy = Self.time(.busy)
  /// A file cannot be opened. 1 s.
  package let unopenable = Self.time(.unopenable)
  /// The disk fails. 5 s.
  package let failing = Self.time(.failing)
  /// The disk is full. 30 s.
  package let full = Self.time(.full)
  /// The disk or the file cannot be written. 30 s.
  package let readOnly = Self.time(.readOnly)
  /// The file was taken away: nothing is advised.
  package let gone = Self.time(.gone)

  private static func time(_ cause: StoreOutage.Cause) -> Duration? {
    StoreOutage(cause, "").retryAfter.map { .nanoseconds(Int64(clamping: $0)) }
  }
}
