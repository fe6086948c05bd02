internal import Synchronization

/// What a server has seen since it was made.
public struct TransportCounters: Sendable, Hashable {
  /// Connections accepted, with those whose handshake failed.
  public var acceptedConnections = 0
  /// TLS handshakes that went on with an earlier session.
  public var resumedHandshakes = 0
  /// Connections that are there now, with those in their handshake.
  public var openConnections = 0
  /// Sockets whose connection has ended and that wait for the peer to read the last words, for a second at most.
  public var lingeringConnections = 0
  /// How often each limit was gone over; one that never was is absent.
  public var limitHits: [ConnectionLimit: Int] = [:]

  /// Nothing seen.
  public init() {}

  /// The sums of both.
  public func adding(_ other: TransportCounters) -> TransportCounters {
    var sum = self
    sum.acceptedConnections += other.acceptedConnections
    sum.resumedHandshakes += other.resumedHandshakes
    sum.openConnections += other.openConnections
    sum.lingeringConnections += other.lingeringConnections
    sum.limitHits.merge(other.limitHits, uniquingKeysWith: +)
    return sum
  }
}

/// The counters of one server: written on its loop, a few times in a connection's life, read from anywhere.
package final class CounterBoard: Sendable {
  private let counters = Mutex(TransportCounters())

  /// Counters at zero.
  package init() {}

  /// The counters now.
  package var snapshot: TransportCounters { counters.withLock { $0 } }

  /// Changes the counters.
  package func update(_ change: (inout sending TransportCounters) -> Void) { counters.withLock { change(&$0) } }

  /// Counts a limit that was gone over.
  package func hit(_ limit: ConnectionLimit) { counters.withLock { $0.limitHits[limit, default: 0] += 1 } }
}
