internal import CLinux
internal import Glibc
internal import Synchronization

/// A few threads for work that blocks: databases, key files, name resolution. Nothing of that kind runs on a loop.
public final class BlockingPool: Sendable {
  /// Why work was not taken.
  public enum Refusal: Error, Hashable, CustomStringConvertible {
    /// As many jobs wait as the pool allows.
    case saturated(waiting: Int)
    /// The pool has been shut down.
    case stopped

    /// The refusal in words.
    public var description: String {
      switch self {
      case .saturated(let waiting): "the blocking pool is saturated: \(waiting) jobs wait"
      case .stopped: "the blocking pool has been shut down"
      }
    }
  }

  private struct State: ~Copyable {
    var jobs: [@Sendable () -> Void] = []
    var head = 0
    var isStopped = false
  }

  private let state = Mutex(State())
  private let semaphore: Int32
  private let threads: Int
  private let maximumQueue: Int

  /// Starts `threads` (at least 1) threads called `name`; at most `maximumQueue` jobs may wait.
  public init(name: String, threads: Int, maximumQueue: Int = 10_000) throws(SocketError) {
    self.threads = max(1, threads)
    self.maximumQueue = maximumQueue
    semaphore = clinux_eventfd_semaphore()
    guard semaphore >= 0 else { throw SocketError("eventfd", code: errno) }
    for _ in 0..<self.threads { try LoopThread.start(name: name) { self.work() } }
  }

  deinit { close(semaphore) }

  /// Runs `body` on one of the threads and suspends until it is done.
  ///
  /// Throws what `body` throws, or a ``Refusal``. Cancelling the task does not interrupt `body`.
  public func run<T: Sendable>(_ body: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      let refusal = put { continuation.resume(with: Result { try body() }) }
      if let refusal { continuation.resume(throwing: refusal) }
    }
  }

  /// Runs `work` on one of the threads some time later; false when the pool refuses.
  public func submit(_ work: @escaping @Sendable () -> Void) -> Bool { put(work) == nil }

  /// Ends the threads after the jobs that wait. Work that comes later is refused.
  public func shutdown() {
    let first = state.withLock { state in
      defer { state.isStopped = true }
      return !state.isStopped
    }
    guard first else { return }
    for _ in 0..<threads { LoopThread.signal(semaphore) }
  }

  private func put(_ work: @escaping @Sendable () -> Void) -> Refusal? {
    let refusal = state.withLock { state -> Refusal? in
      guard !state.isStopped else { return .stopped }
      let waiting = state.jobs.count - state.head
      guard waiting < maximumQueue else { return .saturated(waiting: waiting) }
      state.jobs.append(work)
      return nil
    }
    if refusal == nil { LoopThread.signal(semaphore) }
    return refusal
  }

  private func take() -> (@Sendable () -> Void)? {
    state.withLock { state in
      guard state.head < state.jobs.count else { return nil }
      let job = state.jobs[state.head]
      state.jobs[state.head] = {}
      state.head += 1
      if state.head == state.jobs.count || state.head >= 1024 {
        state.jobs.removeFirst(state.head)
        state.head = 0
      }
      return job
    }
  }

  /// A thread's life: each signal stands for a job, or after the last job for the end.
  private func work() {
    while true {
      LoopThread.waitForSignal(semaphore)
      guard let job = take() else { return }
      job()
    }
  }
}
