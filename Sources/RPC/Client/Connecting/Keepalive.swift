internal import Synchronization

/// PINGs that find out whether a server is still there, after gRPC's keepalive guide and gRFC A8.
public struct Keepalive: Sendable, Hashable {
  /// A PING goes out when nothing has come from the server for so long; at least 10 s, which servers insist on.
  public var interval: Duration
  /// How long the answer to a PING may take before the connection is given up.
  public var timeout: Duration
  /// Whether PINGs go out while there are no calls too; servers may take offence.
  public var withoutCalls: Bool

  /// Keepalive with the given parts; by default an answer within 20 s, and only while there are calls.
  public init(interval: Duration, timeout: Duration = .seconds(20), withoutCalls: Bool = false) {
    self.interval = max(interval, Self.shortestInterval)
    self.timeout = timeout
    self.withoutCalls = withoutCalls
  }

  static let shortestInterval = Duration.seconds(10)

  /// Keepalive that may be quicker than servers insist on, for tests.
  init(unchecked interval: Duration, timeout: Duration, withoutCalls: Bool) {
    self.interval = interval
    self.timeout = timeout
    self.withoutCalls = withoutCalls
  }
}

/// The keepalive of new connections, which gets slower when a server says so.
final class KeepaliveInterval: Sendable {
  private let state: Mutex<Keepalive?>

  /// As configured, nil for none.
  init(_ keepalive: Keepalive?) {
    state = Mutex(keepalive)
  }

  /// What holds now.
  var current: Keepalive? { state.withLock { $0 } }

  /// Doubles the interval.
  func double() {
    state.withLock { state in
      if let keepalive = state { state?.interval = keepalive.interval * 2 }
    }
  }
}
