import Answers
import EnrichmentSchema
import EventLoop
import Population
import RPC
import Storage
import Synchronization
import WireFormat

/// One open session: takes events, makes them durable in groups, and sends what follows from them.
///
/// A single task at a time commits and writes, so messages leave in order: an `Ack` after its commit, an `Update`
/// after its `Ack`. What waits is bounded, by `SessionLimits` for the session and by `StreamLimits` for all of its key.
final class RealTimeSession: Sendable {
  private struct State {
    var open: Open
    /// Distinct events: those whose effect is shown and those that were taken in since.
    var eventCount: Int
    /// Latest time that the session has used, in microseconds since 1970 UTC.
    var latest: Int64
    /// What the next view compares with, when that has changed.
    var context: SessionContext?
    var queue: SessionQueue
    var updates: Int64
    var duplicates: Int
    var isRunning = false
    var isThrottled = false
    var hasNoticedRelease = false
    var failure: RPCError?
    /// Starts the task again when an update that is owed is due.
    var wake: Task<Void, Never>?
    var idle: [CheckedContinuation<Void, Never>] = []

    /// Counts one more event of so many at the most.
    mutating func takeRoom(_ most: Int) throws(RPCError) {
      guard eventCount >= most else { return eventCount += 1 }
      throw RPCError.resourceExhausted("a session holds at most \(most) events; close it and open another")
    }
  }

  let terms: SessionTerms
  /// The right of this stream to go on with the session.
  let lease: SessionLease
  private let stream: OpenStream
  private let services: SessionServices
  private let replies: SessionReplies
  private let loop: EventLoop
  private let state: Mutex<State>
  /// What the session knows. Making a view takes longer than an I/O loop may be kept waiting: only the pool locks this.
  private let model: Mutex<SessionModel>

  init(
    _ start: SessionStart, lease: SessionLease, stream: OpenStream, services: SessionServices,
    replies: ReplyWriter<EnrichRealTimeResponse>, loop: EventLoop
  ) {
    (self.lease, self.stream) = (lease, stream)
    (terms, self.services, self.replies, self.loop) = (start.terms, services, SessionReplies(replies), loop)
    let interval = Duration.milliseconds(Int(start.open.minIntervalMs))
    model = Mutex(start.model)
    state = Mutex(
      State(
        open: start.open, eventCount: start.model.eventCount, latest: start.latest,
        queue: SessionQueue(interval: interval, bound: services.limits.waitingEvents), updates: start.updates,
        duplicates: start.duplicates))
  }

  /// Sends the first message: the whole view, and what the session is resumed with.
  func sendOpened() async throws {
    var opened = Opened()
    opened.snapshot = try await services.pool.run { self.model.withLock { $0.showWhole() } }
    opened.sessionID = terms.sessionID
    opened.resumeToken = terms.token.text
    opened.resumed = terms.isResumed
    opened.eventsKnown = Int32(clamping: state.withLock { $0.eventCount })
    try await replies.open(opened)
  }

  /// Sends the last message: what the session held, and what it is resumed with all the same.
  func sendClosed(_ summary: SessionSummary) async throws {
    var closed = Closed()
    closed.summary = summary
    closed.resumeToken = terms.token.text
    try await replies.close(closed)
  }

  /// The time that events are judged by and kept with, in microseconds since 1970 UTC: the clock's, and never before one
  /// that was used. Were the clock set back, events that are durable would be refused when they are sent again.
  var now: Int64 {
    state.withLock { state in
      state.latest = max(state.latest, services.clock.now)
      return state.latest
    }
  }

  /// Takes a checked event in; waits while too many wait already.
  func accept(_ event: CheckedEvent) async throws {
    try await waitForRoom()
    try services.streams.keepEvents(1, in: stream)
    try state.withLock { state in
      try state.takeRoom(min(services.limits.events, SessionPosterior.mostEvents))
      state.queue.add(event)
    }
    services.streams.noteUnshown(1, in: stream)
    runIfNeeded()
  }

  /// Compares with another product from now on; the next update shows it. It is durable when this returns.
  func updateContext(_ update: UpdateContext) async throws {
    let context = try SessionContext(
      update.productContext, product: update.productQuantumState, engine: services.answers.engine,
      path: "update_context")
    let open = state.withLock { state in
      state.context = context
      state.open.productContext = update.productContext
      state.open.productQuantumState = update.productQuantumState
      return state.open
    }
    try await services.store.keepOpenMessage(open.serializedBytes(), of: terms.sessionID, at: now)
  }

  /// Sends all that is owed, and answers what the session held.
  func finish() async throws -> SessionSummary {
    state.withLock { $0.queue.isClosing = true }
    runIfNeeded()
    while try isBusy() { await becomeIdle() }
    return state.withLock { state in
      var summary = SessionSummary()
      summary.sessionID = terms.sessionID
      summary.events = Int32(clamping: state.eventCount)
      summary.duplicates = Int32(clamping: state.duplicates)
      summary.updates = state.updates
      summary.releaseID = terms.release.id
      return summary
    }
  }

  /// Takes nothing more in, and waits for what is under way: what is durable then is all that this stream makes durable.
  func stop(_ error: RPCError) async {
    state.withLock { $0.failure = $0.failure ?? error }
    replaceWake(by: nil)
    while state.withLock({ $0.isRunning }) { await becomeIdle() }
  }

  /// Makes durable how the session stands.
  func keep(isClosed: Bool) async throws {
    let updates = state.withLock { $0.updates }
    try await services.store.endSession(terms.sessionID, updates: updates, isClosed: isClosed, at: now)
  }

  /// Tells the client something outside the order of events.
  func notice(_ kind: NoticeKind, _ message: String) async { try? await replies.notice(kind, message) }

  // MARK: The one task that commits and writes

  private func runIfNeeded() {
    let starts = state.withLock { state in
      guard !state.isRunning, state.failure == nil else { return false }
      state.isRunning = true
      return true
    }
    if starts { Task(executorPreference: loop) { await self.run() } }
  }

  private func run() async {
    while let step = nextStep() {
      do {
        switch step {
        case .commit(let events): try await commit(events)
        case .update(let events): try await update(events)
        case .wait(let due):
          if rest(until: due) { return }
        }
      } catch {
        return fail(RPCError(describing: error) ?? ErrorReason.internalError.error("the session failed"))
      }
      if state.withLock({ !$0.queue.isFull }) { wakeIdle() }
    }
  }

  /// What is to be done; nil once the session is stopped, which ends the task.
  private func nextStep() -> SessionQueue.Step? {
    let step = state.withLock { state -> SessionQueue.Step? in
      guard state.failure != nil else { return state.queue.next(at: .now()) }
      state.isRunning = false
      return nil
    }
    if step == nil { wakeIdle() }
    return step
  }

  /// Ends the task when nothing came in meanwhile; an update that is owed later starts it again.
  private func rest(until due: MonotonicTime?) -> Bool {
    let stops = state.withLock { state in
      guard case .wait = state.queue.peek(at: .now()) else { return false }
      state.isRunning = false
      return true
    }
    guard stops else { return false }
    wakeIdle()
    if let due { wake(at: due) }
    return true
  }

  /// One task at a time waits, and it keeps no session that has ended.
  private func wake(at due: MonotonicTime) {
    let task = Task(executorPreference: loop) { [weak self] in
      do { try await Task.sleep(for: due - .now()) } catch { return }
      self?.runIfNeeded()
    }
    replaceWake(by: task)
  }

  private func replaceWake(by task: Task<Void, Never>?) {
    let before = state.withLock { state in
      defer { state.wake = task }
      return state.wake
    }
    before?.cancel()
  }

  private func commit(_ events: [CheckedEvent]) async throws {
    let rows = try events.map { try services.sessionEvent($0, terms: terms) }
    let highest = state.withLock { $0.updates + Int64($0.queue.unshown + events.count) }
    let outcomes = try await services.store.appendEvents(rows, to: terms.sessionID, updates: highest, at: now)
    let fresh = zip(events, outcomes).filter { $1 == .stored }.map(\.0)
    state.withLock { state in
      state.duplicates += events.count - fresh.count
      state.eventCount -= events.count - fresh.count
      state.queue.committed(fresh)
    }
    services.streams.dropEvents(events.count - fresh.count, in: stream)
    services.streams.noteUnshown(fresh.count - events.count, in: stream)
    try await replies.acknowledge(events, outcomes)
  }

  private func update(_ events: [CheckedEvent]) async throws {
    let isLast = state.withLock { $0.queue.isClosing }
    if !isLast, case .refused(let violations, let wait) = services.metering.verdict(on: terms.identity, at: .now()) {
      return try await throttle(events, violations, wait: .nanoseconds(Int64(clamping: wait)))
    }
    let changed = try await changes(after: events)
    let sequence = state.withLock { state in
      state.isThrottled = false
      state.updates += 1
      return state.updates
    }
    let start = MonotonicTime.now()
    try await replies.update(sequence, changed, after: events)
    services.streams.noteUnshown(-events.count, in: stream)
    let isSlow = MonotonicTime.now() - start > .milliseconds(20)
    state.withLock { $0.queue.isSlow = isSlow }
    try await noticeNewRelease()
  }

  /// Counts durable events and answers what they change; the work is the pool's.
  private func changes(after events: [CheckedEvent]) async throws -> SessionView {
    let context = state.withLock { $0.context.take() }
    return try await services.pool.run {
      try self.model.withLock { model in
        if let context { model.compare(with: context) }
        try model.count(events)
        return model.showChanges()
      }
    }
  }

  /// Events go on being acknowledged; their updates merge until the quota allows one, and the client hears it once.
  private func throttle(_ events: [CheckedEvent], _ violations: [Quota.Violation], wait: Duration) async throws {
    let isFirst = state.withLock { state in
      state.queue.hold(events, until: .now() + wait)
      defer { state.isThrottled = true }
      return !state.isThrottled
    }
    guard isFirst else { return }
    try await replies.notice(
      .throttled, "updates wait for the quota: \(Metering.words(violations)); events are still acknowledged",
      retryAfter: wait)
  }

  private func noticeNewRelease() async throws {
    let newer = state.withLock { state -> String? in
      guard !state.hasNoticedRelease, let newer = services.newerRelease(than: terms.release) else { return nil }
      state.hasNoticedRelease = true
      return newer
    }
    guard let newer else { return }
    try await replies.notice(
      .newRelease, "a newer release is there; this session goes on with its own", releaseID: newer)
  }

  private func fail(_ error: RPCError) {
    state.withLock { state in
      state.failure = state.failure ?? error
      state.isRunning = false
    }
    wakeIdle()
    replaceWake(by: nil)
    // Who waits for an Ack and sends nothing meanwhile must hear of it too.
    lease.endStream(throwing: error)
  }

  // MARK: Waiting for the task

  /// Waits while too many events of this session wait already, or too many of its key and one of this session.
  private func waitForRoom() async throws {
    while try isFull() { await becomeIdle() }
    while services.streams.isCrowded(stream), try isBusy() {
      if state.withLock({ $0.isRunning }) {
        await becomeIdle()
      } else {
        // Held back by the quota: it goes on by itself.
        try await Task.sleep(for: .seconds(1))
      }
    }
  }

  private func isFull() throws(RPCError) -> Bool {
    let (isFull, failure) = state.withLock { ($0.queue.isFull, $0.failure) }
    if let failure { throw failure }
    return isFull
  }

  private func isBusy() throws(RPCError) -> Bool {
    let (isBusy, failure) = state.withLock { (!$0.queue.isEmpty || $0.isRunning, $0.failure) }
    if let failure { throw failure }
    return isBusy
  }

  private func becomeIdle() async {
    await withCheckedContinuation { continuation in
      let resumes = state.withLock { state in
        guard state.isRunning else { return true }
        state.idle.append(continuation)
        return false
      }
      if resumes { continuation.resume() }
    }
  }

  private func wakeIdle() {
    let idle = state.withLock { state in
      defer { state.idle = [] }
      return state.idle
    }
    idle.forEach { $0.resume() }
  }
}
