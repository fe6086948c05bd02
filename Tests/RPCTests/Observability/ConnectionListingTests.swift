import RPC
import Testing
import WireFormat

@Suite("Listing connections and calls", .timeLimit(.minutes(2)))
struct ConnectionListingTests {
  @Test("a listing shows each connection with what its calls do", arguments: Wire.allCases)
  func listing(wire: Wire) async throws {
    try await LiveServer.run(wire, loops: 2) { live async throws in
      #expect(await live.server.connections().isEmpty)
      _ = try await live.unary("Unary")
      _ = try await rpcError { _ = try await live.unary("Fail", Payload("5")) }
      let chat = try await live.chat("Chat", CallOptions(timeout: .seconds(60)))
      for text in ["a", "b"] {
        try await chat.send(Payload(text))
        #expect(try await chat.replies.next() != nil)
      }
      let connections = await live.server.connections()
      let connection = try #require(connections.first)
      #expect(connections.count == 1)
      #expect(connection.peer.hasPrefix(wire == .unix ? "unix:" : "ipv4:127.0.0.1:"))
      #expect(connection.isSecure == (wire == .tls))
      #expect("\(connection.listener)" == wire.rawValue)
      #expect(connection.startedCalls == 3 && connection.succeededCalls == 1 && connection.failedCalls == 1)
      let call = try #require(connection.openCalls.first)
      #expect(connection.openCalls.count == 1)
      #expect(call.path == "/test.Echo/Chat" && call.requestMessages == 2 && call.replyMessages == 2)
      #expect(call.deadline != nil && call.started >= connection.opened && call.requestID.hasPrefix("req_"))
      chat.finishSending()
      #expect(try await chat.replies.next() == nil)
      #expect(await live.server.connections().first?.openCalls == [])
      live.channel.close()
      #expect(await eventually { await live.server.connections().isEmpty })
    }
  }
}
