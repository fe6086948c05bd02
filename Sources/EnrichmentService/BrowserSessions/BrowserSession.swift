import Answers
import EnrichmentSchema
import EventLoop
import Population
import RPC

/// One session of a browser: a real-time session whose stream is kept here, while requests of its page come and go.
final class BrowserSession: Sendable {
  /// Whose key has opened it.
  let identity: Identity
  /// What it says, and who waits for it.
  let outbox: BrowserOutbox
  private let session: RealTimeSession
  private let stream: OpenStream
  private let services: SessionServices
  private let limits: BrowserSessionLimits

  /// Opens a session that works on the loop.
  init(
    _ open: Open, identity: Identity, loop: EventLoop, services: SessionServices, limits: BrowserSessionLimits
  ) async throws {
    (self.identity, self.services, self.limits) = (identity, services, limits)
    let outbox = BrowserOutbox(limits)
    self.outbox = outbox
    let end: @Sendable (RPCError) -> Void = { outbox.fail($0) }
    let stream = try services.streams.enter(.session, of: identity, ending: end)
    self.stream = stream
    do {
      try SessionOpening.check(open)
      let start = try await SessionOpening.fresh(open, identity: identity, services: services)
      // Nobody is told the token it could be resumed with, so no other stream takes the lease.
      let lease = SessionLeases().take(.init(identity, token: start.terms.token.text), ending: end)
      session = RealTimeSession(
        start, ignoring: IgnoredInputs.of(open), lease: lease, stream: stream, services: services,
        replies: SessionReplies { outbox.take($0) }, loop: loop)
      try await session.sendOpened()
    } catch {
      services.streams.leave(stream)
      throw error
    }
  }

  // MARK: Events

  /// Takes in what a page sends; answers once it is durable.
  func take(_ request: SendEventsRequest) async throws -> SendEventsResponse {
    try check(request)
    stream.hear()
    outbox.use()
    var response = SendEventsResponse()
    if case .open = outbox.phase {
      let now = session.now
      let events = try request.events.enumerated().map { index, event in
        try CheckedEvent(event, now: now, path: "events[\(index)]")
      }
      response.duplicateEventIds = try await store(events)
      response.eventIds = events.map(\.id)
      if let update = request.updateContext { try await session.updateContext(update) }
    }
    if request.close { response.summary = try await close() }
    return response
  }

  private func check(_ request: SendEventsRequest) throws(RPCError) {
    let most = limits.eventsPerRequest
    guard request.events.count <= most else {
      throw .invalid([.init(field: "events", value: "\(request.events.count) events", allowed: "at most \(most)")])
    }
    guard !request.events.isEmpty || request.updateContext != nil || request.close else {
      throw .invalid([.init(field: "events", value: "", allowed: "at least one event, update_context or close")])
    }
    switch outbox.phase {
    case .open: return
    case .failed(let error): throw error
    // A page may ask again for the answer to its last request.
    case .closed: guard request.close, request.events.isEmpty else { throw BrowserSessionState.unknown }
    }
  }

  /// Returns the events that were known before.
  private func store(_ events: [CheckedEvent]) async throws -> [String] {
    let request = outbox.expect(events.map(\.id))
    do {
      for event in events { try await session.accept(event) }
      return try await outbox.duplicates(of: request)
    } catch {
      outbox.forget(request)
      throw error
    }
  }

  /// Ends the session once all that is owed is said; its reader gets it all the same.
  func close() async throws -> SessionSummary {
    if case .closed(let summary, _) = outbox.phase { return summary }
    let summary = try await session.finish()
    try await session.keep(isClosed: true)
    outbox.close(summary)
    await session.stop(BrowserSessionState.unknown)
    services.streams.leave(stream)
    return summary
  }

  // MARK: What it says

  /// The first view, once.
  func takeOpened() -> Opened { outbox.takeOpened() ?? Opened() }

  /// Tells whoever reads something outside the order of events.
  func notice(_ kind: NoticeKind, _ message: String) async { await session.notice(kind, message) }

  /// Sends what the session says from the message after a number on, until it has ended or another reader comes.
  func watch(
    after id: Int64, _ replies: ReplyWriter<WatchSessionResponse>, ending end: @escaping @Sendable (RPCError) -> Void
  ) async throws {
    let reader = try outbox.attach(after: id, ending: end)
    defer { outbox.detach(reader) }
    var position = id
    // Whoever waits for the head of the answer knows now that it is heard.
    try await replies.write(WatchSessionResponse())
    while true {
      switch await outbox.turn(of: reader, after: position) {
      case .send(let id, let bytes):
        try await replies.write(encoded: bytes)
        position = id
      case .sendWhole(let id):
        try await replies.write(whole(upTo: id))
        position = id
      case .sendSign: try await replies.write(WatchSessionResponse())
      case .end: return
      case .fail(let error): throw error
      }
    }
  }

  private func whole(upTo id: Int64) async throws -> WatchSessionResponse {
    var message = WatchSessionResponse()
    message.id = id
    message.body = .snapshot(try await session.wholeView())
    return message
  }

  /// Lets go of a session that is over. In a task of its own: how it stands is kept whatever becomes of a caller.
  func leave() {
    guard case .failed(let error) = outbox.phase else { return }
    outbox.fail(error)
    Task(executorPreference: session.loop) { [session, stream, services] in
      await session.stop(error)
      try? await session.keep(isClosed: true)
      services.streams.leave(stream)
    }
  }
}
