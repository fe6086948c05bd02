package import Population
import GRDB

/// Reads and appends consent events.
enum ConsentTable {
  static let byAgent = """
    SELECT purpose, is_granted, at_us FROM consent_events WHERE agent_no = ? ORDER BY purpose, at_us, seq
    """
  static let newestGrant = """
    SELECT is_granted FROM consent_events WHERE agent_no = ? AND purpose = ? ORDER BY at_us DESC, seq DESC LIMIT 1
    """
  static let history = """
    SELECT purpose, is_granted, policy_version, at_us FROM consent_events
    WHERE agent_no = ? ORDER BY created_at, purpose, seq
    """
  private static let append = """
    INSERT INTO consent_events (agent_no, purpose, seq, is_granted, policy_version, at_us, created_at)
    SELECT ?1, ?2, coalesce(max(seq), 0) + 1, ?3, ?4, ?5, ?6 FROM consent_events WHERE agent_no = ?1 AND purpose = ?2
    """

  /// What a person agrees to at a time.
  struct State {
    /// Purposes whose newest event before the time is a grant.
    var purposes: ConsentSet = []
    /// Time of the newest of those grants; 0 without one.
    var since: Int64 = 0
  }

  /// The single purposes of a set.
  static func purposes(of set: ConsentSet) -> [ConsentSet] {
    [.behavior, .personality, .network, .experiments].filter(set.contains)
  }

  /// What the newest events strictly before `time` grant.
  static func state(of agent: Int64, before time: Int64, in database: Database) throws -> State {
    let statement = try database.statement(byAgent)
    statement.bind(1, agent)
    defer { statement.reset() }
    return try state(stepping: statement, before: time)
  }

  /// The same over a statement of `byAgent` that is bound already.
  static func state(stepping statement: SQLStatement, before time: Int64) throws -> State {
    var state = State()
    while try statement.step() {
      let at = statement.row.integer(2)
      guard at < time else { continue }
      let purpose = ConsentSet(rawValue: UInt8(truncatingIfNeeded: statement.row.integer(0)))
      if statement.row.flag(1) {
        state.purposes.insert(purpose)
        state.since = max(state.since, at)
      } else {
        state.purposes.remove(purpose)
      }
    }
    return state
  }

  /// Appends one event per purpose.
  static func append(
    _ purposes: ConsentSet, granted: Bool, policyVersion: String, at: Int64, agent: Int64, now: Int64,
    in database: Database
  ) throws {
    for purpose in self.purposes(of: purposes) {
      try database.statement(append).run(agent, Int64(purpose.rawValue), granted, policyVersion, at, now)
    }
  }

  /// Appends grants for the purposes of a person that no event grants yet.
  static func grantMissing(
    _ person: Person, number: Int64, policyVersion: String, now: Int64, in database: Database
  ) throws {
    guard !person.consents.isEmpty else { return }
    let missing = person.consents.subtracting(try state(of: number, before: .max, in: database).purposes)
    try append(
      missing, granted: true, policyVersion: policyVersion, at: person.consentedAt, agent: number, now: now,
      in: database)
  }
}

extension SQLiteStore {
  package func recordConsent(_ events: [ConsentEvent], at now: Int64) async throws(StoreError) {
    try await write { database in
      for event in events {
        try ConsentTable.append(
          event.purposes, granted: event.isGranted, policyVersion: event.policyVersion, at: event.at,
          agent: try AgentTable.number(of: event.agent, in: database), now: now, in: database)
      }
    }
  }

  package func consent(of agent: AgentID, before time: Int64) async throws(StoreError) -> ConsentSet {
    try await read { database in
      guard let number = try AgentTable.entry(agent, in: database)?.number else { return [] }
      return try ConsentTable.state(of: number, before: time, in: database).purposes
    }
  }

  package func consentHistory(of agent: AgentID) async throws(StoreError) -> [ConsentEvent] {
    try await read { database in
      guard let number = try AgentTable.entry(agent, in: database)?.number else { return [] }
      return try database.statement(ConsentTable.history).rows(number) { row in
        ConsentEvent(
          agent: agent, purposes: ConsentSet(rawValue: UInt8(truncatingIfNeeded: row.integer(0))),
          isGranted: row.flag(1), policyVersion: row.text(2), at: row.integer(3))
      }
    }
  }
}
