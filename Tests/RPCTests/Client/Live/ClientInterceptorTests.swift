import HTTP2
import MetricsTestKit
import Testing
import WireFormat

@testable import RPC

/// Notes what it sees, adds metadata, and may refuse.
struct Noting: ClientInterceptor {
  struct Key: ContextKey { typealias Value = String }

  let name: String
  let probe: Probe
  var refuses = false

  func begin(_ context: inout ClientCallContext) async throws(RPCError) {
    probe.note("\(name) begin \(context.method.name)")
    if refuses { throw .permissionDenied("no") }
    context[Key.self] = name
    do { try context.options.metadata.add(name, for: "x-text") } catch { throw .internal("\(error)") }
  }

  func received(initialMetadata: Metadata, _ context: ClientCallContext) {
    probe.note("\(name) metadata \(initialMetadata["x-initial"] ?? "-") \(context[Key.self] ?? "-")")
  }

  func finish(_ context: ClientCallContext, _ outcome: CallOutcome) {
    let (requests, replies) = (outcome.requestMessages, outcome.replyMessages)
    probe.note("\(name) finish \(outcome.status.code) \(requests) \(replies)")
  }
}

@Suite("Client interceptors, credentials, limits, metrics", .timeLimit(.minutes(2)))
struct ClientInterceptorTests {
  @Test("interceptors see a call before, at its reply and after, in order, and may change it")
  func order() async throws {
    let probe = Probe()
    let client = ChannelConfiguration(interceptors: [
      Noting(name: "a", probe: probe), Noting(name: "b", probe: probe),
    ])
    try await LiveServer.run(client: client) { live async throws in
      _ = try await live.unary("Context")
      #expect(live.probe.notes.contains { $0.hasPrefix(#"x-text=["a", "b"]"#) })
    }
    #expect(
      probe.notes == [
        "a begin Context", "b begin Context", "a metadata early b", "b metadata early b", "b finish OK 1 1",
        "a finish OK 1 1",
      ])
  }

  @Test("interceptors see streams too, with what they moved")
  func streams() async throws {
    let probe = Probe()
    let client = ChannelConfiguration(interceptors: [Noting(name: "a", probe: probe)])
    try await LiveServer.run(client: client) { live async throws in
      let chat = try await live.chat()
      for _ in 0..<3 {
        try await chat.send(Payload("x"))
        _ = try await chat.replies.next()
      }
      chat.finishSending()
      #expect(try await chat.replies.next() == nil)
    }
    #expect(probe.notes.last == "a finish OK 3 3")
  }

  @Test("an interceptor may refuse a call; those before it are told, nothing is sent")
  func refuses() async throws {
    let probe = Probe()
    let client = ChannelConfiguration(interceptors: [
      Noting(name: "a", probe: probe), Noting(name: "b", probe: probe, refuses: true),
    ])
    try await LiveServer.run(client: client) { live async throws in
      #expect(try await rpcError { _ = try await live.unary("Unary") }?.code == .permissionDenied)
      #expect(live.server.counters.startedCalls == 0)
    }
    #expect(probe.notes == ["a begin Unary", "b begin Unary", "a finish PERMISSION_DENIED 0 0"])
  }

  @Test("credentials go over TLS and unix sockets, not over a plain connection", arguments: Wire.allCases)
  func credentials(wire: Wire) async throws {
    try await LiveServer.run(wire) { live async throws in
      var options = CallOptions()
      options.credentials = CallCredentials { (method, authority) async throws(RPCError) in
        var metadata = Metadata()
        do { try metadata.set("\(method.name) for \(authority)", for: "x-text") } catch { throw .internal("\(error)") }
        return metadata
      }
      let error = try await rpcError { _ = try await live.unary("Context", Payload(), options) }
      guard wire == .plaintext else {
        #expect(error == nil)
        #expect(live.probe.notes.contains { $0.contains("Context for localhost") })
        return
      }
      #expect(error?.code == .unauthenticated)
      #expect(live.server.counters.startedCalls == 0)
    }
  }

  @Test("a bearer token is what the standard says")
  func bearer() async throws {
    let made = try await CallCredentials.bearer("t0ken").provider(EchoService.method("Unary", .unary), "a")
    #expect(made["authorization"] == "Bearer t0ken")
    #expect(throws: MetadataError.self) { try CallCredentials.bearer("a\nb") }
  }

  @Test("a request over the limit is refused unsent, a reply as soon as its length is known")
  func sizes() async throws {
    try await LiveServer.run { live async throws in
      let large = Payload("", [UInt8](repeating: 1, count: 1000))
      let request = try await rpcError {
        _ = try await live.unary("Unary", large, CallOptions(maxRequestMessageBytes: 1000))
      }
      #expect(request?.code == .resourceExhausted)
      #expect(live.server.counters.startedCalls == 0)
      let reply = try await rpcError {
        _ = try await live.unary("Unary", large, CallOptions(maxReplyMessageBytes: 1000))
      }
      #expect(reply?.code == .resourceExhausted)
      #expect(reply?.message.contains("1000 bytes") == true)
    }
  }

  @Test("a reply may not expand beyond the limit either")
  func expandedSize() async throws {
    try await LiveServer.run { live async throws in
      let large = Payload("", [UInt8](repeating: 1, count: 100_000))
      let options = CallOptions(compression: .on, maxReplyMessageBytes: 50_000)
      let error = try await rpcError { _ = try await live.unary("Unary", large, options) }
      #expect(error?.code == .resourceExhausted)
      let reply: UnaryResponse<Payload> = try await live.channel.unaryResponse(
        EchoService.method("Unary", .unary), large, options: CallOptions(compression: .on))
      #expect(reply.message == large)
      #expect(reply.wasCompressed)
    }
  }

  @Test("calls beyond the server's streams wait, more of them open a connection, and the queue has an end")
  func streamLimit() async throws {
    var http2 = HTTP2Limits.server
    http2.maxConcurrentStreams = 2
    var client = ChannelConfiguration()
    client.limits.waitingCallsPerConnection = 3
    client.limits.maxConnectionsPerAddress = 2
    client.limits.maxWaitingCalls = 5
    try await LiveServer.run(http2: http2, client: client) { live async throws in
      let calls = (0..<4).map { _ in Task { try await live.unary("Sleep") } }
      #expect(await live.probe.reaches("asleep", 2))
      #expect(live.server.counters.openConnections == 1)
      let more = (0..<2).map { _ in Task { try await live.unary("Sleep") } }
      #expect(await live.probe.reaches("asleep", 4))
      #expect(live.server.counters.openConnections == 2)
      let waiting = (0..<3).map { _ in Task { try await live.unary("Sleep") } }
      #expect(
        await eventually {
          let options = CallOptions(timeout: .milliseconds(1))
          let error = try? await rpcError { _ = try await live.unary("Unary", Payload(), options) }
          return error?.code == .resourceExhausted && error?.message.contains("5 calls wait already") == true
        })
      for task in calls + more { task.cancel() }
      for task in waiting { task.cancel() }
    }
  }

  @Test("every call and attempt is measured under gRPC's names")
  func metrics() async throws {
    let factory = TestMetrics()
    let client = ChannelConfiguration(metrics: factory)
    try await LiveServer.run(client: client) { live async throws in
      _ = try await live.unary("Unary", Payload("x"))
      _ = try await rpcError { _ = try await live.unary("Fail", Payload("5")) }
      let target = ("grpc.target", "\(live.target)")
      let echo = [("grpc.method", "test.Echo/Unary"), target]
      #expect(try factory.expectCounter("grpc.client.attempt.started", echo).totalValue == 1)
      let ok = echo + [("grpc.status", "OK")]
      for name in ["attempt.duration", "call.duration", "attempt.sent_total_compressed_message_size"] {
        #expect(try factory.expectRecorder("grpc.client.\(name)", ok).values.count == 1)
      }
      let failed = [("grpc.method", "test.Echo/Fail"), target, ("grpc.status", "NOT_FOUND")]
      #expect(try factory.expectRecorder("grpc.client.call.duration", failed).values.count == 1)
      #expect(try factory.expectCounter("grpc.subchannel.connection_attempts_succeeded", [target]).totalValue == 1)
      #expect(try factory.expectMeter("grpc.subchannel.open_connections", [target]).values.last == 1)
    }
  }
}
