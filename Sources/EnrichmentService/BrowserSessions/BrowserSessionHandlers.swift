import Answers
import EnrichmentRPC
package import EnrichmentSchema
import EventLoop
package import Population
package import RPC
import Segments
import WireFormat

/// `spots.enrichment.v1.BrowserSessionService`: one small handler per call.
package struct BrowserSessionHandlers: BrowserSessionServiceServer {
  private let sessions: BrowserSessions
  private let metering: Metering
  private let clock: TimeSource

  /// Puts the handlers together; what they answer is dated by `clock`.
  package init(_ sessions: BrowserSessions, metering: Metering, clock: TimeSource) {
    (self.sessions, self.metering, self.clock) = (sessions, metering, clock)
  }

  package func openSession(
    _ request: OpenSessionRequest, context: ServerContext
  ) async throws -> Reply<OpenSessionResponse> {
    let (session, token) = try await reportingErrors(context) {
      try await namingOwnFields { try await sessions.open(Open(request), for: context) }
    }
    // The token is told once, and to nobody on the way.
    context.forbidKeeping()
    let opened = session.takeOpened()
    var response = OpenSessionResponse()
    (response.sessionID, response.token, response.snapshot) = (opened.sessionID, token, opened.snapshot)
    response.expires = GoogleProtobufTimestamp(microseconds: sessions.expiry)
    response.metadata = ResponseMetadata(
      context, at: clock.now, ignoring: opened.ignoredInputs.map(Self.ownField))
    return Reply(response)
  }

  package func sendEvents(
    _ request: SendEventsRequest, context: ServerContext
  ) async throws -> Reply<SendEventsResponse> {
    var response = try await reportingErrors(context) {
      try await sessions.session(showing: request.token, in: context).take(request)
    }
    if response.summary == nil { response.expires = GoogleProtobufTimestamp(microseconds: sessions.expiry) }
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func watchSession(
    _ request: WatchSessionRequest, replies: ReplyWriter<WatchSessionResponse>, context: ServerContext
  ) async throws {
    try await reportingErrors(context) {
      let session = try sessions.session(showing: request.token, in: context)
      try count(session.identity)
      try await session.watch(after: request.lastEventID, replies) { context.end(throwing: $0) }
    }
  }

  /// Whoever reads may be sent a whole view: that is a call of the key.
  private func count(_ identity: Identity) throws(RPCError) {
    guard case .refused(let violations, let wait) = metering.verdict(on: identity, at: .now()) else { return }
    throw Metering.refusal(of: identity, violations, retryAfter: wait)
  }

  // MARK: The message that opens

  /// Names the fields of `Open` in violations as this request has them.
  private func namingOwnFields<Answer>(_ body: () async throws -> Answer) async throws -> Answer {
    do {
      return try await body()
    } catch RequestError.invalidArgument(let violations) {
      throw RequestError.invalidArgument(
        violations.map {
          RequestViolation(field: Self.ownField($0.field), value: $0.value, allowed: $0.allowed, reason: $0.reason)
        })
    }
  }

  private static func ownField(_ path: String) -> String {
    path.hasPrefix("open.") ? String(path.dropFirst("open.".count)) : path
  }
}

extension Open {
  /// What a page's session is opened with, as a stream would say it.
  fileprivate init(_ request: OpenSessionRequest) {
    self.init()
    segment = request.segment
    (productContext, productQuantumState) = (request.productContext, request.productQuantumState)
    (insights, minIntervalMs, subject) = (request.insights, request.minIntervalMs, request.subject)
  }
}
