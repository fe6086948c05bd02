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
  let terms: SessionTerms
  /// The right of this stream to go on with the session.
  let lease: SessionLease
  let stream: OpenStream
  let services: SessionServices
  let replies: SessionReplies
  let loop: EventLoop
  let state: Mutex<SessionState>
  /// What the session knows. Making a view takes longer than an I/O loop may be kept waiting: only the pool locks this.
  let model: Mutex<SessionModel>
  /// Paths of what the message that opened it said without changing anything.
  private let ignoredInputs: [String]

  init(
    _ start: SessionStart, ignoring ignoredInputs: [String], lease: SessionLease, stream: OpenStream,
    services: SessionServices, replies: SessionReplies, loop: EventLoop
  ) {
    self.ignoredInputs = ignoredInputs
    (self.lease, self.stream) = (lease, stream)
    (terms, self.services, self.replies, self.loop) = (start.terms, services, replies, loop)
    model = Mutex(start.model)
    state = Mutex(SessionState(start, bound: services.limits.waitingEvents))
  }

  /// Sends the first message: the whole view, what the session is resumed with, and what was said in vain.
  func sendOpened() async throws {
    var opened = Opened()
    opened.snapshot = try await wholeView()
    opened.sessionID = terms.sessionID
    opened.resumeToken = terms.token.text
    opened.resumed = terms.isResumed
    opened.ignoredInputs = ignoredInputs
    opened.eventsKnown = Int32(clamping: state.withLock { $0.eventCount })
    try await replies.open(opened)
  }

  /// All that is known now; updates that are said later tell what has changed since.
  func wholeView() async throws -> SessionView {
    try await services.pool.run { self.model.withLock { $0.showWhole() } }
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
  var now: Int64 { state.withLock { $0.time(services.clock.now) } }

  /// Takes a checked event in; waits while too many wait already.
  func accept(_ event: CheckedEvent) async throws {
    try await waitForRoom()
    try services.streams.keepEvents(1, in: stream)
    try state.withLock { try $0.add(event, most: min(services.limits.events, SessionPosterior.mostEvents)) }
    services.streams.noteUnshown(1, in: stream)
    runIfNeeded()
  }

  /// Compares with another product from now on; the next update shows it. It is durable when this returns.
  func updateContext(_ update: UpdateContext) async throws {
    let context = try SessionContext(
      update.productContext, product: update.productQuantumState, engine: services.answers.engine,
      path: "update_context")
    let open = state.withLock { $0.compare(with: context, of: update) }
    try await services.store.keepOpenMessage(open.serializedBytes(), of: terms.sessionID, at: now)
  }

  /// Sends all that is owed, and answers what the session held.
  func finish() async throws -> SessionSummary {
    state.withLock { $0.close() }
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
    state.withLock { $0.stop(error) }
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
      if !state.withLock({ $0.wait(continuation) }) { continuation.resume() }
    }
  }

  /// Lets those go on who wait for the task.
  func wakeIdle() { state.withLock { $0.takeIdle() }.forEach { $0.resume() } }

  /// Has another task start this one again when an update is due, or none.
  func replaceWake(by task: Task<Void, Never>?) { state.withLock { $0.replaceWake(by: task) }?.cancel() }
}
