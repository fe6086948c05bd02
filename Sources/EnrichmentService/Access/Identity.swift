package import Operations
package import Population

/// Who is calling: what is known after a key was verified.
package struct Identity: Sendable, Hashable {
  /// Id of the key.
  package let keyID: String
  /// The partner.
  package let partner: String
  /// Whose names the subjects of this key's calls are.
  package let namespace: SubjectNamespace
  /// The plan whose limits apply.
  package let plan: QuotaPlan
  /// What the key may do.
  package let scopes: ScopeSet
  /// Where the key may be used from; empty for everywhere.
  package let addresses: [AddressRange]
}
