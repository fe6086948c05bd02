import EnrichmentRPC
package import RPC
import Transport
import WireFormat

/// The routes of the JSON door, by path: what stands as `google.api.http` on the methods of the schema.
package struct DoorRoutes: Sendable {
  /// What one path offers.
  struct Bindings: Sendable {
    private(set) var routes: [DoorRoute] = []

    /// The route for a method of HTTP; a `HEAD` is a `GET` whose answer has no body.
    func route(for verb: String) -> DoorRoute? {
      let wanted = verb == "HEAD" ? "GET" : verb
      return routes.first { $0.route.verb.rawValue == wanted }
    }

    /// The methods of HTTP that are offered.
    var methods: [String] { routes.flatMap { $0.route.verb == .get ? ["GET", "HEAD"] : [$0.route.verb.rawValue] } }

    fileprivate mutating func append(_ route: DoorRoute) { routes.append(route) }
  }

  private var bindings: [String: Bindings] = [:]

  /// The routes of these services.
  /// - Throws: `UnusableRoute` and `UnusableLifecycle` for what the schema says and cannot be obeyed.
  package init(_ services: [any RPCService]) throws {
    for route in try HTTPRoute.routes(of: services) {
      let ending = try MethodLifecycle(route.method)?.fields ?? []
      bindings[route.path, default: Bindings()].append(DoorRoute(route: route, ending: ending))
    }
  }

  /// What the path offers; nil when there is no such route.
  subscript(path: String) -> Bindings? { bindings[path] }

  /// Whether a path is this door's to answer, be there a route or not.
  static func isOwn(_ path: String) -> Bool { path.hasPrefix("/api/") || path.hasPrefix("/v1/") }
}

/// A route with how its requests are read and answered.
struct DoorRoute: Sendable {
  /// What the schema says.
  let route: HTTPRoute
  /// What answers say of the end of a method that is deprecated.
  let ending: [HeaderField]

  /// What is wrong with how a request says its body; nil when nothing is.
  func refusal(of head: HTTPRequestHead) -> DoorFailure? {
    guard route.input == .body else { return nil }
    let allowed = route.method.kind == .clientStreaming ? [DoorMedia.lines, DoorMedia.json] : [DoorMedia.json]
    let list = allowed.joined(separator: ", ")
    if let type = head.mediaType, !allowed.contains(type) {
      return .unsupported("content-type is \(type.prefix(100)); allowed: \(list)", HeaderField("accept-post", list))
    }
    if let encoding = head["content-encoding"], encoding.lowercased() != "identity" {
      return .unsupported(
        "content-encoding is \(encoding.prefix(100)); allowed: identity", HeaderField("accept-encoding", "identity"))
    }
    return nil
  }

  /// The call that a request stands for.
  func call(_ answer: DoorAnswer, _ offer: CallOffer) -> TranslatedRequest {
    let (head, path) = (answer.head, route.method.path)
    let fields = head.metadata(except: Self.own)
    do throws(RPCError) {
      let given = try given(head)
      var request = TranslatedRequest(
        path: path, fields: fields, translation: translation(answer, GatheredRequest(given: given)))
      if let given, let known = head["if-none-match"] {
        request.keepable = KeepableRequest(message: try offer.request(json: given, of: path), ifNoneMatch: known)
      }
      return request
    } catch {
      return TranslatedRequest(
        path: path, fields: fields, translation: translation(answer, GatheredRequest(given: [])), fault: error)
    }
  }

  /// Fields that say how this door is to answer, and nothing to a handler.
  private static let own: Set<String> = ["prefer", "if-none-match", "origin"]

  /// The request that a target says; nil where the body says it.
  private func given(_ head: HTTPRequestHead) throws(RPCError) -> [UInt8]? {
    switch route.input {
    case .query: return try QueryRequest(head.query).fields(instead: EventStream.position(of: head, route.method))
    case .requestParameter: return try QueryRequest(head.query).parameter(HTTPRoute.requestParameter)
    case .body:
      guard head.query == nil else {
        throw ErrorReason.invalidArgument.error("the target has a query; a POST says everything in its body")
      }
      return nil
    }
  }

  private func translation(_ answer: DoorAnswer, _ request: GatheredRequest) -> any CallTranslation {
    switch route.method.kind {
    case .serverStreaming where EventStream.answers(route.method): EventStream(answer, request)
    case .serverStreaming:
      LinesOut(answer, request, splits: route.method.path == EnrichmentServiceMethods.enrichProducts.path)
    case .clientStreaming: LinesIn(answer)
    default: EnvelopedCall(answer, request)
    }
  }
}

/// The request that a target says behind its `?`.
struct QueryRequest {
  private let parameters: QueryParameters?

  /// Reads a query; nil and an empty one say nothing.
  /// - Throws: INVALID_ARGUMENT for one that is malformed, names a field twice, or has a key in it.
  init(_ query: String?) throws(RPCError) {
    guard let query, !query.isEmpty else {
      parameters = nil
      return
    }
    guard let parameters = QueryParameters(query) else {
      throw ErrorReason.invalidArgument.error("the query is not name=value pairs joined by &, escaped as UTF-8")
    }
    let names = parameters.names
    guard Self.secrets.isDisjoint(with: names.map { $0.lowercased() }) else {
      throw ErrorReason.invalidArgument.error(
        "a key does not belong into a query, which is logged on its way; send authorization: Bearer KEY")
    }
    guard Set(names).count == names.count else {
      throw ErrorReason.invalidArgument.error("the query names a field twice")
    }
    self.parameters = parameters
  }

  /// Names under which people would send a key.
  private static let secrets: Set<String> = ["key", "api_key", "apikey", "x-api-key", "access_token", "authorization"]

  /// The JSON that one parameter is, in base64url with or without padding.
  /// - Throws: INVALID_ARGUMENT when there is another parameter, or it is none.
  func parameter(_ name: String) throws(RPCError) -> [UInt8] {
    guard let parameters else {
      throw ErrorReason.invalidArgument.error("the query lacks \(name): the JSON of the request in base64url")
    }
    guard parameters.names == [name], let text = parameters[name],
      let bytes = Base64.decode(Array(text.utf8), as: .lenient)
    else {
      throw ErrorReason.invalidArgument.error(
        "the query is to be \(name)=, the JSON of the request in base64url, alone")
    }
    return bytes
  }

  /// The JSON of a request whose fields the parameters are. Numbers are texts there, which JSON's mapping takes too.
  ///
  /// - Parameter others: fields that stand elsewhere in the request, and for those of the query.
  func fields(instead others: [String: String] = [:]) throws(RPCError) -> [UInt8] {
    var object = GoogleProtobufStruct()
    for name in (parameters?.names ?? []) + others.keys {
      var value = GoogleProtobufValue()
      value.kind = .stringValue(others[name] ?? parameters?[name] ?? "")
      object.fields[name] = value
    }
    do { return try object.jsonUTF8Bytes() } catch {
      throw ErrorReason.invalidArgument.error("the query has no JSON form")
    }
  }
}
