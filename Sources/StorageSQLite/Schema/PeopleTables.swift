/// Regions, people, what they stated and what they agreed to. Columns `*_at` hold microseconds since 1970 UTC.
enum PeopleTables {
  static let statements =
    [
      """
      CREATE TABLE meta (
        name TEXT NOT NULL PRIMARY KEY,
        number INTEGER,
        bytes BLOB,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE regions (
        region_no INTEGER PRIMARY KEY,
        region_id TEXT NOT NULL UNIQUE CHECK (length(region_id) BETWEEN 1 AND 64),
        time_zone TEXT NOT NULL,
        sources INTEGER NOT NULL,
        is_simulated INTEGER NOT NULL CHECK (is_simulated IN (0, 1)),
        as_of_us INTEGER,
        history_days INTEGER CHECK (history_days > 0),
        created_at INTEGER NOT NULL
      ) STRICT
      """,
      """
      CREATE TABLE places (
        region_no INTEGER NOT NULL REFERENCES regions (region_no),
        place INTEGER NOT NULL,
        created_day INTEGER NOT NULL,
        PRIMARY KEY (region_no, place)
      ) STRICT, WITHOUT ROWID
      """,
      // A row without a region is a person known only as the other end of somebody's connection.
      """
      CREATE TABLE agents (
        agent_no INTEGER PRIMARY KEY,
        agent_id BLOB NOT NULL UNIQUE CHECK (length(agent_id) = 32),
        region_no INTEGER REFERENCES regions (region_no),
        created_at INTEGER NOT NULL
      ) STRICT
      """,
      "CREATE INDEX agents_by_region ON agents (region_no, agent_no)",
      """
      CREATE TABLE onboarding_aggregations (
        agent_no INTEGER PRIMARY KEY REFERENCES agents (agent_no),
        age_band TEXT NOT NULL,
        interest_cluster TEXT NOT NULL,
        stated_dimensions BLOB,
        answered_us INTEGER,
        created_at INTEGER NOT NULL
      ) STRICT
      """,
      consentEvents("consent_events", purposes: "1, 2, 4, 8"),
    ] + InsertOnly.triggers("consent_events")

  /// Lets people agree to `affinity`: the table is made anew, since SQLite changes no CHECK of a table there is.
  static let affinity =
    InsertOnly.withoutTriggers("consent_events") + [
      consentEvents("consent_events_next", purposes: "1, 2, 4, 8, 16"),
      "INSERT INTO consent_events_next SELECT * FROM consent_events",
      "DROP TABLE consent_events",
      "ALTER TABLE consent_events_next RENAME TO consent_events",
    ] + InsertOnly.triggers("consent_events")

  /// Who wrote a decision down; what stands was written by imports.
  static let consentAuthors = ["ALTER TABLE consent_events ADD COLUMN set_by TEXT NOT NULL DEFAULT 'import'"]

  /// Partners' customers who stand for people, and which rows came through a link: nothing stands for none.
  static let links = [
    """
    CREATE TABLE links (
      link_no INTEGER PRIMARY KEY,
      partner TEXT NOT NULL,
      customer_id BLOB NOT NULL UNIQUE CHECK (length(customer_id) = 32),
      agent_no INTEGER NOT NULL REFERENCES agents (agent_no),
      created_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX links_by_agent ON links (agent_no)",
  ]

  /// Links that have ended, for the people they stood for: which customer it was is not kept.
  static let endedLinks = [
    """
    CREATE TABLE ended_links (
      agent_no INTEGER NOT NULL REFERENCES agents (agent_no),
      partner TEXT NOT NULL,
      since_us INTEGER NOT NULL,
      until_us INTEGER NOT NULL,
      created_at INTEGER NOT NULL
    ) STRICT
    """,
    "CREATE INDEX ended_links_by_agent ON ended_links (agent_no, since_us, until_us)",
  ]

  /// Who is to be forgotten, with the rows deleted so far, by kind.
  static let forgetting = [
    """
    CREATE TABLE forget_requests (
      receipt_id TEXT NOT NULL PRIMARY KEY,
      agent_no INTEGER NOT NULL REFERENCES agents (agent_no),
      requested_us INTEGER NOT NULL,
      finished_us INTEGER,
      lifted_us INTEGER,
      connections INTEGER NOT NULL DEFAULT 0,
      visits_and_actions INTEGER NOT NULL DEFAULT 0,
      sessions INTEGER NOT NULL DEFAULT 0,
      links INTEGER NOT NULL DEFAULT 0,
      onboarding INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX forget_requests_by_agent ON forget_requests (agent_no)",
    "CREATE INDEX forget_requests_open ON forget_requests (requested_us, receipt_id) WHERE finished_us IS NULL",
    "CREATE INDEX sessions_by_agent ON sessions (agent_id) WHERE agent_id IS NOT NULL",
  ]

  private static func consentEvents(_ table: String, purposes: String) -> String {
    """
    CREATE TABLE \(table) (
      agent_no INTEGER NOT NULL REFERENCES agents (agent_no),
      purpose INTEGER NOT NULL CHECK (purpose IN (\(purposes))),
      seq INTEGER NOT NULL CHECK (seq > 0),
      is_granted INTEGER NOT NULL CHECK (is_granted IN (0, 1)),
      policy_version TEXT NOT NULL,
      at_us INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (agent_no, purpose, seq)
    ) STRICT, WITHOUT ROWID
    """
  }
}

/// Tables whose rows are written once.
enum InsertOnly {
  /// Statements that make a table refuse UPDATE and DELETE.
  static func triggers(_ table: String) -> [String] {
    ["UPDATE", "DELETE"].map { verb in
      """
      CREATE TRIGGER \(table)_refuses_\(verb.lowercased()) BEFORE \(verb) ON \(table)
      BEGIN SELECT RAISE(ABORT, '\(table) is insert-only: \(verb) refused'); END
      """
    }
  }

  /// Statements that take those triggers away, before a migration makes the table anew.
  static func withoutTriggers(_ table: String) -> [String] {
    ["update", "delete"].map { "DROP TRIGGER \(table)_refuses_\($0)" }
  }
}
