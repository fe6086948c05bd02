import Population

/// The table `sessions`.
enum SessionTable {
  /// What is kept of a session beside its number.
  enum Column: Int32, SQLColumn {
    case sessionId, partner, resumeTokenHash, releaseId, epoch, openMessage, agentId, updates, duplicates, createdAt
    case touchedAt, closedAt
  }

  static let byToken = "SELECT \(Column.names) FROM sessions WHERE resume_token_hash = $1 AND partner = $2"
  static let numberByID = "SELECT session_no FROM sessions WHERE session_id = $1"
  static let add = "INSERT INTO sessions (\(Column.names)) VALUES (\(Column.parameters)) ON CONFLICT DO NOTHING"
  static let noteEvents = """
    UPDATE sessions SET duplicates = duplicates + $1, updates = CASE WHEN updates < $2 THEN $2 ELSE updates END,
      touched_at = $3
    WHERE session_no = $4
    """
  static let keepOpenMessage = "UPDATE sessions SET open_message = $1, touched_at = $2 WHERE session_id = $3"
  static let leave = "UPDATE sessions SET updates = $1, touched_at = $2 WHERE session_id = $3"
  /// Deletes the sessions least lately touched before a time, at most so many, and their events with them.
  static let expire = """
    DELETE FROM sessions WHERE session_no IN
      (SELECT session_no FROM sessions WHERE touched_at < $1 ORDER BY touched_at LIMIT $2)
    """
  /// Those whom a person's sessions name: themselves, and the customers who stand for them.
  private static let namesOfAgent = """
    SELECT agent_id FROM agents WHERE agent_no = $1 UNION ALL SELECT customer_id FROM links WHERE agent_no = $1
    """
  /// What is shown of a session to the person whom it is about.
  enum HeldColumn: Int32, SQLColumn { case partner, createdAt, touchedAt, events }
  static let ofAgent = """
    SELECT partner, created_at, touched_at,
      (SELECT count(*) FROM session_events WHERE session_events.session_no = sessions.session_no)
    FROM sessions WHERE agent_id IN (\(namesOfAgent)) ORDER BY created_at, session_no
    """
  /// Deletes sessions about one person, at most so many, and their events with them.
  static let deleteOfAgent = """
    DELETE FROM sessions WHERE session_no IN
      (SELECT session_no FROM sessions WHERE agent_id IN (\(namesOfAgent)) LIMIT $2)
    """
  static let close = "UPDATE sessions SET updates = $1, touched_at = $2, closed_at = $2 WHERE session_id = $3"

  /// Stores a session; false when one of that id or token hash is stored.
  static func write(_ session: SessionRow, with statement: any SQLStatement) throws -> Bool {
    statement.bind(Column.sessionId, session.sessionID)
    statement.bind(Column.partner, session.partner)
    statement.bind(Column.resumeTokenHash, session.resumeTokenHash)
    statement.bind(Column.releaseId, session.releaseID)
    statement.bind(Column.epoch, session.epoch)
    statement.bind(Column.openMessage, session.openMessage)
    statement.bind(Column.agentId, session.agent?.bytes)
    statement.bind(Column.updates, session.updates)
    statement.bind(Column.duplicates, session.duplicates)
    statement.bind(Column.createdAt, session.createdAt)
    statement.bind(Column.touchedAt, session.touchedAt)
    statement.bind(Column.closedAt, session.closedAt)
    return try statement.run() == 1
  }

  static func read(_ row: any SQLRow) -> SessionRow {
    SessionRow(
      sessionID: row.text(Column.sessionId), partner: row.text(Column.partner),
      resumeTokenHash: row.bytes(Column.resumeTokenHash), releaseID: row.text(Column.releaseId),
      epoch: row.integer(Column.epoch), openMessage: row.bytes(Column.openMessage),
      agent: AgentID(row.bytes(Column.agentId)), updates: row.integer(Column.updates),
      duplicates: row.integer(Column.duplicates), createdAt: row.integer(Column.createdAt),
      touchedAt: row.integer(Column.touchedAt), closedAt: row.optionalInteger(Column.closedAt))
  }

  static func readHeld(_ row: any SQLRow) -> HeldPerson.Session {
    HeldPerson.Session(
      partner: row.text(HeldColumn.partner), openedAt: row.integer(HeldColumn.createdAt),
      touchedAt: row.integer(HeldColumn.touchedAt), events: Int(row.integer(HeldColumn.events)))
  }
}

/// The table `session_events`: what a session was handed, in order.
enum SessionEventTable {
  static let ofSession = "SELECT bytes FROM session_events WHERE session_no = $1 ORDER BY seq"
  static let lastOfSession = "SELECT max(seq) FROM session_events WHERE session_no = $1"
  static let add = """
    INSERT INTO session_events (session_no, seq, bytes, created_at) VALUES ($1, $2, $3, $4)
    """
}
