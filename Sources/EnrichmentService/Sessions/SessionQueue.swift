import Answers
import EventLoop
import Releases

/// What a session owes its client, as a value: events to make durable, durable events to show the effect of.
///
/// Decides what comes next; does nothing itself. Times are handed in.
struct SessionQueue: Sendable {
  /// What is to be done next.
  enum Step: Sendable, Equatable {
    /// Make these events durable.
    case commit([CheckedEvent])
    /// Show the effect of these durable events in one update.
    case update([CheckedEvent])
    /// Nothing until the given time, when an update is owed; nil: nothing at all.
    case wait(until: MonotonicTime?)
  }

  private var waiting: [CheckedEvent] = []
  private var durable: [CheckedEvent] = []
  private var lastUpdate: MonotonicTime?
  private var heldUntil: MonotonicTime?
  private let interval: Duration
  /// Events that may wait at once; a client that sends more is made to wait.
  private let bound: Int
  /// Set when the session ends: what is owed is sent at once.
  var isClosing = false
  /// Set while the client reads slowly: updates merge.
  var isSlow = false

  /// An empty queue that lets `interval` pass between two updates; zero means one update per event.
  init(interval: Duration, bound: Int = SessionLimits().waitingEvents) {
    (self.interval, self.bound) = (interval, bound)
  }

  /// Whether a further event has to wait.
  var isFull: Bool { waiting.count >= bound }
  /// Whether nothing is owed.
  var isEmpty: Bool { waiting.isEmpty && durable.isEmpty }

  /// Durable events whose effect is not shown yet.
  var unshown: Int { durable.count }

  /// Takes an event in.
  mutating func add(_ event: CheckedEvent) { waiting.append(event) }

  /// Takes note that events are durable.
  mutating func committed(_ events: [CheckedEvent]) { durable += events }

  /// Holds updates back until `time`, because the quota is used up.
  mutating func hold(_ events: [CheckedEvent], until time: MonotonicTime) {
    durable = events + durable
    heldUntil = time
  }

  /// What comes next at `now`.
  mutating func next(at now: MonotonicTime) -> Step {
    let isHeld = due.map { $0 > now && !isClosing } ?? false
    if !waiting.isEmpty, isHeld || durable.count < bound {
      defer { waiting = [] }
      return .commit(waiting)
    }
    guard !durable.isEmpty else { return .wait(until: nil) }
    if isHeld { return .wait(until: due) }
    lastUpdate = now
    let merges = interval > .zero || isSlow || heldUntil != nil
    heldUntil = nil
    let count = merges ? durable.count : 1
    let shown = Array(durable.prefix(count))
    // A queue that owes nothing keeps no room either: most sessions are idle most of the time.
    if count == durable.count { durable = [] } else { durable.removeFirst(count) }
    return .update(shown)
  }

  /// What `next` would answer, without taking it.
  func peek(at now: MonotonicTime) -> Step {
    var copy = self
    return copy.next(at: now)
  }

  private var due: MonotonicTime? {
    let spaced = interval > .zero ? lastUpdate.map { $0 + interval } : nil
    return [spaced, heldUntil].compactMap { $0 }.max()
  }
}
