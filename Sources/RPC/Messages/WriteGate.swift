/// Those who wait until less output is pending, or the reason nothing can be sent any more; confined to its loop.
struct WriteGate {
  /// Someone who waits.
  typealias Waiter = CheckedContinuation<Result<Bool, RPCError>, Never>

  /// In a single word: a call that waits is to take little memory.
  private enum State {
    case awaited([Waiter])
    indirect case closed(RPCError)
  }

  private var state = State.awaited([])

  /// Why nothing can be sent any more; nil as long as something can.
  var failure: RPCError? {
    guard case .closed(let error) = state else { return nil }
    return error
  }

  /// Adds someone who waits; after the end, whoever comes goes on at once.
  mutating func wait(_ waiter: Waiter) {
    switch state {
    case .awaited(let waiters): state = .awaited(waiters + [waiter])
    case .closed(let error): waiter.resume(returning: .failure(error))
    }
  }

  /// Lets everybody go on, with whether more may be written, or why not.
  mutating func open(_ result: Result<Bool, RPCError>) {
    guard case .awaited(let waiters) = state, !waiters.isEmpty else { return }
    state = .awaited([])
    for waiter in waiters { waiter.resume(returning: result) }
  }

  /// Lets everybody go on with the reason that nothing can be sent any more, once.
  mutating func close(_ error: RPCError) {
    guard case .awaited(let waiters) = state else { return }
    state = .closed(error)
    for waiter in waiters { waiter.resume(returning: .failure(error)) }
  }
}
