import Population
import GRDB

/// SQL of sessions and their events.
enum SessionTable {
  private static let columns = """
    session_id, partner, resume_token_hash, release_id, epoch, open_message, agent_id, updates, duplicates, created_at,
    touched_at, closed_at
    """
  static let byToken = "SELECT \(columns), session_no FROM sessions WHERE resume_token_hash = ? AND partner = ?"
  static let keyByID = "SELECT session_no, partner FROM sessions WHERE session_id = ?"
  static let events = "SELECT bytes FROM session_events WHERE session_no = ? ORDER BY seq"
  static let lastEvent = "SELECT max(seq) FROM session_events WHERE session_no = ?"
  static let insertEvent = """
    INSERT INTO session_events (session_no, seq, event_id, bytes, created_at) VALUES (?, ?, ?, ?, ?)
    """
  static let insertSQL = "INSERT INTO sessions (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
  static let noteEvents = "UPDATE sessions SET duplicates = duplicates + ?2, touched_at = ?3 WHERE session_no = ?1"
  static let expired = "DELETE FROM sessions WHERE touched_at < ?"

  static func make(_ row: SQLRow) -> SessionRow {
    SessionRow(
      sessionID: row.text(0), partner: row.text(1), resumeTokenHash: row.bytes(2), releaseID: row.text(3),
      epoch: row.integer(4), openMessage: row.bytes(5), agent: AgentID(row.bytes(6)), updates: row.integer(7),
      duplicates: row.integer(8), createdAt: row.integer(9), touchedAt: row.integer(10),
      closedAt: row.optionalInteger(11))
  }

  static func insert(_ session: SessionRow, in database: Database) throws {
    guard session.resumeTokenHash.count == 32, (1...128).contains(session.sessionID.utf8.count) else {
      throw StoreError.invalidValue("a session has an id of 1 to 128 bytes and a token hash of 32 bytes")
    }
    do {
      try database.statement(insertSQL).run(
        session.sessionID, session.partner, session.resumeTokenHash, session.releaseID, session.epoch,
        session.openMessage, session.agent?.bytes, session.updates, session.duplicates, session.createdAt,
        session.touchedAt, session.closedAt)
    } catch let failure as SQLiteFailure where failure.isDuplicate {
      throw StoreError.conflict("session '\(session.sessionID)' or its resume token exists already")
    }
  }

  /// Runs a change of one session. Throws `notFound` when there is none of that id.
  static func change(_ sessionID: String, _ changed: Int) throws {
    guard changed == 1 else { throw StoreError.notFound("session '\(sessionID)'") }
  }
}

/// Makes the events of one session durable.
struct SessionEventWriter {
  private let database: Database
  private let recorded: RecordedActionWriter
  private let session: Int64
  private let partner: String
  private let now: Int64

  /// Throws `notFound` when the session is not stored.
  init(_ database: Database, sessionID: String, bounds: AdmissionBounds, now: Int64) throws {
    let key = try database.statement(SessionTable.keyByID).first(sessionID) { ($0.integer(0), $0.text(1)) }
    guard let key else { throw StoreError.notFound("session '\(sessionID)'") }
    self.database = database
    (session, partner) = key
    self.now = now
    recorded = try RecordedActionWriter(database, bounds: bounds, now: now)
  }

  /// Stores the events in order and returns what became of each.
  func write(_ events: [SessionEvent]) throws -> [EventOutcome] {
    var last = try database.statement(SessionTable.lastEvent).integer(session) ?? 0
    let outcomes = try events.map { event in
      guard try PartnerEvents.remember(event.eventID, partner: partner, now: now, in: database) else {
        return EventOutcome.duplicate
      }
      last += 1
      try database.statement(SessionTable.insertEvent).run(session, last, event.eventID, event.bytes, now)
      if let action = event.action { _ = try recorded.write(action, eventID: event.eventID, partner: partner) }
      return .stored
    }
    try database.statement(SessionTable.noteEvents).run(session, outcomes.count { $0 == .duplicate }, now)
    return outcomes
  }
}
