import Releases
import Cryptography
import Answers
import Measures
import Population
import Segments
import EnrichmentSchema
import RPC
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
    let (source, _, edition) = try services.answers.source(of: open.segment, for: .behavior, path: "open.segment")
    guard let epoch = edition.epochs[source.segment.answered.region] else {
      throw ErrorReason.noRelease.error("no release of this segment is published yet", retryAfter: 30_000_000_000)
    }
    let model = try SessionModel(open, source: source, epoch: epoch.epoch, engine: services.answers.engine)
    let token = try ResumeToken()
    let sessionID = "ses_" + Hexadecimal.encode(try RandomBytes.make(12))
    let now = WallClock.microseconds()
    let agent = services.recording.agent(open.subject, in: identity.namespace)
    var kept = open
    kept.subject = ""
    try await services.store.openSession(
      SessionRow(
        sessionID: sessionID, partner: identity.partner, resumeTokenHash: token.hash,
        releaseID: model.releaseID, epoch: epoch.epoch, openMessage: kept.serializedBytes(), agent: agent,
        createdAt: now, touchedAt: now))
    let terms = SessionTerms(
      sessionID: sessionID, identity: identity, token: token, agent: agent, isResumed: false)
    return SessionStart(terms: terms, model: model, updates: 0, duplicates: 0)
  }

  /// An earlier session of the same partner, with all its durable events.
  static func resumed(_ open: Open, identity: Identity, services: SessionServices) async throws -> SessionStart {
    guard let token = ResumeToken(open.resumeToken),
      let stored = try await services.store.resumeSession(tokenHash: token.hash, partner: identity.partner)
    else {
      throw ErrorReason.unknownSession.error("open.resume_token names no session of this partner; open a new one")
    }
    let row = stored.session
    let kept = try Open(serializedBytes: row.openMessage)
    let region = try segmentRegion(kept, services: services)
    guard let edition = try await services.answers.catalogue.edition(region: region, epoch: row.epoch) else {
      throw ErrorReason.unknownSession.error("the session's release is no longer stored; open a new session")
    }
    let asked = try edition.registry.resolve(kept.segment, path: "open.segment")
    guard let source = try edition.source(of: edition.answering(asked, for: .behavior)) else {
      throw ErrorReason.unknownSession.error("the session's release is no longer stored; open a new session")
    }
    var model = try SessionModel(kept, source: source, epoch: row.epoch, engine: services.answers.engine)
    let now = WallClock.microseconds()
    _ = try model.apply(try stored.events.map { try CheckedEvent(Event(serializedBytes: $0), now: now) })
    let terms = SessionTerms(
      sessionID: row.sessionID, identity: identity, token: token, agent: row.agent, isResumed: true)
    return SessionStart(terms: terms, model: model, updates: row.updates, duplicates: Int(row.duplicates))
  }

  private static func segmentRegion(_ open: Open, services: SessionServices) throws -> String {
    guard let edition = services.answers.catalogue.current else {
      throw ErrorReason.noRelease.error("no release of this segment is published yet", retryAfter: 30_000_000_000)
    }
    return try edition.registry.resolve(open.segment, path: "open.segment").region
  }
}
