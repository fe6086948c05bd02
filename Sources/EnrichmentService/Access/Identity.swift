import RPC

/// Who is calling: what is known after a key was verified.
package struct Identity: Sendable, Hashable {
  /// Id of the key.
  package let keyID: String
  /// The partner.
  package let partner: String
  /// The plan whose limits apply.
  package let plan: QuotaPlan
  /// What the key may do.
  package let scopes: Set<Scope>
}

/// Where a call keeps the identity that was verified for it.
package enum IdentityKey: ContextKey {
  package typealias Value = Identity
}

/// What a key may do.
package enum Scope: String, Sendable, Hashable, CaseIterable {
  case behaviorRead = "behavior:read"
  case personalityRead = "personality:read"
  case influenceRead = "influence:read"
  case ingestWrite = "ingest:write"
  case experimentsWrite = "experiments:write"
  case auditRead = "audit:read"
  case budgetRead = "budget:read"
  case admin

  /// The scopes of a new key.
  package static let ofNewKey: [Scope] = [
    .behaviorRead, .personalityRead, .influenceRead, .ingestWrite, .experimentsWrite,
  ]

  /// The scopes a method of the enrichment service needs; empty: any valid key.
  package static func needed(by method: String) -> [Scope] {
    switch method {
    case "GetRealWorldBehavior": [.behaviorRead]
    case "GetQuantumPersonality", "EnrichProducts": [.personalityRead]
    case "GetCommunityInfluence": [.influenceRead]
    case "RecordActions": [.ingestWrite]
    case "EnrichRealTime": [.behaviorRead, .personalityRead, .influenceRead]
    default: []
    }
  }
}
