import Population

/// The table `forget_requests`: who was asked to be forgotten, and how far that has come.
enum ForgetTable {
  /// What is kept of a request.
  enum Column: Int32, SQLColumn {
    case receiptId, agentNo, requestedUs, finishedUs, connections, visitsAndActions, sessions, links, onboarding
  }

  static let add = """
    INSERT INTO forget_requests (receipt_id, agent_no, requested_us, created_at) VALUES ($1, $2, $3, $4)
    """
  /// Writes a request of another copy of the store down as it stands there.
  static let copy = """
    INSERT INTO forget_requests (receipt_id, agent_no, requested_us, finished_us, lifted_us, connections,
      visits_and_actions, sessions, links, onboarding, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
    """
  /// A request with the pseudonym of its person.
  enum PersonColumn: Int32, SQLColumn {
    case receiptId, agentNo, requestedUs, finishedUs, connections, visitsAndActions, sessions, links, onboarding
    case agentId, liftedUs
  }
  static let all = """
    SELECT \(PersonColumn.names) FROM forget_requests JOIN agents USING (agent_no) ORDER BY requested_us, receipt_id
    """
  static let byID = "SELECT \(Column.names) FROM forget_requests WHERE receipt_id = $1"
  /// The newest of a person; of those of one moment the one that is under way.
  static let newest = """
    SELECT \(Column.names) FROM forget_requests WHERE agent_no = $1
    ORDER BY requested_us DESC, finished_us IS NULL DESC LIMIT 1
    """
  static let open = "SELECT receipt_id FROM forget_requests WHERE finished_us IS NULL ORDER BY requested_us, receipt_id"
  /// Whether a person was forgotten and has not agreed to anything since.
  static let standing = "SELECT 1 FROM forget_requests WHERE agent_no = $1 AND lifted_us IS NULL"
  static let any = "SELECT 1 FROM forget_requests LIMIT 1"
  static let lift = "UPDATE forget_requests SET lifted_us = $1 WHERE agent_no = $2 AND lifted_us IS NULL"
  static let finish = "UPDATE forget_requests SET finished_us = coalesce(finished_us, $1) WHERE receipt_id = $2"

  /// Adds to what was deleted of a kind.
  static func count(_ kind: ForgottenKind) -> String {
    let column = kind.rawValue
    return "UPDATE forget_requests SET \(column) = \(column) + $1 WHERE receipt_id = $2"
  }

  /// Throws `corrupt` for a pseudonym that no program writes.
  static func readPerson(_ row: any SQLRow) throws -> ForgottenPerson {
    guard let agent = AgentID(row.bytes(PersonColumn.agentId)) else {
      throw StoreError.corrupt("forget_requests: the pseudonym of \(row.text(PersonColumn.receiptId)) is none")
    }
    return ForgottenPerson(
      agent: agent, record: read(row).record, liftedAt: row.optionalInteger(PersonColumn.liftedUs))
  }

  static func read(_ row: any SQLRow) -> (agent: Int64, record: ForgetRecord) {
    let deleted: [ForgottenKind: Int] = [
      .connections: Int(row.integer(Column.connections)),
      .visitsAndActions: Int(row.integer(Column.visitsAndActions)), .sessions: Int(row.integer(Column.sessions)),
      .links: Int(row.integer(Column.links)), .onboarding: Int(row.integer(Column.onboarding)),
    ]
    return (
      row.integer(Column.agentNo),
      ForgetRecord(
        receiptID: row.text(Column.receiptId), requestedAt: row.integer(Column.requestedUs),
        finishedAt: row.optionalInteger(Column.finishedUs), deleted: deleted)
    )
  }
}
