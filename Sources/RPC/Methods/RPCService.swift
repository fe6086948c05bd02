/// A service as the server sees it: a name and its methods; generated `…Server` protocols refine it and supply both.
public protocol RPCService: Sendable {
  /// The full service name, such as `grpc.health.v1.Health`.
  var serviceName: String { get }
  /// Every method offered, each with its handler.
  var methods: [RPCMethod] { get }
}
