import EventLoop
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
  private let failures: FailedKeys

  /// Verifies keys against `keys` and judges what their holders call by `rules`.
  package init(keys: KeyTable, rules: AccessRules, clock: TimeSource, limits: KeyLimits = KeyLimits()) {
    (self.keys, self.rules, self.clock) = (keys, rules, clock)
    failures = FailedKeys(limits: limits)
  }

  package func begin(_ context: ServerContext) throws(RPCError) {
    let isOffered = context.method.kind != .unknown
    let rule = rules[context.path]
    if isOffered, Self.needsNoKey(rule, context.listener) {
      // Whoever holds a call open without a key must not keep others out.
      context.mayGiveWay = rule == .open
      return
    }
    let identity = try identity(of: context)
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

  /// What a key without the scopes of a method is told.
  static func denial(_ rule: AccessRule, _ scopes: ScopeSet, _ method: MethodDescriptor) -> RPCError {
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

  private func identity(of context: ServerContext) throws(RPCError) -> Identity {
    let key = try Self.presentedKey(context.metadata)
    guard let key, let identity = keys.identity(showing: key, at: clock.now) else {
      if key != nil { try slowDown(context) }
      throw Self.noValidKey
    }
    guard identity.addresses.isEmpty || context.listener == .unix || Self.isAllowed(context, identity.addresses) else {
      throw ErrorReason.permissionDenied.error(
        "this key may not be used from here", metadata: ["address": Self.address(of: context)])
    }
    return identity
  }

  /// What everybody is told who shows no valid key, for whatever reason it is none.
  static var noValidKey: RPCError {
    ErrorReason.unauthenticated.error(
      "no valid key: send \"authorization: Bearer spots_…\" or \"x-api-key: spots_…\"")
  }

  /// Refuses, as any other limit does, who shows wrong keys too often.
  private func slowDown(_ context: ServerContext) throws(RPCError) {
    guard context.listener != .unix else { return }
    let now = UInt64(clamping: context.started.nanoseconds)
    guard
      let wait = failures.wait(
        from: AddressRange.network(of: Self.address(of: context)), at: now)
    else { return }
    throw ErrorReason.rateLimited.error("too many wrong keys from this address; try again later", retryAfter: wait)
  }

  private static func isAllowed(_ context: ServerContext, _ ranges: [AddressRange]) -> Bool {
    let address = address(of: context)
    return ranges.contains { $0.contains(address) }
  }

  private static func address(of context: ServerContext) -> String { address(ofPeer: context.peer) }

  /// The address within a peer's name, which is as gRPC writes it: `ipv4:192.0.2.1:443`, `ipv6:[2001:db8::1]:443`. Any
  /// other name, such as that of a unix socket, is returned as it is.
  static func address(ofPeer name: String) -> String {
    guard name.hasPrefix("ipv4:") || name.hasPrefix("ipv6:"), let port = name.lastIndex(of: ":") else { return name }
    let host = name[..<port].dropFirst("ipv4:".count)
    return host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : String(host)
  }

  /// The one key that a call shows, under either header; a second one that differs is refused, since which is meant
  /// cannot be told.
  private static func presentedKey(_ metadata: Metadata) throws(RPCError) -> String? {
    var shown: String?
    for entry in metadata.entries {
      guard case .text(let text) = entry.value, let key = key(in: text, under: entry.name) else { continue }
      if let shown, shown != key {
        throw ErrorReason.invalidArgument.error("authorization and x-api-key hold different keys; send one of them")
      }
      shown = key
    }
    return shown
  }

  private static func key(in text: String, under name: String) -> String? {
    switch name {
    case "x-api-key": text
    case "authorization": text.lowercased().hasPrefix("bearer ") ? String(text.dropFirst(7)) : nil
    default: nil
    }
  }
}
