import Answers
import EnrichmentSchema
import EventLoop
import RPC

/// How far an open session is: its events, what it owes, and who waits for the one task that works on it.
///
/// A value that the session guards with a lock; whatever changes stands here.
struct SessionState {
  private(set) var queue: SessionQueue
  /// Distinct events: those whose effect is shown and those that were taken in since.
  private(set) var eventCount: Int
  private(set) var updates: Int64
  private(set) var duplicates: Int
  /// Why nothing more is done.
  private(set) var failure: RPCError?
  private(set) var isRunning = false
  private var open: Open
  /// Latest time that the session has used, in microseconds since 1970 UTC.
  private var latest: Int64
  /// What the next view compares with, when that has changed.
  private var context: SessionContext?
  private var isThrottled = false
  private var hasNoticedRelease = false
  /// Starts the task again when an update that is owed is due.
  private var wake: Task<Void, Never>?
  private var idle: [CheckedContinuation<Void, Never>] = []

  /// The state that a session begins or is resumed with; at most `bound` of its events wait.
  init(_ start: SessionStart, bound: Int) {
    let interval = Duration.milliseconds(Int(start.open.minIntervalMs))
    queue = SessionQueue(interval: interval, bound: bound)
    eventCount = start.model.eventCount
    (updates, duplicates, open, latest) = (start.updates, start.duplicates, start.open, start.latest)
  }

  /// The time `now`, or the latest that was used before, whichever is later.
  mutating func time(_ now: Int64) -> Int64 {
    latest = max(latest, now)
    return latest
  }

  /// Takes an event in, one of so many at the most.
  mutating func add(_ event: CheckedEvent, most: Int) throws(RPCError) {
    guard eventCount < most else {
      throw RPCError.resourceExhausted("a session holds at most \(most) events; close it and open another")
    }
    eventCount += 1
    queue.add(event)
  }

  /// Compares with another product from the next view on; returns the message that would have opened the session so.
  mutating func compare(with new: SessionContext, of update: UpdateContext) -> Open {
    context = new
    (open.productContext, open.productQuantumState) = (update.productContext, update.productQuantumState)
    return open
  }

  /// What to compare with from now on, once.
  mutating func takeContext() -> SessionContext? { context.take() }

  /// Nothing more comes in: all that is owed is due.
  mutating func close() { queue.isClosing = true }

  /// Takes note of the events of a commit that are new, of so many.
  mutating func committed(_ fresh: [CheckedEvent], of count: Int) {
    duplicates += count - fresh.count
    eventCount -= count - fresh.count
    queue.committed(fresh)
  }

  /// The number of the next update, which no quota holds back.
  mutating func nextUpdate() -> Int64 {
    isThrottled = false
    updates += 1
    return updates
  }

  /// Takes note of whether the client was slow to take an update.
  mutating func tookUpdate(slowly isSlow: Bool) { queue.isSlow = isSlow }

  /// Keeps events whose update the quota holds back; answers whether that is new.
  mutating func hold(_ events: [CheckedEvent], until time: MonotonicTime) -> Bool {
    queue.hold(events, until: time)
    defer { isThrottled = true }
    return !isThrottled
  }

  /// A release that the client has not been told of; it is told once.
  mutating func notice(_ release: @autoclosure () -> String?) -> String? {
    guard !hasNoticedRelease, let newer = release() else { return nil }
    hasNoticedRelease = true
    return newer
  }
}

/// The one task that works on the session, and who waits for it.
extension SessionState {
  /// Whether a task is to begin: none works, and nothing has failed.
  mutating func begin() -> Bool {
    guard !isRunning, failure == nil else { return false }
    isRunning = true
    return true
  }

  /// What is to be done next; nil once the session is stopped, which ends the task.
  mutating func nextStep(at now: MonotonicTime) -> SessionQueue.Step? {
    guard failure != nil else { return queue.next(at: now) }
    isRunning = false
    return nil
  }

  /// Ends the task; false when something came in meanwhile.
  mutating func rest(at now: MonotonicTime) -> Bool {
    guard case .wait = queue.peek(at: now) else { return false }
    isRunning = false
    return true
  }

  /// Nothing more is done; the first reason stays. The task that works ends itself.
  mutating func stop(_ error: RPCError) { failure = failure ?? error }

  /// The same, by the task itself.
  mutating func fail(_ error: RPCError) {
    stop(error)
    isRunning = false
  }

  /// Waits for the end of what the task does; false when no task works.
  mutating func wait(_ continuation: CheckedContinuation<Void, Never>) -> Bool {
    guard isRunning else { return false }
    idle.append(continuation)
    return true
  }

  /// Those who wait, who do not any more.
  mutating func takeIdle() -> [CheckedContinuation<Void, Never>] {
    defer { idle = [] }
    return idle
  }

  /// Waits by another task for an update to be due, or by none; returns the one before.
  mutating func replaceWake(by task: Task<Void, Never>?) -> Task<Void, Never>? {
    defer { wake = task }
    return wake
  }
}
