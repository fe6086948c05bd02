internal import Synchronization

/// What a server has done since its start and what it is doing.
public struct ServerCounters: Sendable, Hashable {
  /// Connections that are open.
  public var openConnections = 0
  /// Connections accepted since the start.
  public var acceptedConnections = 0
  /// Calls that have no status yet.
  public var openCalls = 0
  /// Calls begun since the start.
  public var startedCalls = 0
  /// Calls ended since the start, by their status.
  public var endedCalls: [StatusCode: Int] = [:]

  /// The sums of both.
  func adding(_ other: ServerCounters) -> ServerCounters {
    var sum = self
    sum.openConnections += other.openConnections
    sum.acceptedConnections += other.acceptedConnections
    sum.openCalls += other.openCalls
    sum.startedCalls += other.startedCalls
    sum.endedCalls.merge(other.endedCalls, uniquingKeysWith: +)
    return sum
  }
}

/// The counters of one loop; written there, read from anywhere, so that loops never contend for them.
final class LoopCounters: Sendable {
  private let counters = Mutex(ServerCounters())

  /// The counters now.
  var snapshot: ServerCounters { counters.withLock { $0 } }

  /// A connection was accepted.
  func connectionOpened() {
    counters.withLock { counters in
      counters.openConnections += 1
      counters.acceptedConnections += 1
    }
  }

  /// A connection was closed.
  func connectionClosed() {
    counters.withLock { $0.openConnections -= 1 }
  }

  /// A call's headers arrived.
  func callStarted() {
    counters.withLock { counters in
      counters.openCalls += 1
      counters.startedCalls += 1
    }
  }

  /// A call has its status.
  func callEnded(_ code: StatusCode) {
    counters.withLock { counters in
      counters.openCalls -= 1
      counters.endedCalls[code, default: 0] += 1
    }
  }
}
