import Answers
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
  /// - Throws: `OperatorError` for a partner or plan that cannot be, `StoreError` when it could not be stored.
  package func create(
    partner: String, plan: String, namespace: String = "", at now: Int64
  ) async throws -> CreateKeyResponse {
    try Self.check(partner: partner, plan: plan, namespace: namespace)
    let key = try APIKey(environment: plan, partner: partner, random: RandomBytes.make(32))
    guard let hmac = pepper.mac(of: Array(key.text.utf8)) else {
      throw OperatorError.invalid("the key could not be hashed")
    }
    let stored = StoredKey(
      keyID: key.keyID, hmac: hmac, pepperVersion: Pepper.version, lastFour: key.lastFour,
      partner: partner, environment: plan, scopes: Scope.ofNewKey.map(\.rawValue), createdAt: now,
      namespace: namespace.isEmpty ? nil : namespace)
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

  private static func check(partner: String, plan: String, namespace: String) throws(OperatorError) {
    var violations: [RequestViolation] = []
    if !APIKey.isPartner(partner) {
      violations.append(RequestViolation(field: "partner", value: partner, allowed: "3 to 32 of a-z and 0-9"))
    }
    if !APIKey.environments.contains(plan) {
      violations.append(RequestViolation(field: "plan", value: plan, allowed: "poc or prod"))
    }
    if !namespace.isEmpty, SubjectNamespace(named: namespace) == nil {
      violations.append(
        RequestViolation(
          field: "namespace", value: namespace,
          allowed: "nothing for the partner's own customers, spots, or \(SubjectNamespace.allowed)"))
    }
    guard violations.isEmpty else { throw .violations(violations) }
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
    return info
  }
}

extension StoredKey {
  /// Whose names the subjects of the key's calls are: its partner's customers, unless it was made for others.
  package var subjects: SubjectNamespace {
    namespace.flatMap(SubjectNamespace.init(named:)) ?? .partner(partner)
  }
}
