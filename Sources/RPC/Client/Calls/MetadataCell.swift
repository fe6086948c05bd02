internal import Synchronization
internal import Transport

/// Metadata that arrives once, and those who wait for it.
final class MetadataCell: Sendable {
  /// The fields that arrived, or why none will.
  typealias Arrival = Result<[HeaderField], RPCError>
  private typealias Waiter = CheckedContinuation<Arrival, Never>

  private struct State {
    var arrival: Arrival?
    var waiters: [Waiter] = []
  }

  private let state = Mutex(State())

  /// What arrived, nil before that and when nothing will.
  var value: Metadata? {
    guard case .success(let fields) = state.withLock({ $0.arrival }) else { return nil }
    return StatusTrailers.metadata(in: fields)
  }

  /// Sets what arrived, or why nothing will; only the first time counts.
  func set(_ arrival: Arrival) {
    let waiters = state.withLock { state -> [Waiter] in
      guard state.arrival == nil else { return [] }
      state.arrival = arrival
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume(returning: arrival) }
  }

  /// What arrives; suspends until then.
  func get() async throws(RPCError) -> Metadata {
    let arrival = await withCheckedContinuation { (waiter: Waiter) in
      let arrival = state.withLock { state in
        if state.arrival == nil { state.waiters.append(waiter) }
        return state.arrival
      }
      if let arrival { waiter.resume(returning: arrival) }
    }
    return StatusTrailers.metadata(in: try arrival.get())
  }
}
