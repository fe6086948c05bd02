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
  /// - Throws: `OperatorError` for a value that cannot be, `StoreError` when it could not be stored.
  package func create(_ request: CreateKeyRequest, at now: Int64) async throws -> CreateKeyResponse {
    try Self.check(request)
    let key = try APIKey(environment: request.plan, partner: request.partner, random: RandomBytes.make(32))
    guard let hmac = pepper.mac(of: Array(key.text.utf8)) else {
      throw OperatorError.invalid("the key could not be hashed")
    }
    let stored = StoredKey(
      keyID: key.keyID, hmac: hmac, pepperVersion: Pepper.version, lastFour: key.lastFour,
      partner: request.partner, environment: request.plan,
      scopes: request.scopes.isEmpty ? Scope.ofNewKey.map(\.rawValue) : request.scopes, createdAt: now,
      allowedAddresses: request.allowedAddresses, namespace: request.namespace.isEmpty ? nil : request.namespace)
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

  private static func check(_ request: CreateKeyRequest) throws(OperatorError) {
    var violations: [RequestViolation] = []
    func refuse(_ field: String, _ value: String, allowed: String) {
      violations.append(RequestViolation(field: field, value: value, allowed: allowed))
    }
    if !APIKey.isPartner(request.partner) { refuse("partner", request.partner, allowed: "3 to 32 of a-z and 0-9") }
    if !APIKey.environments.contains(request.plan) { refuse("plan", request.plan, allowed: "poc or prod") }
    if !request.namespace.isEmpty, SubjectNamespace(named: request.namespace) == nil {
      refuse(
        "namespace", request.namespace,
        allowed: "nothing for the partner's own customers, spots, or \(SubjectNamespace.allowed)")
    }
    for scope in request.scopes where Scope(rawValue: scope) == nil {
      refuse("scopes", scope, allowed: Scope.allCases.map(\.rawValue).joined(separator: ", "))
    }
    for range in request.allowedAddresses where AddressRange(range) == nil {
      refuse("allowed_addresses", range, allowed: AddressRange.allowed)
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
    info.allowedAddresses = key.allowedAddresses
    return info
  }
}

extension StoredKey {
  /// Whose names the subjects of the key's calls are: its partner's customers, unless it was made for others.
  package var subjects: SubjectNamespace {
    namespace.flatMap(SubjectNamespace.init(named:)) ?? .partner(partner)
  }
}
