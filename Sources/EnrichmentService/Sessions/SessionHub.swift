import Answers
package import EnrichmentSchema
import EventLoop
import Population
package import RPC
import Segments
import Storage
import Synchronization
import WireFormat

/// `EnrichRealTime`: opens and resumes sessions, and knows those that are open.
package final class SessionHub: Sendable {
  /// What its sessions need, and those of browsers that are answered at the same desk.
  let services: SessionServices
  private let open = Mutex<[ObjectIdentifier: RealTimeSession]>([:])
  private let leases = SessionLeases()

  /// A hub without sessions.
  package init(_ services: SessionServices) { self.services = services }

  /// Serves one stream from its first message to its last.
  package func serve(
    _ requests: RequestStream<EnrichRealTimeRequest>, replies: ReplyWriter<EnrichRealTimeResponse>,
    context: ServerContext
  ) async throws {
    let stream = try services.streams.enter(.session, of: context.caller()) { context.end(throwing: $0) }
    defer { services.streams.leave(stream) }
    let session = try await apart(on: context.loop) { try await self.begin(requests, replies, stream, context) }
    open.withLock { $0[ObjectIdentifier(session)] = session }
    defer { _ = open.withLock { $0.removeValue(forKey: ObjectIdentifier(session)) } }
    do {
      try await apart(on: context.loop) { try await session.sendOpened() }
      var index = 1
      while try await takeNext(of: requests, index, into: session, stream) { index += 1 }
      try await apart(on: context.loop) { try await self.end(session) }
    } catch {
      // Not in the call's own task, which may be cancelled: how the session stands must be kept all the same.
      await Task(executorPreference: context.loop) { await self.leave(session, error) }.value
      throw error
    }
    leases.giveBack(session.lease)
  }

  /// Tells every open session that the server stops soon, all at once: returns when the last has taken it.
  package func noticeDraining() async {
    await withDiscardingTaskGroup { group in
      for session in open.withLock({ Array($0.values) }) {
        group.addTask { await session.notice(.draining, "this server stops soon; resume with the token") }
      }
    }
  }

  // MARK: Begin

  private func begin(
    _ requests: RequestStream<EnrichRealTimeRequest>, _ replies: ReplyWriter<EnrichRealTimeResponse>,
    _ stream: OpenStream, _ context: ServerContext
  ) async throws -> RealTimeSession {
    guard case .open(let message)? = try await requests.next()?.body else {
      throw RequestError.invalidArgument([
        RequestViolation(field: "open", value: "", allowed: "the first message of a session is open")
      ])
    }
    try SessionOpening.check(message)
    let identity = try context.caller()
    if !message.resumeToken.isEmpty { return try await resume(message, identity, replies, stream, context) }
    let start = try await SessionOpening.fresh(message, identity: identity, services: services)
    let lease = leases.take(.init(identity, token: start.terms.token.text), ending: Self.end(of: context))
    return RealTimeSession(
      start, ignoring: IgnoredInputs.of(message), lease: lease, stream: stream, services: services,
      replies: SessionReplies { try await replies.write($0) }, loop: context.loop)
  }

  /// What is durable is read once the stream that had the session is done with it, so that nothing can be added unseen.
  private func resume(
    _ message: Open, _ identity: Identity, _ replies: ReplyWriter<EnrichRealTimeResponse>, _ stream: OpenStream,
    _ context: ServerContext
  ) async throws -> RealTimeSession {
    let lease = leases.take(.init(identity, token: message.resumeToken), ending: Self.end(of: context))
    await lease.begin()
    do {
      let start = try await SessionOpening.resumed(message, identity: identity, services: services)
      try services.streams.keepEvents(start.model.eventCount, in: stream)
      return RealTimeSession(
        start, ignoring: IgnoredInputs.of(message), lease: lease, stream: stream, services: services,
        replies: SessionReplies { try await replies.write($0) }, loop: context.loop)
    } catch {
      leases.giveBack(lease)
      throw error
    }
  }

  /// What ends a stream's call from outside of it.
  private static func end(of context: ServerContext) -> @Sendable (RPCError) -> Void {
    { context.end(throwing: $0) }
  }

  /// Takes the next message in; false when it is the last.
  private func takeNext(
    of requests: RequestStream<EnrichRealTimeRequest>, _ index: Int, into session: RealTimeSession,
    _ stream: OpenStream
  ) async throws -> Bool {
    guard let request = try await requests.next() else { return false }
    stream.hear()
    switch request.body {
    case .event(let event): try await session.accept(CheckedEvent(event, now: session.now, path: "event"))
    case .updateContext(let update): try await session.updateContext(update)
    case .close: return false
    case .open, nil:
      throw RequestError.invalidArgument([
        RequestViolation(
          field: "message \(index)", value: request.body == nil ? "" : "open",
          allowed: "event, update_context or close after the first message")
      ])
    }
    return true
  }

  private func end(_ session: RealTimeSession) async throws {
    let summary = try await session.finish()
    try await session.keep(isClosed: true)
    try await session.sendClosed(summary)
  }

  /// Keeps how a session stands whose stream ended with an error. Where the store fails too, what it has of the session's
  /// durable events is enough to go on from.
  private func leave(_ session: RealTimeSession, _ error: any Error) async {
    await session.stop(RPCError(describing: error) ?? ErrorReason.internalError.error("the session failed"))
    try? await session.keep(isClosed: false)
    leases.giveBack(session.lease)
  }
}

/// Runs a part of a call in a task of its own and passes cancellation on.
///
/// A task keeps the memory of the largest frames it ever had for as long as it lives. A session may live for hours, and
/// its first and last messages are large.
private func apart<Value: Sendable>(
  on loop: EventLoop, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  let task = Task(executorPreference: loop, operation: body)
  return try await withTaskCancellationHandler {
    try await task.value
  } onCancel: {
    task.cancel()
  }
}
