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

/// The name of a method and how many messages go which way.
public struct MethodDescriptor: Sendable, Hashable {
  /// The full service name, such as `grpc.health.v1.Health`; empty when a path had none.
  public let service: String
  /// The method's name within the service, such as `Check`; for a path of another form, the whole path.
  public let name: String
  /// How many messages go which way.
  public let kind: MethodKind
  /// What `:path` carries: `/service/name` for every method that is known.
  public let path: String

  /// The descriptor of `/service/name`.
  public init(service: String, name: String, kind: MethodKind) {
    self.service = service
    self.name = name
    self.kind = kind
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
    self.path = path
  }
}
