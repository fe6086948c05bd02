internal import Glibc
internal import Synchronization

/// A thread that serves sockets, timers and Swift tasks.
///
/// One pass: the events of ready descriptors, then timers that are due, then all work and tasks, then what was asked for
/// the end of the pass (``afterPass(_:)``), then a wait for the next event. The answers to everything read in a pass, and
/// what timers have begun, can so leave in one write.
///
/// A task whose executor is the loop (`Task(executorPreference: loop)`) runs on its thread. `execute`, `enqueue`,
/// `shutdown`, `now` and `isInLoop` may be called from any thread; everything else on the loop only.
public final class EventLoop: TaskExecutor, @unchecked Sendable {
  /// The name of the thread.
  public let name: String
  /// Buffers for whoever runs on the loop right now.
  public let scratch = ScratchBuffers()
  /// Memory for C libraries whose objects belong to the loop.
  package let blocks = BlockCache()
  let inbox = Inbox()
  let thread = Atomic<UInt>(0)
  let isStopping = Atomic(false)
  let wakeDescriptor: Int32
  var poller: Poller
  var registrations = Registrations()
  var timers = TimerHeap()
  var queue: [Work] = []
  var spareQueue: [Work] = []
  var hooks: [any PassHook] = []
  var runningHooks: [any PassHook] = []
  var passTime = MonotonicTime.now()
  /// The longest that events of this pass may have waited for it to begin: how long the pass before took, or zero when
  /// the loop waited for the first of them. On the loop.
  public internal(set) var passDelay = Duration.zero

  private init(name: String) throws(SocketError) {
    self.name = name
    poller = try Poller()
    wakeDescriptor = poller.wakeDescriptor
  }

  /// Makes a loop and starts its thread, which lives until ``shutdown()``.
  ///
  /// `name` is cut to the 15 bytes the system keeps. The process ignores `SIGPIPE` from then on.
  public static func spawn(name: String) throws(SocketError) -> EventLoop {
    BrokenPipe.ignored
    let loop = try EventLoop(name: name)
    try LoopThread.start(name: name) { loop.run() }
    return loop
  }

  // MARK: Any thread

  /// Whether the caller runs on the loop's thread.
  public var isInLoop: Bool { thread.load(ordering: .relaxed) == LoopThread.current }

  /// The present time: on the loop that of the pass, read once in each; elsewhere the clock's.
  public var now: MonotonicTime { isInLoop ? passTime : .now() }

  /// Runs `work` on the loop: in the same pass when called there, as soon as possible otherwise.
  ///
  /// Work handed over after the loop has stopped still runs, on another thread.
  public func execute(_ work: @Sendable @escaping () -> Void) { submit(.closure(work)) }

  /// Takes a job of a Swift task. Called by the language's runtime.
  public func enqueue(_ job: consuming ExecutorJob) { submit(.job(UnownedJob(job))) }

  /// Ends the loop after the work that waits; open descriptors stay open, timers do not fire any more.
  public func shutdown() {
    isStopping.store(true, ordering: .releasing)
    LoopThread.signal(wakeDescriptor)
  }

  private func submit(_ work: Work) {
    if isInLoop {
      queue.append(work)
      return
    }
    switch inbox.put(work) {
    case .wake: LoopThread.signal(wakeDescriptor)
    case .queued: break
    case .closed: Stragglers.run { self.perform(work) }
    }
  }
}
