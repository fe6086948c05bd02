package import EnrichmentSchema
package import RPC
import Answers
import Population
import Segments
import Storage
import Synchronization
import WireFormat

/// `EnrichRealTime`: opens and resumes sessions, and knows those that are open.
package final class SessionHub: Sendable {
  private let services: SessionServices
  private let open = Mutex<[ObjectIdentifier: RealTimeSession]>([:])

  /// A hub without sessions.
  package init(_ services: SessionServices) { self.services = services }

  /// Serves one stream from its first message to its last.
  package func serve(
    _ requests: RequestStream<EnrichRealTimeRequest>, replies: ReplyWriter<EnrichRealTimeResponse>,
    context: ServerContext
  ) async throws {
    let session = try await begin(requests, replies, context)
    open.withLock { $0[ObjectIdentifier(session)] = session }
    defer { _ = open.withLock { $0.removeValue(forKey: ObjectIdentifier(session)) } }
    do {
      try await replies.write(.init(.opened(session.opened())))
      try await take(requests, into: session)
      let summary = try await session.finish()
      try await keep(session, isClosed: true)
      var closed = Closed()
      closed.summary = summary
      closed.resumeToken = session.terms.token.text
      try await replies.write(.init(.closed(closed)))
    } catch {
      try? await keep(session, isClosed: false)
      throw error
    }
  }

  /// Tells every open session that the server stops soon.
  package func noticeDraining() async {
    for session in open.withLock({ Array($0.values) }) {
      await session.notice(.draining, "this server stops soon; resume with the token")
    }
  }

  // MARK: Begin

  private func begin(
    _ requests: RequestStream<EnrichRealTimeRequest>, _ replies: ReplyWriter<EnrichRealTimeResponse>,
    _ context: ServerContext
  ) async throws -> RealTimeSession {
    guard case .open(let message)? = try await requests.next()?.body else {
      throw RequestError.invalidArgument([
        RequestViolation(field: "open", value: "", allowed: "the first message of a session is open")
      ])
    }
    try SessionOpening.check(message)
    let identity = try context.caller()
    let start =
      message.resumeToken.isEmpty
      ? try await SessionOpening.fresh(message, identity: identity, services: services)
      : try await SessionOpening.resumed(message, identity: identity, services: services)
    return RealTimeSession(start, services: services, replies: replies, loop: context.loop)
  }

  private func take(
    _ requests: RequestStream<EnrichRealTimeRequest>, into session: RealTimeSession
  ) async throws {
    var index = 0
    while let request = try await requests.next() {
      index += 1
      switch request.body {
      case .event(let event):
        try await session.accept(CheckedEvent(event, now: services.clock.now, path: "event"))
      case .updateContext(let update): try session.updateContext(update)
      case .close: return
      case .open, nil:
        throw RequestError.invalidArgument([
          RequestViolation(
            field: "message \(index)", value: request.body == nil ? "" : "open",
            allowed: "event, update_context or close after the first message")
        ])
      }
    }
  }

  private func keep(_ session: RealTimeSession, isClosed: Bool) async throws {
    let (updates, open) = session.progress
    let now = services.clock.now
    try await services.store.updateSession(
      session.terms.sessionID, openMessage: open.serializedBytes(), updates: updates, at: now)
    if isClosed { try await services.store.closeSession(session.terms.sessionID, updates: updates, at: now) }
  }
}
