import EventLoop
import RPC
import Testing
import WireFormat

@Suite("Connecting", .timeLimit(.minutes(2)))
struct ConnectionTests {
  /// Waits so short that a test sees several attempts.
  static let impatient = ChannelConfiguration(
    backoff: Backoff(initial: .milliseconds(10), jitter: 0, maximum: .milliseconds(20)))

  static func echo(_ channel: Channel, _ options: CallOptions = CallOptions()) async throws(RPCError) -> Payload {
    try await channel.unary(EchoService.method("Unary", .unary), Payload("x"), options: options)
  }

  @Test("a server that is not there is UNAVAILABLE with the system's reason, at once and during the back-off")
  func refused() async throws {
    let channel = try Channel(target: .plaintext(host: "127.0.0.1", port: 1))
    for _ in 0..<2 {
      let error = try await rpcError { _ = try await Self.echo(channel) }
      #expect(error?.code == .unavailable)
      #expect(error?.message.contains("127.0.0.1:1") == true)
      #expect(error?.message.contains("refused") == true)
    }
  }

  @Test("a socket that does not exist is named")
  func noSocket() async throws {
    let channel = try Channel(target: .unix(path: "/nonexistent/socket"))
    let error = try await rpcError { _ = try await Self.echo(channel) }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("/nonexistent/socket") == true)
  }

  @Test("a certificate nobody trusts is refused with the TLS library's reason")
  func foreignCertificate() async throws {
    try await LiveServer.run(.tls) { live async throws in
      guard case .tcp(_, let port) = live.endpoint else { return }
      let foreign = try Certificate.foreign.get().certificate
      let channel = try Channel(target: .tls(host: "localhost", port: port, ca: foreign))
      let error = try await rpcError { _ = try await Self.echo(channel) }
      #expect(error?.code == .unavailable)
      #expect(error?.message.lowercased().contains("certificate") == true)
    }
  }

  @Test("a file with certificates that cannot be read is named when the channel is made")
  func missingCA() {
    let error = #expect(throws: RPCError.self) {
      try Channel(target: .tls(host: "localhost", port: 1, ca: "/none.pem"))
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("/none.pem") == true)
  }

  @Test("a call that waits for a server is made when it comes; one that does not wait is not")
  func waitsForReady() async throws {
    let path = try Certificate.temporaryDirectory() + "/late"
    let channel = try Channel(target: .unix(path: path), configuration: Self.impatient)
    let patient = Task { try await Self.echo(channel, CallOptions(waitsForReady: true)) }
    #expect(try await rpcError { _ = try await Self.echo(channel) }?.code == .unavailable)
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.unix(path: path)]), services: [EchoService(probe: Probe())])
    _ = try await server.start()
    defer { server.stop() }
    #expect(try await patient.value.typeURL == "x")
  }

  @Test("a deadline that passes while waiting for a server says what it waited for")
  func deadlineWhileWaiting() async throws {
    let channel = try Channel(target: .unix(path: "/nonexistent/socket"), configuration: Self.impatient)
    let error = try await lateError(containing: "/nonexistent/socket") { options in
      var options = options
      options.waitsForReady = true
      _ = try await Self.echo(channel, options)
    }
    #expect(error?.code == .deadlineExceeded)
    #expect(error?.message.contains("/nonexistent/socket") == true)
  }

  @Test("a channel connects again when its server was replaced")
  func reconnect() async throws {
    let path = try Certificate.temporaryDirectory() + "/again"
    let channel = try Channel(target: .unix(path: path), configuration: Self.impatient)
    for _ in 0..<3 {
      let server = RPCServer(
        configuration: ServerConfiguration(listeners: [.unix(path: path)]), services: [EchoService(probe: Probe())])
      _ = try await server.start()
      #expect(try await Self.echo(channel, CallOptions(timeout: .seconds(10), waitsForReady: true)).typeURL == "x")
      await server.drain(within: .seconds(5))
    }
  }

  @Test("a closed channel refuses calls, and those that were open end")
  func close() async throws {
    try await LiveServer.run { live async throws in
      let call = Task { try await rpcError { _ = try await live.unary("Sleep") } }
      #expect(await live.probe.reaches("asleep"))
      live.channel.close()
      #expect(try await call.value?.code == .unavailable)
      let error = try await rpcError { _ = try await live.unary("Unary") }
      #expect(error?.message.contains("closed") == true)
    }
  }

  @Test("a stream outlives its channel's last reference")
  func release() async throws {
    try await LiveServer.run { live async throws in
      let stream = try await Self.expandOnNewChannel(live.target)
      var count = 0
      while try await stream.next() != nil { count += 1 }
      #expect(count == 500)
    }
  }

  private static func expandOnNewChannel(_ target: ChannelTarget) async throws -> ReplyStream<Payload> {
    try await Channel(target: target).serverStreaming(
      EchoService.method("Expand", .serverStreaming), Payload("500", [UInt8](repeating: 1, count: 2000)))
  }
}
