/// Partners' keys, and what recurs. Columns `*_at` hold microseconds since 1970 UTC.
enum AccessTables {
  static let statements = tables + triggers

  private static let tables = [
    """
    CREATE TABLE api_keys (
      key_id TEXT NOT NULL PRIMARY KEY,
      hmac BLOB NOT NULL CHECK (length(hmac) = 32),
      pepper_version INTEGER NOT NULL,
      last_four TEXT NOT NULL,
      partner TEXT NOT NULL,
      environment TEXT NOT NULL CHECK (environment IN ('poc', 'prod')),
      scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER,
      revoked_at INTEGER,
      allowed_addresses TEXT NOT NULL,
      last_used_at INTEGER,
      namespace TEXT
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE scheduled_work (
      name TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 64),
      last_started_us INTEGER NOT NULL,
      last_finished_us INTEGER,
      outcome TEXT,
      created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID
    """,
  ]

  /// Keys of the sandbox, and limits of a key's own. SQLite cannot change a check: the table is made anew and filled.
  static let ownLimits = tableOfLimits + triggers

  private static let tableOfLimits = [
    "ALTER TABLE api_keys RENAME TO api_keys_before",
    "DROP TRIGGER api_keys_refuses_delete",
    "DROP TRIGGER api_keys_stays_revoked",
    """
    CREATE TABLE api_keys (
      key_id TEXT NOT NULL PRIMARY KEY,
      hmac BLOB NOT NULL CHECK (length(hmac) = 32),
      pepper_version INTEGER NOT NULL,
      last_four TEXT NOT NULL,
      partner TEXT NOT NULL,
      environment TEXT NOT NULL CHECK (environment IN ('poc', 'prod', 'test')),
      scopes TEXT NOT NULL,
      created_at INTEGER NOT NULL,
      expires_at INTEGER,
      revoked_at INTEGER,
      allowed_addresses TEXT NOT NULL,
      last_used_at INTEGER,
      namespace TEXT,
      burst_limit INTEGER CHECK (burst_limit > 0),
      minute_limit INTEGER CHECK (minute_limit > 0),
      day_limit INTEGER CHECK (day_limit > 0)
    ) STRICT, WITHOUT ROWID
    """,
    """
    INSERT INTO api_keys (key_id, hmac, pepper_version, last_four, partner, environment, scopes, created_at, expires_at,
      revoked_at, allowed_addresses, last_used_at, namespace)
    SELECT key_id, hmac, pepper_version, last_four, partner, environment, scopes, created_at, expires_at, revoked_at,
      allowed_addresses, last_used_at, namespace FROM api_keys_before
    """,
    "DROP TABLE api_keys_before",
  ]

  /// What keeps every key, and revoked ones revoked.
  private static let triggers = [
    """
    CREATE TRIGGER api_keys_refuses_delete BEFORE DELETE ON api_keys
    BEGIN SELECT RAISE(ABORT, 'api_keys keeps every key: revoke it'); END
    """,
    """
    CREATE TRIGGER api_keys_stays_revoked BEFORE UPDATE OF revoked_at ON api_keys
    WHEN OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NOT OLD.revoked_at
    BEGIN SELECT RAISE(ABORT, 'a revoked key stays revoked'); END
    """,
  ]
}
