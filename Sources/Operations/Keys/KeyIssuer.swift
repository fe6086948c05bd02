import Cryptography
package import EnrichmentSchema
package import Population
package import Storage
import WireFormat

/// Makes, lists and revokes partner keys in a store.
package struct KeyIssuer: Sendable {
  private let keys: any KeyStore
  private let pepper: Pepper

  /// Works on the keys of one store.
  package init(keys: any KeyStore, pepper: Pepper) {
    self.keys = keys
    self.pepper = pepper
  }

  /// Makes a key. The text in the answer is the only place that ever shows it.
  ///
  /// - Throws: `OperatorError` for a value that cannot be, `StoreError` when it could not be stored.
  package func create(_ request: CreateKeyRequest, at now: Int64) async throws -> CreateKeyResponse {
    try CheckedKeyRequest.check(request, at: now)
    let key = try APIKey(environment: request.plan, partner: request.partner, random: RandomBytes.make(32))
    guard let hmac = pepper.mac(of: Array(key.text.utf8)) else {
      throw OperatorError.invalid("the key could not be hashed")
    }
    let usual = KeyEnvironment(rawValue: request.plan) == .test ? Scope.ofSandbox : Scope.ofNewKey
    let stored = StoredKey(
      keyID: key.keyID, hmac: hmac, pepperVersion: Pepper.version, lastFour: key.lastFour,
      partner: request.partner, environment: request.plan,
      scopes: request.scopes.isEmpty ? usual.map(\.rawValue) : request.scopes, createdAt: now,
      expiresAt: request.expiresAt?.microseconds, allowedAddresses: request.allowedAddresses,
      namespace: request.namespace.isEmpty ? nil : request.namespace, quota: OwnQuota(request.limits))
    try await keys.addKey(stored)
    var response = CreateKeyResponse()
    response.key = key.text
    response.info = Self.info(stored)
    return response
  }

  /// All keys without their secrets, newest first.
  package func list() async throws -> [PartnerKey] {
    try await keys.keys().map(Self.info)
  }

  /// Revokes a key.
  package func revoke(_ keyID: String, at now: Int64) async throws -> PartnerKey {
    Self.info(try await keys.revokeKey(keyID, at: now))
  }

  private static func info(_ key: StoredKey) -> PartnerKey {
    var info = PartnerKey()
    info.keyID = key.keyID
    info.partner = key.partner
    info.plan = key.environment
    info.scopes = key.scopes
    info.createdAt = GoogleProtobufTimestamp(microseconds: key.createdAt)
    info.revokedAt = key.revokedAt.map(GoogleProtobufTimestamp.init(microseconds:))
    info.lastFour = key.lastFour
    info.namespace = key.subjects.name
    info.allowedAddresses = key.allowedAddresses
    info.expiresAt = key.expiresAt.map(GoogleProtobufTimestamp.init(microseconds:))
    info.limits = CallLimits(key.quota)
    return info
  }
}

extension StoredKey {
  /// Whose names the subjects of the key's calls are: its partner's customers, unless it was made for others.
  package var subjects: SubjectNamespace {
    namespace.flatMap(SubjectNamespace.init(named:)) ?? .partner(partner)
  }
}

extension OwnQuota {
  /// The limits that a request asks for.
  fileprivate init(_ limits: CallLimits?) {
    self.init(burst: limits?.burst, minute: limits?.minute, day: limits?.day)
  }
}

extension CallLimits {
  /// A key's own limits as an operator is shown them; nil where there are none.
  fileprivate init?(_ quota: OwnQuota) {
    guard quota != OwnQuota() else { return nil }
    self.init()
    (burst, minute, day) = (quota.burst, quota.minute, quota.day)
  }
}
