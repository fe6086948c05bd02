import HTTP2
import RPC
import Testing
import WireFormat

@Suite("Retries and hedging", .timeLimit(.minutes(2)))
struct RetryTests {
  static func config(_ policy: String, _ rest: String = "") throws -> ChannelConfiguration {
    let json = #"{"methodConfig": [{"name": [{"service": "test.Flaky"}], \#(policy)}]\#(rest)}"#
    return ChannelConfiguration(serviceConfig: try ServiceConfig(json: json))
  }

  static let retry = """
    "retryPolicy": {"maxAttempts": 4, "initialBackoff": "0.005s", "maxBackoff": "0.01s", "backoffMultiplier": 1,
      "retryableStatusCodes": ["UNAVAILABLE"]}
    """

  static func run(
    _ client: ChannelConfiguration, http2: HTTP2Limits = .server, _ body: (LiveServer) async throws -> Void
  ) async throws {
    let probe = Probe()
    try await LiveServer.run(http2: http2, client: client, services: [FlakyService(probe: probe)]) {
      live async throws in
      try await body(
        LiveServer(
          server: live.server, channel: live.channel, target: live.target, endpoint: live.endpoint, probe: probe))
    }
  }

  static func call(_ live: LiveServer, _ name: String, _ request: Payload, _ options: CallOptions = CallOptions())
    async throws(RPCError) -> Payload
  {
    try await live.channel.unary(FlakyService.method(name), request, options: options)
  }

  @Test("a call is tried until it succeeds, and says how often it was")
  func succeeds() async throws {
    try await Self.run(Self.config(Self.retry)) { live async throws in
      #expect(try await Self.call(live, "Unary", Payload("3")).typeURL == "attempt 3")
      #expect(live.probe.notes == ["-", "1", "2"])
    }
  }

  @Test("the last failure is the call's")
  func givesUp() async throws {
    try await Self.run(Self.config(Self.retry)) { live async throws in
      let error = try await rpcError { _ = try await Self.call(live, "Unary", Payload("9")) }
      #expect(error?.code == .unavailable)
      #expect(error?.message == "not yet")
      #expect(live.probe["attempts"] == 4)
    }
  }

  @Test("without a policy a call is made once")
  func noPolicy() async throws {
    try await Self.run(ChannelConfiguration()) { live async throws in
      #expect(try await rpcError { _ = try await Self.call(live, "Unary", Payload("2")) }?.code == .unavailable)
      #expect(live.probe["attempts"] == 1)
    }
  }

  @Test("a server that says never is not asked again")
  func pushbackNever() async throws {
    try await Self.run(Self.config(Self.retry)) { live async throws in
      #expect(try await rpcError { _ = try await Self.call(live, "Unary", Payload("2", Array("-1".utf8))) } != nil)
      #expect(live.probe["attempts"] == 1)
    }
  }

  @Test("a deadline during the wait that a server asked for says what came before")
  func pushbackLong() async throws {
    let words = "to try again after UNAVAILABLE: not yet"
    let error = try await lateError(containing: words) { options in
      try await Self.run(Self.config(Self.retry)) { live async throws in
        defer { #expect(live.probe["attempts"] <= 1) }
        _ = try await Self.call(live, "Unary", Payload("2", Array("60000".utf8)), options)
      }
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.message.contains(words) == true)
  }

  @Test("throttling stops retries when too many calls fail")
  func throttled() async throws {
    let rest = #", "retryThrottling": {"maxTokens": 3, "tokenRatio": 0.1}"#
    try await Self.run(Self.config(Self.retry, rest)) { live async throws in
      for _ in 0..<3 { _ = try await rpcError { _ = try await Self.call(live, "Unary", Payload("99")) } }
      #expect(live.probe["attempts"] == 4)
    }
  }

  @Test("a reply that has begun is not begun again")
  func committed() async throws {
    try await Self.run(Self.config(Self.retry)) { live async throws in
      let call: BidirectionalCall<Payload, Payload> = try await live.channel.bidirectional(
        FlakyService.method("Late", .bidirectional))
      #expect(try await call.replies.next()?.typeURL == "begun")
      #expect(try await rpcError { _ = try await call.replies.next() }?.code == .unavailable)
      #expect(live.probe["attempts"] == 1)
    }
  }

  @Test("a stream of requests is sent again from its beginning")
  func replay() async throws {
    try await Self.run(Self.config(Self.retry)) { live async throws in
      let call: ClientStreamingCall<Payload, Payload> = try await live.channel.clientStreaming(
        FlakyService.method("Collect", .clientStreaming))
      for index in 0..<5 { try await call.send(Payload("\(index)")) }
      #expect(try await call.finish().typeURL == "01234")
      #expect(live.probe["attempts"] == 2)
    }
  }

  @Test("requests too large to be kept are not sent again")
  func buffer() async throws {
    var client = try Self.config(Self.retry)
    client.limits.retryBufferBytesPerCall = 1000
    try await Self.run(client) { live async throws in
      let call: ClientStreamingCall<Payload, Payload> = try await live.channel.clientStreaming(
        FlakyService.method("Collect", .clientStreaming))
      try await call.send(Payload("a", [UInt8](repeating: 1, count: 2000)))
      #expect(try await rpcError { _ = try await call.finish() }?.code == .unavailable)
      #expect(live.probe["attempts"] == 1)
    }
  }

  @Test("of several attempts at once the first reply counts, and the others are cancelled")
  func hedged() async throws {
    let policy = #""hedgingPolicy": {"maxAttempts": 3, "hedgingDelay": "0.02s"}"#
    try await Self.run(Self.config(policy)) { live async throws in
      #expect(try await Self.call(live, "Race", Payload("3")).typeURL == "attempt 3")
      #expect(await live.probe.reaches("cancelled", 2))
      #expect(live.probe["attempts"] == 3)
    }
  }

  @Test("a failure that is not fatal brings the next attempt at once")
  func hedgedFailures() async throws {
    let policy = """
      "hedgingPolicy": {"maxAttempts": 4, "hedgingDelay": "60s", "nonFatalStatusCodes": ["UNAVAILABLE"]}
      """
    try await Self.run(Self.config(policy)) { live async throws in
      #expect(try await Self.call(live, "Unary", Payload("3")).typeURL == "attempt 3")
    }
  }

  @Test("the timeout and the sizes of the service config hold")
  func methodConfig() async throws {
    let policy = #""timeout": "0.05s", "maxRequestMessageBytes": 100, "maxResponseMessageBytes": 5"#
    try await Self.run(Self.config(policy)) { live async throws in
      let slow = try await rpcError { _ = try await Self.call(live, "Race", Payload("0")) }
      #expect(slow?.code == .deadlineExceeded)
      let large = try await rpcError {
        _ = try await Self.call(live, "Unary", Payload("", [UInt8](repeating: 1, count: 101)))
      }
      #expect(large?.code == .resourceExhausted)
      #expect(large?.message.contains("100 bytes") == true)
      let reply = try await rpcError { _ = try await Self.call(live, "Unary", Payload("1")) }
      #expect(reply?.code == .resourceExhausted)
    }
  }

  @Test("a stream the server refuses is opened again, once")
  func refused() async throws {
    for times in 1...2 {
      let server = try ScriptedServer { event in
        switch event {
        case .connected: .send(ServerFrame.settings)
        case .opened(let stream, _):
          stream < 2 * UInt32(times) ? .send(ServerFrame.reset(stream, code: 7)) : .send(ServerFrame.answer(stream))
        case .finished: .send([])
        }
      }
      defer { server.stop() }
      let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: server.port))
      defer { channel.close() }
      let error = try await rpcError { _ = try await ConnectionTests.echo(channel) }
      #expect(error?.code == (times == 1 ? nil : .unavailable))
      #expect(error == nil || error?.message.contains("REFUSED_STREAM") == true)
    }
  }
}
