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
  /// Calls refused since the start because the server was overloaded; they are among the ended ones too.
  public var shedCalls = 0
  /// Calls ended since the start, by their status.
  public var endedCalls: [StatusCode: Int] = [:]

  /// The sums of both.
  func adding(_ other: ServerCounters) -> ServerCounters {
    var sum = self
    sum.openConnections += other.openConnections
    sum.acceptedConnections += other.acceptedConnections
    sum.openCalls += other.openCalls
    sum.startedCalls += other.startedCalls
    sum.shedCalls += other.shedCalls
    sum.endedCalls.merge(other.endedCalls, uniquingKeysWith: +)
    return sum
  }
}

/// The counters of one loop; written there, read from anywhere, so that loops never contend for them.
final class LoopCounters: Sendable {
  private struct State {
    var counters = ServerCounters()
    var ended = Array(repeating: 0, count: StatusCode.allCases.count)
  }

  private let state = Mutex(State())

  /// The counters now.
  var snapshot: ServerCounters {
    state.withLock { state in
      var counters = state.counters
      for code in StatusCode.allCases where state.ended[code.rawValue] > 0 {
        counters.endedCalls[code] = state.ended[code.rawValue]
      }
      return counters
    }
  }

  /// A connection was accepted.
  func connectionOpened() {
    state.withLock { state in
      state.counters.openConnections += 1
      state.counters.acceptedConnections += 1
    }
  }

  /// A connection was closed.
  func connectionClosed() {
    state.withLock { $0.counters.openConnections -= 1 }
  }

  /// A call's headers arrived.
  func callStarted() {
    state.withLock { state in
      state.counters.openCalls += 1
      state.counters.startedCalls += 1
    }
  }

  /// A call was refused because of overload; it will end like any other.
  func callShed() {
    state.withLock { $0.counters.shedCalls += 1 }
  }

  /// A call has its status.
  func callEnded(_ code: StatusCode) {
    state.withLock { state in
      state.counters.openCalls -= 1
      state.ended[code.rawValue] += 1
    }
  }
}
