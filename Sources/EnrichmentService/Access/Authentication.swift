import Operations
package import Population
package import RPC

/// Judges who calls and what they may do, before anything else of a call is looked at.
///
/// The key is judged before the method: without a valid one a method that is not offered looks like any other.
package struct Authentication: ServerInterceptor {
  private let keys: KeyTable
  private let rules: AccessRules
  private let clock: TimeSource

  /// Verifies keys against `keys` and judges what their holders call by `rules`.
  package init(keys: KeyTable, rules: AccessRules, clock: TimeSource) {
    (self.keys, self.rules, self.clock) = (keys, rules, clock)
  }

  package func begin(_ context: ServerContext) throws(RPCError) {
    let isOffered = context.method.kind != .unknown
    let rule = rules[context.path]
    if isOffered, Self.needsNoKey(rule, context.listener) { return }
    let identity = try identity(of: context.metadata)
    if isOffered, !Self.admits(rule, identity.scopes) { throw Self.denial(rule, identity.scopes, context.method) }
    context[IdentityKey.self] = identity
  }

  private static func needsNoKey(_ rule: AccessRule, _ listener: ListenerKind) -> Bool {
    rule == .open || (rule == .operatorOnly && listener == .unix)
  }

  private static func admits(_ rule: AccessRule, _ scopes: ScopeSet) -> Bool {
    switch rule {
    case .open, .anyKey: true
    case .anyOf(let sufficient): !scopes.isDisjoint(with: sufficient)
    case .allOf(let needed): scopes.isSuperset(of: needed)
    case .closed, .operatorOnly: false
    }
  }

  private static func denial(_ rule: AccessRule, _ scopes: ScopeSet, _ method: MethodDescriptor) -> RPCError {
    switch rule {
    case .anyOf(let sufficient) where sufficient.scopes.count > 1:
      let names = sufficient.scopes.map(\.rawValue)
      return ErrorReason.permissionDenied.error(
        "this key has none of the scopes \(names.joined(separator: ", ")), one of which \(method.name) needs",
        metadata: ["any_of": names.joined(separator: ",")])
    case .anyOf(let needed), .allOf(let needed):
      let missing = needed.subtracting(scopes).scopes.first?.rawValue ?? ""
      return ErrorReason.permissionDenied.error(
        "this key lacks the scope \(missing), which \(method.name) needs", metadata: ["scope": missing])
    case .operatorOnly:
      return ErrorReason.permissionDenied.error("\(method.name) is the operator's, through the server's unix socket")
    case .closed, .open, .anyKey:
      return ErrorReason.permissionDenied.error("\(method.name) is closed to every key: no rule says who may call it")
    }
  }

  private func identity(of metadata: Metadata) throws(RPCError) -> Identity {
    let key = try Self.presentedKey(metadata)
    guard let key, let identity = keys.identity(showing: key, at: clock.now) else {
      throw ErrorReason.unauthenticated.error(
        "no valid key: send \"authorization: Bearer spots_…\" or \"x-api-key: spots_…\"")
    }
    return identity
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
