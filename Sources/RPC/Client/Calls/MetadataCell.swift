internal import Synchronization

/// Metadata that arrives once, and those who wait for it.
final class MetadataCell: Sendable {
  private typealias Waiter = CheckedContinuation<Result<Metadata, RPCError>, Never>

  private struct State {
    var value: Result<Metadata, RPCError>?
    var waiters: [Waiter] = []
  }

  private let state = Mutex(State())

  /// What arrived, nil before that and when nothing will.
  var value: Metadata? { state.withLock { try? $0.value?.get() } }

  /// Sets what arrived, or why nothing will; only the first time counts.
  func set(_ value: Result<Metadata, RPCError>) {
    let waiters = state.withLock { state -> [Waiter] in
      guard state.value == nil else { return [] }
      state.value = value
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume(returning: value) }
  }

  /// What arrives; suspends until then.
  func get() async throws(RPCError) -> Metadata {
    try await withCheckedContinuation { (waiter: Waiter) in
      let value = state.withLock { state in
        if state.value == nil { state.waiters.append(waiter) }
        return state.value
      }
      if let value { waiter.resume(returning: value) }
    }.get()
  }
}
