import GRDB

extension SQLiteStore {
  package func openSession(_ session: SessionRow) async throws(StoreError) {
    try await write { try SessionTable.insert(session, in: $0) }
  }

  package func resumeSession(tokenHash: [UInt8], partner: String) async throws(StoreError) -> ResumedSession? {
    try await read { database in
      let found = try database.statement(SessionTable.byToken).first(tokenHash, partner) {
        (SessionTable.make($0), $0.integer(12))
      }
      guard let (session, number) = found else { return nil }
      let events = try database.statement(SessionTable.events).rows(number) { $0.bytes(0) }
      return ResumedSession(session: session, events: events)
    }
  }

  package func renewToken(
    of sessionID: String, tokenHash: [UInt8], at now: Int64
  ) async throws(StoreError) {
    guard tokenHash.count == 32 else { throw .invalidValue("a token hash has 32 bytes") }
    try await write { database in
      let changed = try database.statement(
        "UPDATE sessions SET resume_token_hash = ?2, touched_at = ?3, closed_at = NULL WHERE session_id = ?1"
      ).run(sessionID, tokenHash, now)
      try SessionTable.change(sessionID, changed)
    }
  }

  package func appendEvents(
    _ events: [SessionEvent], to sessionID: String, at now: Int64
  ) async throws(StoreError) -> [EventOutcome] {
    let bounds = bounds
    return try await write {
      try SessionEventWriter($0, sessionID: sessionID, bounds: bounds, now: now).write(events)
    }
  }

  package func updateSession(
    _ sessionID: String, openMessage: [UInt8], updates: Int64, at now: Int64
  ) async throws(StoreError) {
    try await write { database in
      let changed = try database.statement(
        "UPDATE sessions SET open_message = ?2, updates = max(updates, ?3), touched_at = ?4 WHERE session_id = ?1"
      ).run(sessionID, openMessage, updates, now)
      try SessionTable.change(sessionID, changed)
    }
  }

  package func closeSession(_ sessionID: String, updates: Int64, at now: Int64) async throws(StoreError) {
    try await write { database in
      let changed = try database.statement(
        "UPDATE sessions SET updates = max(updates, ?2), touched_at = ?3, closed_at = ?3 WHERE session_id = ?1"
      ).run(sessionID, updates, now)
      try SessionTable.change(sessionID, changed)
    }
  }

  package func deleteSessions(touchedBefore time: Int64) async throws(StoreError) -> Int {
    try await write { try $0.statement(SessionTable.expired).run(time) }
  }
}
