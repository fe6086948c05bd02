internal import Synchronization

/// What a server has seen since it was made.
public struct HTTP2Counters: Sendable, Hashable {
  /// Connections accepted, with those whose handshake failed.
  public var acceptedConnections = 0
  /// Connections that are there now, with those in their handshake.
  public var openConnections = 0
  /// Sockets whose connection has ended and that wait for the peer to read the last words, for a second at most.
  public var lingeringConnections = 0
  /// How often each limit was gone over; one that never was is absent.
  public var limitHits: [HTTP2Limit: Int] = [:]

  /// Nothing seen.
  public init() {}

  /// The sums of both.
  public func adding(_ other: HTTP2Counters) -> HTTP2Counters {
    var sum = self
    sum.acceptedConnections += other.acceptedConnections
    sum.openConnections += other.openConnections
    sum.lingeringConnections += other.lingeringConnections
    sum.limitHits.merge(other.limitHits, uniquingKeysWith: +)
    return sum
  }
}

/// The counters of one server: written on its loop, a few times in a connection's life, read from anywhere.
final class CounterBoard: Sendable {
  private let counters = Mutex(HTTP2Counters())

  /// The counters now.
  var snapshot: HTTP2Counters { counters.withLock { $0 } }

  /// Changes the counters.
  func update(_ change: (inout sending HTTP2Counters) -> Void) { counters.withLock { change(&$0) } }

  /// Counts a limit that was gone over.
  func hit(_ limit: HTTP2Limit) { counters.withLock { $0.limitHits[limit, default: 0] += 1 } }
}
