import EnrichmentSchema
package import RPC
import WireFormat

/// An HTTP request that stands for a call of a method, as `(google.api.http)` on the method says.
package struct HTTPRoute: Sendable, Hashable {
  /// The verbs of routes: one for what is asked of a body, one for what may be kept on the way.
  package enum Verb: String, Sendable, Hashable, CaseIterable {
    case get = "GET"
    case post = "POST"
  }

  /// Where the request message is.
  package enum Input: Sendable, Hashable {
    /// In the body, as JSON; of a method that takes a stream, a message on each line.
    case body
    /// In the query: every parameter is a field, by its JSON name.
    case query
    /// In the query's parameter ``HTTPRoute/requestParameter``: what would be the body of the POST beside it, in base64url.
    case requestParameter
  }

  /// The parameter of a GET whose request would not fit into parameters of its own.
  package static let requestParameter = "request"

  /// The verb.
  package let verb: Verb
  /// The whole path, without a query.
  package let path: String
  /// Where the request message is.
  package let input: Input
  /// The method that is called.
  package let method: MethodDescriptor
}

extension HTTPRoute {
  /// Returns the routes of every method of the services that has some, in the order of the schema; the first of a method
  /// is the one that documents lead with.
  ///
  /// - Throws: `UnusableRoute` for a rule that cannot be obeyed, and for a verb and path that two rules want.
  package static func routes(of services: [any RPCService]) throws(UnusableRoute) -> [HTTPRoute] {
    var routes: [HTTPRoute] = []
    for service in services {
      for method in service.methods {
        routes += try self.routes(
          of: MethodDescriptor(
            service: service.serviceName, name: method.name, kind: method.kind, options: method.options))
      }
    }
    var seen: [String: MethodDescriptor] = [:]
    for route in routes {
      let request = "\(route.verb.rawValue) \(route.path)"
      guard let first = seen.updateValue(route.method, forKey: request) else { continue }
      throw UnusableRoute(method: route.method, fault: "wants \(request), which is \(first.path)'s")
    }
    return routes
  }

  /// The routes of a method; none when its options name none.
  private static func routes(of method: MethodDescriptor) throws(UnusableRoute) -> [HTTPRoute] {
    let options: GoogleApiAnnotationsMethodOptions
    do { options = try GoogleApiAnnotationsMethodOptions(serializedBytes: method.options) } catch {
      throw UnusableRoute(method: method, fault: "cannot be read: \(error)")
    }
    guard let rule = options.http else { return [] }
    let rules = [rule] + rule.additionalBindings
    let hasBody = rules.contains { !$0.body.isEmpty }
    var routes: [HTTPRoute] = []
    for rule in rules { routes.append(try route(rule, of: method, besideBody: hasBody)) }
    guard rules.dropFirst().allSatisfy(\.additionalBindings.isEmpty) else {
      throw UnusableRoute(method: method, fault: "has additional bindings within additional bindings")
    }
    return routes
  }

  private static func route(
    _ rule: GoogleAPIHttpRule, of method: MethodDescriptor, besideBody: Bool
  ) throws(UnusableRoute) -> HTTPRoute {
    guard rule.responseBody.isEmpty else { throw UnusableRoute(method: method, fault: "names a response_body") }
    switch (rule.pattern, rule.body) {
    case (.post(let path), "*"):
      return HTTPRoute(verb: .post, path: try plain(path, of: method), input: .body, method: method)
    case (.get(let path), ""):
      let input: Input = besideBody ? .requestParameter : .query
      return HTTPRoute(verb: .get, path: try plain(path, of: method), input: input, method: method)
    default:
      throw UnusableRoute(method: method, fault: "is neither a post with the body \"*\" nor a get without a body")
    }
  }

  private static func plain(_ path: String, of method: MethodDescriptor) throws(UnusableRoute) -> String {
    let isPlain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
      case UInt8(ascii: "-"), UInt8(ascii: "/"): true
      default: false
      }
    }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    guard isPlain, parts.count > 1, parts[0].isEmpty, parts.dropFirst().allSatisfy({ !$0.isEmpty }) else {
      throw UnusableRoute(
        method: method, fault: "has the path \"\(path)\"; between slashes are a-z, 0-9 and -")
    }
    return path
  }
}

/// A rule of the schema that no route can be made of; its text says whose, and what is wrong.
package struct UnusableRoute: Error, Sendable, Hashable, CustomStringConvertible {
  /// The method with the rule.
  package let method: MethodDescriptor
  /// What is wrong, as the end of a sentence that begins with the rule.
  package let fault: String

  /// The whole sentence.
  package var description: String { "(google.api.http) of \(method.path) \(fault)" }
}
