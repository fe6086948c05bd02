/// Partners' keys: an id exists once, a revocation stays, no key is deleted.
enum KeyRules {
  private static let stampName = "keys_stamp"

  /// A number that every added or revoked key changes; 0 before the first key.
  static func stamp(in transaction: any SQLTransaction) throws -> Int64 {
    try transaction.statement(MetadataTable.number).integer(stampName) ?? 0
  }

  /// Adds a key. Throws `conflict` when its id exists, `invalidValue` for an HMAC, an environment or a limit that cannot be.
  static func add(_ key: StoredKey, in transaction: any SQLTransaction) throws {
    guard key.hmac.count == 32, KeyEnvironment(rawValue: key.environment) != nil, key.quota.isPossible else {
      throw StoreError.invalidValue(
        "key '\(key.keyID)': an HMAC of 32 bytes, the environment \(KeyEnvironment.allowed) and limits of at least 1 are allowed"
      )
    }
    guard try APIKeyTable.write(key, with: transaction.statement(APIKeyTable.add)) else {
      throw StoreError.conflict("key '\(key.keyID)' exists already")
    }
    try changeStamp(now: key.createdAt, in: transaction)
  }

  /// Revokes a key and returns it as it stands; the first time of revocation stays. Throws `notFound`.
  static func revoke(_ keyID: String, now: Int64, in transaction: any SQLTransaction) throws -> StoredKey {
    let changed = try transaction.statement(APIKeyTable.revoke).run(now, keyID)
    if changed > 0 { try changeStamp(now: now, in: transaction) }
    guard let key = try transaction.statement(APIKeyTable.byID).first(keyID, as: APIKeyTable.read) else {
      throw StoreError.notFound("key '\(keyID)'")
    }
    return key
  }

  private static func changeStamp(now: Int64, in transaction: any SQLTransaction) throws {
    try transaction.statement(MetadataTable.increase).run(stampName, now)
  }
}
