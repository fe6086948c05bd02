import EnrichmentSchema
package import Operations
package import RPC
import WireFormat

/// Who may call a method.
package enum AccessRule: Sendable, Hashable {
  /// Nobody: nothing says who may, or `open: false` or `operator: false` says that nobody may.
  case closed
  /// Everybody, without a key.
  case open
  /// Holders of any valid key.
  case anyKey
  /// Holders of a key with at least one of the scopes.
  case anyOf(ScopeSet)
  /// Holders of a key with every one of the scopes.
  case allOf(ScopeSet)
  /// The server's owner, through the unix socket.
  case operatorOnly
}

/// The rule of every method a server offers, decided once before it starts.
///
/// The schema says the rule: `(spots.options.v1.access)` on the method. A method without one is closed to every key, and
/// so is one that is served and not listed here.
package struct AccessRules: Sendable {
  /// An option of the schema that cannot be obeyed; the text says which, where, and what is allowed.
  package struct Unusable: Error, Sendable, CustomStringConvertible {
    package let description: String
  }

  private var rules: [String: AccessRule] = [:]

  /// The rules of the methods of these services.
  ///
  /// - Parameter foreign: rules of services whose schema is not ours and says nothing of access, by full name; they hold
  ///   for each of its methods.
  /// - Throws: `Unusable` for an option that is malformed or names a scope there is not.
  package init(_ services: [any RPCService], foreign: [String: AccessRule] = [:]) throws(Unusable) {
    for service in services {
      for method in service.methods {
        let path = "/\(service.serviceName)/\(method.name)"
        let rule = try Self.rule(method.options, of: path)
        rules[path] = rule ?? foreign[service.serviceName]
      }
    }
  }

  /// The rule of the method at the path, `/service/method`.
  package subscript(path: String) -> AccessRule { rules[path] ?? .closed }

  /// What a method's options say of access; nil when they say nothing.
  private static func rule(_ options: [UInt8], of path: String) throws(Unusable) -> AccessRule? {
    let decoded: SpotsOptionsV1AccessMethodOptions
    do { decoded = try SpotsOptionsV1AccessMethodOptions(serializedBytes: options) } catch {
      throw Unusable(description: "the options of \(path) cannot be read: \(error)")
    }
    switch decoded.access?.rule {
    case nil: return nil
    case .anyOf(let scopes): return .anyOf(try set(scopes, of: path))
    case .allOf(let scopes): return .allOf(try set(scopes, of: path))
    case .open(let isOpen): return isOpen ? .open : .closed
    case .operator(let isOperators): return isOperators ? .operatorOnly : .closed
    }
  }

  private static func set(_ named: Scopes, of path: String) throws(Unusable) -> ScopeSet {
    var scopes: [Scope] = []
    for name in named.scopes {
      guard let scope = Scope(rawValue: name) else {
        throw unusable(path, "names the scope \"\(name)\", which there is not")
      }
      scopes.append(scope)
    }
    guard !scopes.isEmpty else { throw unusable(path, "names no scope") }
    return ScopeSet(scopes)
  }

  private static func unusable(_ path: String, _ fault: String) -> Unusable {
    let known = Scope.allCases.map(\.rawValue).joined(separator: ", ")
    return Unusable(description: "(spots.options.v1.access) of \(path) \(fault); scopes are \(known)")
  }
}
