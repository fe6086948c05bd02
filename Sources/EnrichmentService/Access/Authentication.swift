package import RPC

/// Judges who calls and what they may do, before anything else of a call is looked at.
///
/// Health needs no key; the admin service is reachable through the owner's unix socket only and needs none either.
package struct Authentication: ServerInterceptor {
  private let keys: KeyTable
  private static let open: Set<String> = ["grpc.health.v1.Health", "spots.admin.v1.AdminService"]

  /// Verifies against `keys`.
  package init(keys: KeyTable) { self.keys = keys }

  package func begin(_ context: ServerContext) throws(RPCError) {
    if context.method.kind != .unknown, Self.open.contains(context.method.service) { return }
    let key = try Self.presentedKey(context.metadata)
    guard let key, let identity = keys.identity(showing: key, at: WallClock.microseconds()) else {
      throw ErrorReason.unauthenticated.error(
        "no valid key: send \"authorization: Bearer spots_…\" or \"x-api-key: spots_…\"")
    }
    let missing = Scope.needed(by: context.method.name).filter { !identity.scopes.contains($0) }
    if let scope = missing.first {
      throw ErrorReason.permissionDenied.error(
        "this key lacks the scope \(scope.rawValue), which \(context.method.name) needs",
        metadata: ["scope": scope.rawValue])
    }
    context[IdentityKey.self] = identity
  }

  private static func presentedKey(_ metadata: Metadata) throws(RPCError) -> String? {
    let header = metadata["authorization"]
    let bearer = header.flatMap { $0.lowercased().hasPrefix("bearer ") ? String($0.dropFirst(7)) : nil }
    let plain = metadata["x-api-key"]
    if let bearer, let plain, bearer != plain {
      throw ErrorReason.invalidArgument.error("authorization and x-api-key hold different keys; send one of them")
    }
    return bearer ?? plain
  }
}
