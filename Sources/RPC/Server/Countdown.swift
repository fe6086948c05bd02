internal import Synchronization

/// Lets tasks wait until a number of things have happened.
final class Countdown: Sendable {
  private struct State {
    var remaining: Int
    var waiters: [UInt64: CheckedContinuation<Bool, Never>] = [:]
    var lastID: UInt64 = 0
  }

  private let state: Mutex<State>

  /// A countdown of this many things.
  init(_ count: Int) {
    state = Mutex(State(remaining: count))
  }

  /// One of the things has happened.
  func signal() {
    let waiters = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
      state.remaining -= 1
      guard state.remaining <= 0 else { return [] }
      defer { state.waiters = [:] }
      return Array(state.waiters.values)
    }
    for waiter in waiters { waiter.resume(returning: true) }
  }

  /// Suspends until all have happened, or the time is over: then false.
  func wait(atMost time: Duration) async -> Bool {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    let alarm = Task {
      do { try await Task.sleep(for: time) } catch { return }
      expire(id)
    }
    defer { alarm.cancel() }
    return await withCheckedContinuation { waiter in
      let isDone = state.withLock { state in
        if state.remaining > 0 { state.waiters[id] = waiter }
        return state.remaining <= 0
      }
      if isDone { waiter.resume(returning: true) }
    }
  }

  private func expire(_ id: UInt64) {
    state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: false)
  }
}
