internal import EventLoop

/// A call whose handler a runner can run.
protocol RunnableCall: AnyObject, Sendable {
  /// Runs the handler to its end, unless the call has ended by now.
  func runHandler(in runner: HandlerRunner) async
}

/// A task that runs one handler after another, so that a call need not have a task made for it. Confined to its loop.
final class HandlerRunner: @unchecked Sendable {
  private var parked: Parking?
  private var task: Task<Void, Never>?
  /// Whether its task has been cancelled, after which it must run no other handler.
  private(set) var isSpent = false

  /// Sees to it that the runner's task looks for work.
  func wake(_ runners: HandlerRunners) {
    guard let waiting = parked else {
      task = Task.detached(executorPreference: runners.loop) { [self] in await live(runners) }
      return
    }
    parked = nil
    waiting.resume()
  }

  /// Tells the handler that nobody waits any more.
  func cancel() {
    isSpent = true
    task?.cancel()
  }

  private func live(_ runners: HandlerRunners) async {
    repeat {
      runners.isAwake()
      while !isSpent, let call = runners.next() { await call.runHandler(in: self) }
      guard runners.takeBack(self) else { break }
      await Parking.park { parked = $0 }
    } while true
    if runners.loop.isInLoop { task = nil }
  }
}
