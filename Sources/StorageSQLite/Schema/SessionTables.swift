/// Real-time sessions and their events. Columns `*_at` hold microseconds since 1970 UTC.
enum SessionTables {
  static let statements = [
    """
    CREATE TABLE sessions (
      session_no INTEGER PRIMARY KEY,
      session_id TEXT NOT NULL UNIQUE CHECK (length(session_id) BETWEEN 1 AND 128),
      partner TEXT NOT NULL,
      resume_token_hash BLOB NOT NULL UNIQUE CHECK (length(resume_token_hash) = 32),
      release_id TEXT NOT NULL,
      epoch INTEGER NOT NULL,
      open_message BLOB NOT NULL,
      agent_id BLOB,
      updates INTEGER NOT NULL,
      duplicates INTEGER NOT NULL,
      created_at INTEGER NOT NULL,
      touched_at INTEGER NOT NULL,
      closed_at INTEGER
    ) STRICT
    """,
    "CREATE INDEX sessions_by_touch ON sessions (touched_at)",
    """
    CREATE TABLE session_events (
      session_no INTEGER NOT NULL REFERENCES sessions (session_no) ON DELETE CASCADE,
      seq INTEGER NOT NULL CHECK (seq > 0),
      event_id TEXT NOT NULL,
      bytes BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (session_no, seq)
    ) STRICT, WITHOUT ROWID
    """,
  ]
}
