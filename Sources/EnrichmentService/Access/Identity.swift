package import Operations
package import Population
import RPC

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
  /// Where the key may be used from; empty for everywhere. Who comes by the unix socket has no address, and is
  /// the owner of the server.
  package let addresses: [AddressRange]
  /// Whether the key is one of the sandbox, which answers from a simulated release and stores nothing.
  package var isSandboxed = false
}

/// Where a call keeps the identity that was verified for it.
package enum IdentityKey: ContextKey {
  package typealias Value = Identity
}

extension ServerContext {
  /// Who is calling.
  ///
  /// - Throws: `UNAUTHENTICATED` where no key was verified, because the method's rule asks for none.
  func caller() throws -> Identity {
    guard let identity = self[IdentityKey.self] else {
      throw ErrorReason.unauthenticated.error("this call needs a key")
    }
    return identity
  }
}
