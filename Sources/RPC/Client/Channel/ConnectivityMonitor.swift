internal import Synchronization

/// The state of a channel for those who watch it from other threads.
final class ConnectivityMonitor: Sendable {
  private typealias Waiter = CheckedContinuation<ConnectivityState, Never>

  private struct State {
    var shards: [ConnectivityState]
    var combined = ConnectivityState.idle
    var waiters: [UInt64: (last: ConnectivityState, waiter: Waiter)] = [:]
    var cancelled: Set<UInt64> = []
    var lastID: UInt64 = 0
  }

  private let state: Mutex<State>

  /// A monitor of so many parts, all idle.
  init(shards: Int) {
    state = Mutex(State(shards: Array(repeating: .idle, count: shards)))
  }

  /// The state at this moment.
  var current: ConnectivityState { state.withLock { $0.combined } }

  /// Takes note of the state of one part.
  func report(_ new: ConnectivityState, shard: Int) {
    let (combined, woken) = state.withLock { state -> (ConnectivityState, [Waiter]) in
      state.shards[shard] = new
      state.combined = .combining(state.shards)
      let combined = state.combined
      let due = state.waiters.filter { $0.value.last != combined }
      for id in due.keys { state.waiters[id] = nil }
      return (combined, due.values.map(\.waiter))
    }
    for waiter in woken { waiter.resume(returning: combined) }
  }

  /// The state as soon as it is another than `last`; when the task is cancelled, the state at that moment.
  func change(from last: ConnectivityState) async -> ConnectivityState {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in wait(waiter, id, last) }
    } onCancel: {
      cancel(id)
    }
  }

  private func wait(_ waiter: Waiter, _ id: UInt64, _ last: ConnectivityState) {
    let now = state.withLock { state -> ConnectivityState? in
      if state.cancelled.remove(id) != nil || state.combined != last { return state.combined }
      state.waiters[id] = (last, waiter)
      return nil
    }
    if let now { waiter.resume(returning: now) }
  }

  private func cancel(_ id: UInt64) {
    let (waiter, now) = state.withLock { state -> (Waiter?, ConnectivityState) in
      guard let entry = state.waiters.removeValue(forKey: id) else {
        state.cancelled.insert(id)
        return (nil, state.combined)
      }
      return (entry.waiter, state.combined)
    }
    waiter?.resume(returning: now)
  }
}
