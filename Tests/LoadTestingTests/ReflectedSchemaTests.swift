import DynamicMessages
import EventLoop
import LoadTesting
import ProtoSchema
import RPC
import Testing

@Suite("Schemas from a server's reflection", .timeLimit(.minutes(2)))
struct ReflectedSchemaTests {
  /// A server of health and perhaps reflection, and a channel to it.
  private func with(reflection: Bool, _ body: (Channel) async throws -> Void) async throws {
    let health = HealthService()
    let services: [any RPCService] = [health] + (reflection ? try ReflectionService.describing([health]) : [])
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)]), services: services)
    let endpoints = try await server.start()
    guard case .tcp(let host, let port)? = endpoints.first?.endpoint else { return }
    let channel = try Channel(target: .plaintext(host: host, port: port))
    defer {
      channel.close()
      server.stop()
    }
    try await body(channel)
  }

  @Test("are enough to call a method with JSON")
  func call() async throws {
    try await with(reflection: true) { channel in
      let schema = try await ReflectedSchema.load("grpc.health.v1.Health", from: channel, options: CallOptions())
      let found = try FoundMethod("grpc.health.v1.Health/Check", in: schema)
      let request = try MessageEncoder(schema: schema).binary(ofJSON: #"{"service":""}"#, as: found.method.requestType)
      let descriptor = RPC.MethodDescriptor(service: found.service, name: found.method.name, kind: .unary)
      #expect(try await channel.unary(descriptor, encoded: request) == [8, 1])
      #expect(throws: UnknownMethod.self) { try FoundMethod("grpc.health.v1.Health/Chock", in: schema) }
    }
  }

  @Test("of a service the server does not have are refused with those it has")
  func unknown() async throws {
    try await with(reflection: true) { channel in
      let error = await #expect(throws: RPCError.self) {
        _ = try await ReflectedSchema.load("no.Such", from: channel, options: CallOptions())
      }
      #expect(error?.code == .notFound)
      #expect(error?.message.contains("grpc.health.v1.Health") == true)
    }
  }

  @Test("of a server without reflection are refused with what to do instead")
  func absent() async throws {
    try await with(reflection: false) { channel in
      let error = await #expect(throws: RPCError.self) {
        _ = try await ReflectedSchema.load("grpc.health.v1.Health", from: channel, options: CallOptions())
      }
      #expect(error?.code == .unimplemented)
      #expect(error?.message.contains("name its file with --proto FILE") == true)
    }
  }
}
