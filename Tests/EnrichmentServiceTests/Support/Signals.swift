import Population
import Synchronization

/// A clock that stands until a test moves it.
final class TestClock: Sendable {
  private let time: Mutex<Int64>

  /// A clock that shows `now`, in microseconds since 1970 UTC.
  init(_ now: Int64) { time = Mutex(now) }

  /// What is handed to the code under test.
  var source: TimeSource { TimeSource { self.time.withLock { $0 } } }

  /// Sets the time.
  func set(_ now: Int64) { time.withLock { $0 = now } }
}

/// Lets everybody pass while it is open, and makes them wait while it is closed.
final class Gate: Sendable {
  private struct State {
    var isOpen = true
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// Makes whoever comes wait.
  func close() { state.withLock { $0.isOpen = false } }

  /// Lets pass those who wait and those who come.
  func open() {
    let waiting = state.withLock { state in
      defer { state = State() }
      return state.waiting
    }
    waiting.forEach { $0.resume() }
  }

  /// How many wait.
  var waiting: Int { state.withLock { $0.waiting.count } }

  /// Waits until the gate is open.
  func pass() async {
    await withCheckedContinuation { continuation in
      let passes = state.withLock { state in
        if !state.isOpen { state.waiting.append(continuation) }
        return state.isOpen
      }
      if passes { continuation.resume() }
    }
  }
}
