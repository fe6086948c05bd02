public import WireFormat

/// A service as the server sees it: a name and its methods; generated `…Server` protocols refine it and supply both.
public protocol RPCService: Sendable {
  /// The full service name, such as `grpc.health.v1.Health`.
  var serviceName: String { get }
  /// Every method offered, each with its handler.
  var methods: [RPCMethod] { get }
  /// The schema file the service is declared in, behind all those it imports, for ``ReflectionService``; empty when the
  /// service has none.
  var schema: [SchemaFile] { get }
  /// The messages that a `google.protobuf.Any` in the service's messages may contain where these are written as JSON;
  /// the well-known types are among them without being named.
  var messageTypes: MessageTypes { get }
}

extension RPCService {
  /// No schema: a service written by hand has none.
  public var schema: [SchemaFile] { [] }
  /// The well-known types alone.
  public var messageTypes: MessageTypes { .wellKnown }
}
