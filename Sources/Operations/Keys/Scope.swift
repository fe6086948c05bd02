/// What a key may do.
package enum Scope: String, Sendable, Hashable, CaseIterable {
  case behaviorRead = "behavior:read"
  case personalityRead = "personality:read"
  case influenceRead = "influence:read"
  case ingestWrite = "ingest:write"
  case experimentsWrite = "experiments:write"
  case auditRead = "audit:read"
  case budgetRead = "budget:read"
  case consentWrite = "consent:write"
  case admin

  /// The scopes of a new key.
  package static let ofNewKey: [Scope] = [
    .behaviorRead, .personalityRead, .influenceRead, .ingestWrite, .experimentsWrite,
  ]

  /// The most that a key of the sandbox may have, and what a new one has: nobody in it can consent, be audited or
  /// administered.
  package static let ofSandbox: [Scope] = ofNewKey + [.budgetRead]
}

/// Some scopes, a bit for each, so that judging a call compares two numbers.
package struct ScopeSet: OptionSet, Sendable, Hashable {
  /// Bit n is the n-th of all scopes.
  package let rawValue: UInt16

  /// The scopes of these bits.
  package init(rawValue: UInt16) { self.rawValue = rawValue }

  /// These scopes.
  package init(_ scopes: [Scope]) {
    let bits = Scope.allCases.enumerated().map { place, scope in scopes.contains(scope) ? UInt16(1) << place : 0 }
    rawValue = bits.reduce(0, |)
  }

  /// The scopes in the order they are declared in.
  package var scopes: [Scope] {
    Scope.allCases.enumerated().filter { place, _ in rawValue & 1 << place != 0 }.map(\.element)
  }
}
