import RPC
import Testing
import WireFormat

@Suite("Methods that take a view", .timeLimit(.minutes(2)))
struct ViewMethodTests {
  /// Answers the request's text twice, read from where it lies.
  struct TwiceService: RPCService {
    let serviceName = "test.Twice"
    var methods: [RPCMethod] {
      [
        .unary(
          "Twice",
          view: { (request: borrowing MessageView<Payload>, _) in
            let text = String(copying: request[\.typeURL])
            guard text != "no" else { throw RPCError.permissionDenied("not this") }
            return Reply(Payload(text + text))
          })
      ]
    }
    static let method = MethodDescriptor(service: "test.Twice", name: "Twice", kind: .unary)
  }

  @Test("the handler reads the request, and its errors are the call's")
  func call() async throws {
    try await LiveServer.run(services: [TwiceService()]) { live async throws in
      let reply: Payload = try await live.channel.unary(TwiceService.method, Payload("ab"), options: CallOptions())
      #expect(reply.typeURL == "abab")
      let error = await #expect(throws: RPCError.self) {
        let _: Payload = try await live.channel.unary(TwiceService.method, Payload("no"), options: CallOptions())
      }
      #expect(error?.status.code == .permissionDenied)
    }
  }
}
