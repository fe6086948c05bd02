/// Those who wait until less output is pending; confined to its loop.
struct WriteGate {
  /// Someone who waits.
  typealias Waiter = CheckedContinuation<Result<Bool, RPCError>, Never>

  private var waiters: [Waiter] = []

  /// Whether anyone waits.
  var isAwaited: Bool { !waiters.isEmpty }

  /// Adds someone who waits.
  mutating func wait(_ waiter: Waiter) {
    waiters.append(waiter)
  }

  /// Lets everybody go on, with whether more may be written, or why not.
  mutating func open(_ result: Result<Bool, RPCError>) {
    guard !waiters.isEmpty else { return }
    let released = waiters
    waiters = []
    for waiter in released { waiter.resume(returning: result) }
  }
}
