/// How many messages go which way.
public enum MethodKind: Sendable, Hashable {
  /// One request, one reply.
  case unary
  /// One request, any number of replies.
  case serverStreaming
  /// Any number of requests, one reply.
  case clientStreaming
  /// Any number of requests and replies, independent of each other.
  case bidirectional
  /// The server does not know the method; seen by interceptors only.
  case unknown
}

/// The name of a method, how many messages go which way, and what its schema says of it.
public struct MethodDescriptor: Sendable, Hashable {
  /// The full service name, such as `grpc.health.v1.Health`; empty when a path had none.
  public let service: String
  /// The method's name within the service, such as `Check`; for a path of another form, the whole path.
  public let name: String
  /// How many messages go which way.
  public let kind: MethodKind
  /// What `:path` carries: `/service/name` for every method that is known.
  public let path: String
  /// The options of the schema's own that stand on the method: the extension fields of its
  /// `google.protobuf.MethodOptions` in their binary form, without those that protobuf itself defines. Empty when it has
  /// none.
  ///
  /// `MethodOptions` is extended by a schema file; the message that `protogen` makes of that file's extensions decodes
  /// them. Decode them once for each method and not for each call.
  public let options: [UInt8]
  /// Whether the schema says that the method changes nothing (`option idempotency_level = NO_SIDE_EFFECTS`), so that it
  /// may be called by HTTP GET where a protocol has that.
  public let isFreeOfSideEffects: Bool

  /// The descriptor of `/service/name`.
  public init(
    service: String, name: String, kind: MethodKind, options: [UInt8] = [], isFreeOfSideEffects: Bool = false
  ) {
    self.service = service
    self.name = name
    self.kind = kind
    self.options = options
    self.isFreeOfSideEffects = isFreeOfSideEffects
    path = "/\(service)/\(name)"
  }

  /// The descriptor of a path no service answers to.
  ///
  /// Only `/service/name`, with one slash between two parts that are not empty, is split; every other path is kept as
  /// the name.
  init(unknownPath path: String) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let canonical = parts.count == 3 && parts[0].isEmpty && !parts[1].isEmpty && !parts[2].isEmpty
    service = canonical ? String(parts[1]) : ""
    name = canonical ? String(parts[2]) : path
    kind = .unknown
    options = []
    isFreeOfSideEffects = false
    self.path = path
  }
}
