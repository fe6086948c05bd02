import Population

/// The table `consent_events`, append-only: one row for each decision about one purpose.
enum ConsentTable {
  /// What is read of a decision.
  enum Column: Int32, SQLColumn { case purpose, isGranted, atUs }
  /// A decision about one purpose, and who took it.
  enum PeerColumn: Int32, SQLColumn { case agentNo, agentId, isGranted }

  /// In order of time within each purpose; of events of one time the later appended comes last.
  static let byAgent = """
    SELECT \(Column.names) FROM consent_events WHERE agent_no = $1 ORDER BY purpose, at_us, seq
    """
  static let newestGrant = """
    SELECT is_granted FROM consent_events WHERE agent_no = $1 AND purpose = $2 ORDER BY at_us DESC, seq DESC LIMIT 1
    """
  /// What all people decided about one purpose.
  static let ofPurpose = """
    SELECT \(PeerColumn.names) FROM consent_events JOIN agents USING (agent_no)
    WHERE purpose = $1 ORDER BY agent_no, at_us, seq
    """
  static let append = """
    INSERT INTO consent_events (agent_no, purpose, seq, is_granted, policy_version, at_us, created_at, set_by)
    SELECT $1, $2, coalesce(max(seq), 0) + 1, $3, $4, $5, $6, $7 FROM consent_events WHERE agent_no = $1 AND purpose = $2
    """
  /// When the newest decision about a purpose holds from.
  static let newestTime = "SELECT max(at_us) FROM consent_events WHERE agent_no = $1 AND purpose = $2"
  /// What is shown of a decision.
  enum EntryColumn: Int32, SQLColumn { case purpose, isGranted, policyVersion, atUs, createdAt, setBy }
  /// A person's decisions, newest first; of those of one time the later appended, whatever the clock said when they were.
  static let history = """
    SELECT \(EntryColumn.names) FROM consent_events WHERE agent_no = $1
    ORDER BY at_us DESC, seq DESC, created_at DESC, purpose LIMIT $2
    """

  /// A decision about one purpose.
  struct Decision {
    let purpose: ConsentSet
    let isGranted: Bool
    /// When, µs since 1970 UTC.
    let at: Int64
  }

  /// Throws `corrupt` for a purpose that no program writes.
  static func entry(_ row: any SQLRow) throws -> ConsentEntry {
    let set = ConsentSet(rawValue: UInt8(truncatingIfNeeded: row.integer(EntryColumn.purpose)))
    guard let purpose = set.purposes.first, set == purpose.set else {
      throw StoreError.corrupt("consent_events: \(set.rawValue) is no purpose")
    }
    return ConsentEntry(
      purpose: purpose, isGranted: row.flag(EntryColumn.isGranted), decidedAt: row.integer(EntryColumn.atUs),
      recordedAt: row.integer(EntryColumn.createdAt), setBy: row.text(EntryColumn.setBy),
      policyVersion: row.text(EntryColumn.policyVersion))
  }

  static func read(_ row: any SQLRow) -> Decision {
    Decision(
      purpose: ConsentSet(rawValue: UInt8(truncatingIfNeeded: row.integer(Column.purpose))),
      isGranted: row.flag(Column.isGranted), at: row.integer(Column.atUs))
  }
}
