import RPC
import Testing
import Transport
internal import Transport
import WireFormat

@Suite("Handlers and what surrounds them", .timeLimit(.minutes(2)))
struct SynchronousHandlerTests {
  @Test("a synchronous handler answers, fails and is limited like any other", arguments: Wire.allCases)
  func synchronous(wire: Wire) async throws {
    try await LiveServer.run(wire) { live async throws in
      #expect(try await live.unary("Now", Payload("a", [1])) == Payload("a", [1]))
      let error = try await rpcError { _ = try await live.unary("Now", Payload("fail")) }
      #expect(error?.code == .outOfRange)
      let foreign = try await rpcError { _ = try await live.unary("Now", Payload("crash")) }
      #expect(foreign?.code == .internal)
      #expect(foreign?.message.contains("hunter2") == false)
      let late = try await rpcError { _ = try await live.unary("Now", Payload(), CallOptions(timeout: .zero)) }
      #expect(late?.code == .deadlineExceeded)
      #expect(live.server.counters.openCalls == 0)
    }
  }

  @Test("the present call's context is known everywhere in its handler's task, and nowhere else")
  func current() async throws {
    #expect(ServerContext.current == nil)
    try await LiveServer.run { live async throws in
      let options = CallOptions(timeout: .seconds(30))
      let reply: Payload = try await live.channel.unary(
        EchoService.method("Current", .unary), Payload(), options: options)
      #expect(reply.typeURL == "/test.Echo/Current deadline=true group=true after sleep=true")
      #expect(try await live.unary("Now", Payload("current")).typeURL == "nil")
    }
    #expect(ServerContext.current == nil)
  }

  @Test("a deadline answers a caller who reads, and resets the stream of one who does not")
  func deadlineWhileBlocked() async throws {
    try await LiveServer.run { live async throws in
      let reads = try await RawCall.send(
        to: live, [":path": "/test.Echo/Sleep", "grpc-timeout": "50m"], pieces: [[0, 0, 0, 0, 0]])
      #expect(reads["grpc-status"] == "4")
      let blocked = try await RawCall.send(
        to: live, [":path": "/test.Echo/Flood", "grpc-timeout": "200m"],
        pieces: [RawCall.frame(Payload("", [UInt8](repeating: 1, count: 20_000)))], consumes: false)
      #expect(blocked["grpc-status"] == nil)
      #expect(blocked.reason == .reset(.cancel, by: .peer))
      #expect(await live.probe.reaches("flood ended"))
      #expect(live.server.counters.endedCalls == [.deadlineExceeded: 2])
    }
  }

  @Test("a reset by the caller reaches a handler that waits for a request at once", arguments: Wire.allCases)
  func cancelledWhileWaiting(wire: Wire) async throws {
    try await LiveServer.run(wire) { live async throws in
      let chat = try await live.chat("Listen")
      try await chat.send(Payload("a"))
      #expect(await live.probe.reaches("heard"))
      chat.cancel()
      #expect(await live.probe.reaches("CANCELLED"))
      #expect(live.probe["onCancel"] == 1)
    }
  }
}
