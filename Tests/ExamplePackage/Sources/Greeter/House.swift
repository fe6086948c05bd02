import RPC

/// Greets over gRPC.
struct House: GreeterServer {
  func greet(_ request: Guest, context: ServerContext) async throws -> Reply<Greeting> {
    Reply(Greeting(to: request))
  }

  func greetAll(_ request: Guest, replies: ReplyWriter<Greeting>, context: ServerContext) async throws {
    for guest in [request] + request.company { try await replies.write(Greeting(to: guest)) }
  }
}

extension Greeting {
  /// The words for a guest.
  init(to guest: Guest) {
    self.init()
    text = (guest.manner == .formal ? "Good evening, " : "Hello, ") + guest.name
  }
}
