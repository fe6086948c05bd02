/// What a key is for, as its text says.
package enum KeyEnvironment: String, Sendable, Hashable, CaseIterable {
  /// Trying out: few calls.
  case poc
  /// Production.
  case prod
  /// The sandbox: answers from a small simulated release, and nothing is stored.
  case test

  /// The names there are, to follow "allowed".
  package static let allowed = "poc, prod or test"
}

/// How often the holder of one key may call, where that differs from what its environment allows.
package struct OwnQuota: Sendable, Hashable {
  /// Most calls in any second; `nil` for what the environment allows, as below.
  package var burst: Int64?
  /// Most calls in any 60 seconds.
  package var minute: Int64?
  /// Most calls in any 24 hours.
  package var day: Int64?

  /// A quota; without numbers it is the environment's.
  package init(burst: Int64? = nil, minute: Int64? = nil, day: Int64? = nil) {
    (self.burst, self.minute, self.day) = (burst, minute, day)
  }

  /// Whether every number can be a limit: at least 1.
  package var isPossible: Bool { [burst, minute, day].allSatisfy { $0 ?? 1 >= 1 } }
}

/// What is kept of a partner's key; the key itself never is.
package struct StoredKey: Sendable, Hashable {
  /// First 12 hex digits of the random part; the lookup index.
  package var keyID: String
  /// HMAC-SHA256 of the pepper over the whole key, 32 bytes.
  package var hmac: [UInt8]
  /// Version of the pepper.
  package var pepperVersion: Int64
  /// Last four characters, to recognise it by.
  package var lastFour: String
  /// Partner, 3 to 32 of a-z and 0-9.
  package var partner: String
  /// `poc`, `prod` or `test`, see `KeyEnvironment`.
  package var environment: String
  /// Names of the scopes.
  package var scopes: [String]
  /// When it was made, µs since 1970 UTC.
  package var createdAt: Int64
  /// When it ends, µs; `nil` = never.
  package var expiresAt: Int64?
  /// When it was revoked, µs; `nil` while it is valid.
  package var revokedAt: Int64?
  /// Address ranges it may be used from; empty = any.
  package var allowedAddresses: [String]
  /// Last use that was written down, µs.
  package var lastUsedAt: Int64?
  /// Whose people its subjects are: `spots` for a key of the SPOTS application, which records its people directly;
  /// `nil` for the partner's own.
  package var namespace: String?
  /// Limits of its own.
  package var quota: OwnQuota

  /// A key.
  package init(
    keyID: String, hmac: [UInt8], pepperVersion: Int64, lastFour: String, partner: String, environment: String,
    scopes: [String], createdAt: Int64, expiresAt: Int64? = nil, revokedAt: Int64? = nil,
    allowedAddresses: [String] = [], lastUsedAt: Int64? = nil, namespace: String? = nil,
    quota: OwnQuota = OwnQuota()
  ) {
    self.keyID = keyID
    self.hmac = hmac
    self.pepperVersion = pepperVersion
    self.lastFour = lastFour
    self.partner = partner
    self.environment = environment
    self.scopes = scopes
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
    self.allowedAddresses = allowedAddresses
    self.lastUsedAt = lastUsedAt
    self.namespace = namespace
    self.quota = quota
  }
}

/// Partners' keys.
package protocol KeyStore: Sendable {
  /// Adds a key. Throws `conflict` when its id exists.
  func addKey(_ key: StoredKey) async throws(StoreError)
  /// A number that every added or revoked key changes, so that a copy of the keys is read anew only when it is old;
  /// 0 before the first key.
  func keysStamp() async throws(StoreError) -> Int64
  /// All keys, newest first.
  func keys() async throws(StoreError) -> [StoredKey]
  /// Revokes a key; the first time of revocation stays. Throws `notFound`. Returns the key as it stands.
  func revokeKey(_ keyID: String, at now: Int64) async throws(StoreError) -> StoredKey
}

/// The secret beside the store, as far as the store knows it.
package protocol PepperStore: Sendable {
  /// Keeps a check value of the pepper of that version (an HMAC of a public text under it) when none is kept yet, and
  /// compares it otherwise. False means that the pepper is not the one this store was made with.
  func checkPepper(version: Int64, checkValue: [UInt8], at now: Int64) async throws(StoreError) -> Bool
}
