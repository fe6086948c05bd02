/// What people did and whom they know. Clustered by person, because the epoch job reads person by person. Columns `*_at` hold microseconds since 1970 UTC.
enum RawTables {
  /// The columns of `user_actions` as the first step makes it. created_day counts days since 1970 UTC: a full time would
  /// be a fifth of the table.
  private static let actionColumns = [
    "agent_no INTEGER NOT NULL", "action_id INTEGER NOT NULL", "kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 5)",
    "category INTEGER NOT NULL", "at_us INTEGER NOT NULL", "leave_us INTEGER", "place INTEGER", "coordinate INTEGER",
    "traits INTEGER", "price_tier INTEGER", "first_visit INTEGER", "item INTEGER", "created_day INTEGER NOT NULL",
  ]
  private static let sequenceColumn = "sequence INTEGER"
  private static let sourceColumn = "source INTEGER"

  static let statements = [
    """
    CREATE TABLE user_actions (
      \(actionColumns.joined(separator: ", ")),
      PRIMARY KEY (agent_no, action_id),
      FOREIGN KEY (agent_no) REFERENCES agents (agent_no)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE ai2ai_connections (
      owner_no INTEGER NOT NULL REFERENCES agents (agent_no),
      peer_no INTEGER NOT NULL REFERENCES agents (agent_no),
      first_us INTEGER,
      last_us INTEGER,
      sessions INTEGER NOT NULL,
      compatibility INTEGER CHECK (compatibility BETWEEN 0 AND 1000000),
      learning_slope INTEGER,
      slot INTEGER CHECK (slot >= 0),
      peer_slot INTEGER CHECK (peer_slot >= 0),
      is_mirror INTEGER NOT NULL CHECK (is_mirror IN (0, 1)),
      created_day INTEGER NOT NULL,
      PRIMARY KEY (owner_no, peer_no),
      CHECK (owner_no <> peer_no),
      CHECK ((slot IS NULL) = (peer_slot IS NULL))
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TRIGGER ai2ai_connections_accepted_once BEFORE UPDATE OF slot, peer_slot ON ai2ai_connections
    WHEN NEW.slot IS NOT OLD.slot OR NEW.peer_slot IS NOT OLD.peer_slot
    BEGIN SELECT RAISE(ABORT, 'the places of a connection are set once'); END
    """,
    """
    CREATE TABLE partner_events (
      partner TEXT NOT NULL,
      event_id TEXT NOT NULL CHECK (length(event_id) > 0),
      created_at INTEGER NOT NULL,
      PRIMARY KEY (partner, event_id)
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// Where a visit stands among the person's visits of the same moment; nothing stands for 0.
  static let sequence = ["ALTER TABLE user_actions ADD COLUMN \(sequenceColumn)"]

  /// Through which link a row came; nothing stands for none.
  static let source = ["ALTER TABLE user_actions ADD COLUMN \(sourceColumn)"]

  /// What partners have sent lately. Ids that an earlier version kept as they came are forgotten: no hash can be made of
  /// them here, where the pepper is not known.
  static let receivedEvents = [
    """
    CREATE TABLE received_events (
      event_id BLOB NOT NULL PRIMARY KEY CHECK (length(event_id) = 10),
      created_day INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "DROP TABLE partner_events",
    "ALTER TABLE session_events DROP COLUMN event_id",
  ]

  /// The table of the writer alone, in memory, that takes the rows of `user_actions` that are not kept: with the same
  /// columns, and no person who would have to be there.
  static let discarded = """
    CREATE TEMPORARY TABLE discarded_actions (
      \((actionColumns + [sequenceColumn, sourceColumn]).joined(separator: ", ")),
      PRIMARY KEY (agent_no, action_id)
    ) STRICT, WITHOUT ROWID
    """
}
