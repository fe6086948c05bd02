/// The table `api_keys`: partners' keys without their secrets. Lists are kept as text, one entry a line.
enum APIKeyTable {
  /// What is kept of a key.
  enum Column: Int32, SQLColumn {
    case keyId, hmac, pepperVersion, lastFour, partner, environment, scopes, createdAt, expiresAt, revokedAt
    case allowedAddresses, lastUsedAt, namespace, burstLimit, minuteLimit, dayLimit
  }

  static let byID = "SELECT \(Column.names) FROM api_keys WHERE key_id = $1"
  static let all = "SELECT \(Column.names) FROM api_keys ORDER BY created_at DESC, key_id"
  static let add = "INSERT INTO api_keys (\(Column.names)) VALUES (\(Column.parameters)) ON CONFLICT DO NOTHING"
  static let revoke = "UPDATE api_keys SET revoked_at = $1 WHERE key_id = $2 AND revoked_at IS NULL"

  /// Stores a key; false when one of that id is stored.
  static func write(_ key: StoredKey, with statement: any SQLStatement) throws -> Bool {
    statement.bind(Column.keyId, key.keyID)
    statement.bind(Column.hmac, key.hmac)
    statement.bind(Column.pepperVersion, key.pepperVersion)
    statement.bind(Column.lastFour, key.lastFour)
    statement.bind(Column.partner, key.partner)
    statement.bind(Column.environment, key.environment)
    statement.bind(Column.scopes, key.scopes.joined(separator: "\n"))
    statement.bind(Column.createdAt, key.createdAt)
    statement.bind(Column.expiresAt, key.expiresAt)
    statement.bind(Column.revokedAt, key.revokedAt)
    statement.bind(Column.allowedAddresses, key.allowedAddresses.joined(separator: "\n"))
    statement.bind(Column.lastUsedAt, key.lastUsedAt)
    statement.bind(Column.namespace, key.namespace)
    statement.bind(Column.burstLimit, key.quota.burst)
    statement.bind(Column.minuteLimit, key.quota.minute)
    statement.bind(Column.dayLimit, key.quota.day)
    return try statement.run() == 1
  }

  static func read(_ row: any SQLRow) -> StoredKey {
    StoredKey(
      keyID: row.text(Column.keyId), hmac: row.bytes(Column.hmac), pepperVersion: row.integer(Column.pepperVersion),
      lastFour: row.text(Column.lastFour), partner: row.text(Column.partner),
      environment: row.text(Column.environment), scopes: lines(row.text(Column.scopes)),
      createdAt: row.integer(Column.createdAt), expiresAt: row.optionalInteger(Column.expiresAt),
      revokedAt: row.optionalInteger(Column.revokedAt), allowedAddresses: lines(row.text(Column.allowedAddresses)),
      lastUsedAt: row.optionalInteger(Column.lastUsedAt), namespace: row.optionalText(Column.namespace),
      quota: OwnQuota(
        burst: row.optionalInteger(Column.burstLimit), minute: row.optionalInteger(Column.minuteLimit),
        day: row.optionalInteger(Column.dayLimit)))
  }

  private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}
