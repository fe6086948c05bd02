internal import Synchronization

/// The pass over everything that is ready.
extension EventLoop {
  /// The most jobs of one pass; the rest waits for the next, so that tasks cannot starve sockets.
  private var jobsPerPass: Int { 4096 }

  /// A wait no longer than this found events that were there before it began.
  private static var briefWait: Duration { .microseconds(20) }

  /// The thread's life.
  func run() {
    thread.store(LoopThread.current, ordering: .relaxed)
    blocks.open()
    repeat { pass() } while !hasEnded
    // From here on work goes to the stragglers: another thread may get this one's number.
    thread.store(0, ordering: .relaxed)
    // What is let go here may call the loop when it ends: never inside an access to the loop's own state.
    let remains = (registrations, timers)
    registrations = Registrations()
    timers = TimerHeap()
    withExtendedLifetime(remains) {}
    blocks.close()
  }

  private var hasEnded: Bool {
    isStopping.load(ordering: .acquiring) && queue.isEmpty && hooks.isEmpty && inbox.closeIfEmpty()
  }

  private func pass() {
    let waitBegins = MonotonicTime.now()
    let count = poller.wait(nanoseconds: waitingTime(from: waitBegins))
    let previous = passTime
    passTime = .now()
    passDelay = passTime - waitBegins < Self.briefWait ? waitBegins - previous : .zero
    // What is asked for in this pass without delay has its turn in the next, after the sockets.
    let last = timers.sequence
    for index in 0..<count { dispatch(poller.event(index)) }
    while let work = timers.popDue(passTime, upTo: last) { work() }
    runJobs()
    runHooks()
  }

  /// How long the wait may be, in nanoseconds; -1 for as long as nothing happens.
  private func waitingTime(from now: MonotonicTime) -> Int64 {
    guard queue.isEmpty, hooks.isEmpty, !isStopping.load(ordering: .acquiring) else { return 0 }
    guard let due = timers.nextDue else { return -1 }
    return max(0, (due - now).wholeNanoseconds)
  }

  private func dispatch(_ event: Poller.Event) {
    registrations.handler(for: event.token)?.ready(event.readiness)
  }

  private func runJobs() {
    inbox.take(into: &queue)
    var done = 0
    while !queue.isEmpty, done < jobsPerPass {
      var batch = spareQueue
      spareQueue = []
      swap(&batch, &queue)
      for work in batch { perform(work) }
      done += batch.count
      // Closures are released here: what ends with them may submit work, which `queue` must be free to take.
      batch.removeAll(keepingCapacity: true)
      spareQueue = batch
    }
  }

  func perform(_ work: Work) {
    switch work {
    case .closure(let body): body()
    case .job(let job): unsafe job.runSynchronously(on: asUnownedTaskExecutor())
    }
  }

  private func runHooks() {
    swap(&hooks, &runningHooks)
    for hook in runningHooks { hook.passEnded() }
    runningHooks.removeAll(keepingCapacity: true)
  }
}
