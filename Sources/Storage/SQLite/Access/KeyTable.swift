import GRDB

/// SQL of partners' keys. Lists are kept as text, one entry per line.
enum KeyTable {
  private static let columns = """
    key_id, hmac, pepper_version, last_four, partner, environment, scopes, created_at, expires_at, revoked_at,
    allowed_addresses, last_used_at
    """
  static let byID = "SELECT \(columns) FROM api_keys WHERE key_id = ?"
  static let all = "SELECT \(columns) FROM api_keys ORDER BY created_at DESC, key_id"
  static let touch = "UPDATE api_keys SET last_used_at = max(coalesce(last_used_at, ?2), ?2) WHERE key_id = ?1"
  static let insertSQL = "INSERT INTO api_keys (\(columns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"

  static func make(_ row: SQLRow) -> StoredKey {
    StoredKey(
      keyID: row.text(0), hmac: row.bytes(1), pepperVersion: row.integer(2), lastFour: row.text(3),
      partner: row.text(4), environment: row.text(5), scopes: lines(row.text(6)), createdAt: row.integer(7),
      expiresAt: row.optionalInteger(8), revokedAt: row.optionalInteger(9), allowedAddresses: lines(row.text(10)),
      lastUsedAt: row.optionalInteger(11))
  }

  static func insert(_ key: StoredKey, in database: Database) throws {
    guard key.hmac.count == 32, ["poc", "prod"].contains(key.environment) else {
      throw StoreError.invalidValue(
        "key '\(key.keyID)': an HMAC of 32 bytes and the environment poc or prod are allowed")
    }
    do {
      try database.statement(insertSQL).run(
        key.keyID, key.hmac, key.pepperVersion, key.lastFour, key.partner, key.environment,
        key.scopes.joined(separator: "\n"), key.createdAt, key.expiresAt, key.revokedAt,
        key.allowedAddresses.joined(separator: "\n"), key.lastUsedAt)
    } catch let failure as SQLiteFailure where failure.isDuplicate {
      throw StoreError.conflict("key '\(key.keyID)' exists already")
    }
  }

  /// Runs a change of one key and returns the key as it stands. Throws `notFound`.
  static func change(_ keyID: String, to time: Int64, sql: String, in database: Database) throws -> StoredKey {
    try database.statement(sql).run(keyID, time)
    guard let key = try database.statement(byID).first(keyID, as: make) else {
      throw StoreError.notFound("key '\(keyID)'")
    }
    return key
  }

  private static func lines(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }
}

extension SQLiteStore {
  package func addKey(_ key: StoredKey) async throws(StoreError) {
    try await write { try KeyTable.insert(key, in: $0) }
  }

  package func key(_ keyID: String) async throws(StoreError) -> StoredKey? {
    try await read { try $0.statement(KeyTable.byID).first(keyID, as: KeyTable.make) }
  }

  package func keys() async throws(StoreError) -> [StoredKey] {
    try await read { try $0.statement(KeyTable.all).rows(as: KeyTable.make) }
  }

  package func revokeKey(_ keyID: String, at now: Int64) async throws(StoreError) -> StoredKey {
    try await write {
      try KeyTable.change(
        keyID, to: now, sql: "UPDATE api_keys SET revoked_at = coalesce(revoked_at, ?2) WHERE key_id = ?1", in: $0)
    }
  }

  package func expireKey(_ keyID: String, at time: Int64) async throws(StoreError) -> StoredKey {
    try await write {
      try KeyTable.change(keyID, to: time, sql: "UPDATE api_keys SET expires_at = ?2 WHERE key_id = ?1", in: $0)
    }
  }

  package func touchKey(_ keyID: String, at now: Int64) async throws(StoreError) {
    _ = try await write { try $0.statement(KeyTable.touch).run(keyID, now) }
  }
}
