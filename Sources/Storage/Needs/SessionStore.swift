package import Population

/// A real-time session as it is stored, so that it resumes after a cut.
package struct SessionRow: Sendable, Hashable {
  /// Id of the session, 1 to 128 bytes.
  package var sessionID: String
  /// Partner whose session it is.
  package var partner: String
  /// SHA-256 of the resume token, 32 bytes; the token itself is never stored.
  package var resumeTokenHash: [UInt8]
  /// Release that is the session's prior.
  package var releaseID: String
  /// Epoch of that release.
  package var epoch: Int64
  /// The serialized `Open` message, with what later changed the context merged in.
  package var openMessage: [UInt8]
  /// The person, when the partner named one.
  package var agent: AgentID?
  /// Number of the last update that was sent; while a stream is open, of the last that can have been.
  package var updates: Int64
  /// Events received again.
  package var duplicates: Int64
  /// When it was opened, µs since 1970 UTC.
  package var createdAt: Int64
  /// When it was last written to, µs.
  package var touchedAt: Int64
  /// When it was closed, µs; `nil` while it can be resumed.
  package var closedAt: Int64?

  /// A session that begins.
  package init(
    sessionID: String, partner: String, resumeTokenHash: [UInt8], releaseID: String, epoch: Int64,
    openMessage: [UInt8], agent: AgentID? = nil, updates: Int64 = 0, duplicates: Int64 = 0, createdAt: Int64,
    touchedAt: Int64, closedAt: Int64? = nil
  ) {
    self.sessionID = sessionID
    self.partner = partner
    self.resumeTokenHash = resumeTokenHash
    self.releaseID = releaseID
    self.epoch = epoch
    self.openMessage = openMessage
    self.agent = agent
    self.updates = updates
    self.duplicates = duplicates
    self.createdAt = createdAt
    self.touchedAt = touchedAt
    self.closedAt = closedAt
  }
}

/// An event that a session hands in.
package struct SessionEvent: Sendable, Hashable {
  /// What is remembered of the partner's id of it.
  package var id: EventID
  /// The serialized event.
  package var bytes: [UInt8]
  /// The action to keep of it when its person is known and consents; `nil` when it lives for the session only.
  package var action: RecordedAction?

  /// An event.
  package init(id: EventID, bytes: [UInt8], action: RecordedAction? = nil) {
    self.id = id
    self.bytes = bytes
    self.action = action
  }
}

/// A session with its durable events, in the order they became durable.
package struct ResumedSession: Sendable, Hashable {
  /// The session.
  package var session: SessionRow
  /// Its serialized events.
  package var events: [[UInt8]]

  /// A session and its events.
  package init(session: SessionRow, events: [[UInt8]]) {
    self.session = session
    self.events = events
  }
}

/// Whether an event was stored now or known before.
package enum EventOutcome: Sendable, Hashable {
  /// Durable since this call.
  case stored
  /// Durable before this call; nothing was changed.
  case duplicate
}

/// Real-time sessions and their events.
package protocol SessionStore: Sendable {
  /// Stores a new session. Throws `conflict` when its id or token hash exists.
  func openSession(_ session: SessionRow) async throws(StoreError)
  /// The session with that resume token of that partner, with all its durable events; `nil` when there is none or it
  /// was opened by another partner.
  func resumeSession(tokenHash: [UInt8], partner: String) async throws(StoreError) -> ResumedSession?
  /// Makes events durable in order; one outcome each. An event known before, from whatever session or stream of
  /// its partner, is a duplicate. `updates` is the highest number that an update of these events can have: a session whose
  /// server was killed goes on above it. Throws `notFound` when the session is not stored.
  func appendEvents(
    _ events: [SessionEvent], to sessionID: String, updates: Int64, at now: Int64
  ) async throws(StoreError) -> [EventOutcome]
  /// Keeps the open message with what changed since. Throws `notFound`.
  func keepOpenMessage(_ openMessage: [UInt8], of sessionID: String, at now: Int64) async throws(StoreError)
  /// Keeps how a session stands when its stream ends: the number of the last update sent, and whether it was closed; it
  /// can be resumed either way. Throws `notFound`.
  func endSession(_ sessionID: String, updates: Int64, isClosed: Bool, at now: Int64) async throws(StoreError)
}
