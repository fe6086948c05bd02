import Answers
import Cryptography
import EnrichmentSchema
import EventLoop
import Measures
import Population
import RPC
import Releases
import Segments
import Storage
import WireFormat

/// How a session begins: with a segment, or where an earlier one was cut.
enum SessionOpening {
  /// Checks what does not depend on the segment.
  static func check(_ open: Open) throws {
    try open.check()
    guard open.resumeToken.isEmpty || open.segment == nil else {
      throw RequestError.invalidArgument([
        RequestViolation(field: "open.segment", value: "given", allowed: "a resume_token, or a segment")
      ])
    }
  }

  /// A new session on the newest release of its segment.
  static func fresh(_ open: Open, identity: Identity, services: SessionServices) async throws -> SessionStart {
    let (edition, source) = try await services.answers.source(of: open.segment, for: .behavior, path: "open.segment")
    guard let epoch = edition.epochs[source.source.segment.answered.region] else { throw ErrorReason.nothingReleased }
    var kept = open
    kept.subject = ""
    let model = try SessionModel(kept, source: source, engine: services.answers.engine)
    let release = SessionRelease(source, epoch: epoch.epoch)
    let token = try ResumeToken()
    let sessionID = "ses_" + Hexadecimal.encode(try RandomBytes.make(12))
    let now = services.clock.now
    let agent = try services.recording.agent(open.subject, in: identity.namespace)
    try await services.store.openSession(
      SessionRow(
        sessionID: sessionID, partner: identity.partner, resumeTokenHash: token.hash(in: identity.namespace),
        releaseID: release.id, epoch: release.epoch, openMessage: kept.serializedBytes(), agent: agent,
        createdAt: now, touchedAt: now))
    let terms = SessionTerms(
      sessionID: sessionID, identity: identity, token: token, agent: agent, isResumed: false, release: release)
    return SessionStart(terms: terms, open: kept, model: model, updates: 0, duplicates: 0, latest: now)
  }

  /// An earlier session of the same partner, with all its durable events.
  static func resumed(_ open: Open, identity: Identity, services: SessionServices) async throws -> SessionStart {
    guard let token = ResumeToken(open.resumeToken),
      let stored = try await services.store.resumeSession(
        tokenHash: token.hash(in: identity.namespace), partner: identity.partner)
    else {
      throw ErrorReason.noSuchSession
    }
    let row = stored.session
    try checkSubject(open, of: row, identity, services)
    let before = try Open(serializedBytes: row.openMessage)
    let kept = before.goingOn(as: open)
    let region = try segmentRegion(kept, services: services)
    guard let edition = try await services.answers.catalogue.edition(region: region, epoch: row.epoch) else {
      throw ErrorReason.unknownSession.error("the session's release is no longer stored; open a new session")
    }
    let asked = try edition.registry.resolve(kept.segment, path: "open.segment")
    let source = try await services.answers.source(of: edition.answering(asked, for: .behavior), in: edition)
    let begun = try SessionModel(kept, source: source, engine: services.answers.engine)
    let model = try await replay(stored.events, in: begun, services)
    if kept != before {
      try await services.store.keepOpenMessage(
        kept.serializedBytes(), of: row.sessionID, at: max(row.touchedAt, services.clock.now))
    }
    let terms = SessionTerms(
      sessionID: row.sessionID, identity: identity, token: token, agent: row.agent, isResumed: true,
      release: SessionRelease(source, epoch: row.epoch))
    return SessionStart(
      terms: terms, open: kept, model: model, updates: row.updates, duplicates: Int(row.duplicates),
      latest: row.touchedAt)
  }

  /// A session is one person's from its beginning to its end.
  private static func checkSubject(
    _ open: Open, of row: SessionRow, _ identity: Identity, _ services: SessionServices
  ) throws {
    guard !open.subject.isEmpty, try services.recording.agent(open.subject, in: identity.namespace) != row.agent else {
      return
    }
    throw RequestError.invalidArgument([
      RequestViolation(
        field: "open.subject", value: "another than the session's", allowed: "the session's own, or nothing")
    ])
  }

  /// Counts the events of before; in the pool when they are many.
  private static func replay(
    _ events: [[UInt8]], in model: SessionModel, _ services: SessionServices
  ) async throws -> SessionModel {
    let counted: @Sendable () throws -> SessionModel = {
      var model = model
      try model.count(try events.map { try CheckedEvent(durable: Event(serializedBytes: $0)) })
      return model
    }
    return events.count > fewEvents ? try await services.pool.run(counted) : try counted()
  }

  /// Events that are counted in a moment.
  private static let fewEvents = 16

  private static func segmentRegion(_ open: Open, services: SessionServices) throws -> String {
    guard let edition = services.answers.catalogue.current else {
      throw ErrorReason.nothingReleased
    }
    return try edition.registry.resolve(open.segment, path: "open.segment").region
  }
}

extension ErrorReason {
  /// The error of a token that names no session of its partner.
  static var noSuchSession: RPCError {
    unknownSession.error("open.resume_token names no session of this partner; open a new one")
  }
}

extension Open {
  /// This message with what a resuming one says anew: the product, insights and the time between updates.
  fileprivate func goingOn(as resuming: Open) -> Open {
    var open = self
    if resuming.productContext != nil || resuming.productQuantumState != nil {
      (open.productContext, open.productQuantumState) = (resuming.productContext, resuming.productQuantumState)
    }
    if !resuming.insights.isEmpty { open.insights = resuming.insights }
    if resuming.minIntervalMs > 0 { open.minIntervalMs = resuming.minIntervalMs }
    return open
  }
}
