internal import EventLoop

/// The calls of one loop whose handlers are to run, and the runners that wait for such calls; confined to the loop.
///
/// One runner takes one call after the other, for as long as their handlers have no need to wait. When one waits, the
/// next runner goes on with the rest: it has been woken before, and finds nothing when no handler waits.
final class HandlerRunners: @unchecked Sendable {
  /// The loop the handlers run on.
  let loop: EventLoop
  private var calls: [any RunnableCall] = []
  private var taken = 0
  private var idle: [HandlerRunner] = []
  private var isWaking = false
  private var hasEnded = false

  /// More do not wait: each keeps a kilobyte or two.
  private static let mostIdle = 64

  /// The runners of the loop, none so far.
  init(loop: EventLoop) {
    self.loop = loop
  }

  /// Runs the call's handler among the next jobs of the loop.
  func run(_ call: any RunnableCall) {
    calls.append(call)
    wakeOne()
  }

  /// The runner that was woken is there.
  func isAwake() {
    if loop.isInLoop { isWaking = false }
  }

  /// The next call; nil when there is none, or the loop is no more.
  func next() -> (any RunnableCall)? {
    guard loop.isInLoop else { return nil }
    guard taken < calls.count else {
      if !calls.isEmpty { calls.removeAll(keepingCapacity: true) }
      taken = 0
      return nil
    }
    let call = calls[taken]
    taken += 1
    if taken < calls.count { wakeOne() }
    return call
  }

  /// Whether the runner, for which there is no call, is to wait for one.
  func takeBack(_ runner: HandlerRunner) -> Bool {
    guard loop.isInLoop, !runner.isSpent, !hasEnded, idle.count < Self.mostIdle else { return false }
    idle.append(runner)
    return true
  }

  /// Ends those that wait, and the others when their handlers end. From any thread.
  func end() {
    loop.execute { [self] in
      hasEnded = true
      let waiting = idle
      idle = []
      for runner in waiting { runner.wake(self) }
    }
  }

  private func wakeOne() {
    guard !isWaking else { return }
    isWaking = true
    (idle.popLast() ?? HandlerRunner()).wake(self)
  }
}
