import Answers
import EnrichmentSchema
import EventLoop
import RPC
import Storage
import Synchronization

/// The one task that commits and writes.
extension RealTimeSession {
  /// Starts the task unless it works already.
  func runIfNeeded() {
    if state.withLock({ $0.begin() }) { Task(executorPreference: loop) { await self.run() } }
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
    let step = state.withLock { $0.nextStep(at: .now()) }
    if step == nil { wakeIdle() }
    return step
  }

  /// Ends the task when nothing came in meanwhile; an update that is owed later starts it again.
  private func rest(until due: MonotonicTime?) -> Bool {
    guard state.withLock({ $0.rest(at: .now()) }) else { return false }
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

  private func commit(_ events: [CheckedEvent]) async throws {
    let rows = try events.map { try services.sessionEvent($0, terms: terms) }
    let highest = state.withLock { $0.updates + Int64($0.queue.unshown + events.count) }
    let outcomes = try await services.store.appendEvents(rows, to: terms.sessionID, updates: highest, at: now)
    let fresh = zip(events, outcomes).filter { $1 == .stored }.map(\.0)
    state.withLock { $0.committed(fresh, of: events.count) }
    services.streams.dropEvents(events.count - fresh.count, in: stream)
    services.streams.noteUnshown(fresh.count - events.count, in: stream)
    try await replies.acknowledge(events, outcomes)
  }

  private func update(_ events: [CheckedEvent]) async throws {
    let isLast = state.withLock { $0.queue.isClosing }
    if !isLast, case .refused(let violations, let wait) = services.metering.verdict(on: terms.identity, at: .now()) {
      return try await throttle(events, violations, wait: .nanoseconds(Int64(clamping: wait)))
    }
    let (changed, ignored) = try await changes(after: events)
    let sequence = state.withLock { $0.nextUpdate() }
    let start = MonotonicTime.now()
    try await replies.update(sequence, changed, after: events, ignoring: ignored)
    services.streams.noteUnshown(-events.count, in: stream)
    let isSlow = MonotonicTime.now() - start > .milliseconds(20)
    state.withLock { $0.tookUpdate(slowly: isSlow) }
    try await noticeNewRelease()
  }

  /// Counts durable events and answers what they change, and what was said in vain; the work is the pool's.
  private func changes(after events: [CheckedEvent]) async throws -> (view: SessionView, ignored: [String]) {
    let context = state.withLock { $0.takeContext() }
    return try await services.pool.run {
      try self.model.withLock { model in
        if let context { model.compare(with: context) }
        try model.count(events)
        return (model.showChanges(), (context?.ignoredInputs ?? []) + model.ignoredInputs(of: events))
      }
    }
  }

  /// Events go on being acknowledged; their updates merge until the quota allows one, and the client hears it once.
  private func throttle(_ events: [CheckedEvent], _ violations: [Quota.Violation], wait: Duration) async throws {
    guard state.withLock({ $0.hold(events, until: .now() + wait) }) else { return }
    try await replies.notice(
      .throttled, "updates wait for the quota: \(Metering.words(violations)); events are still acknowledged",
      retryAfter: wait)
  }

  private func noticeNewRelease() async throws {
    guard let newer = state.withLock({ $0.notice(services.newerRelease(than: terms.release)) }) else { return }
    try await replies.notice(
      .newRelease, "a newer release is there; this session goes on with its own", releaseID: newer)
  }

  private func fail(_ error: RPCError) {
    state.withLock { $0.fail(error) }
    wakeIdle()
    replaceWake(by: nil)
    // Who waits for an Ack and sends nothing meanwhile must hear of it too.
    lease.endStream(throwing: error)
  }
}
