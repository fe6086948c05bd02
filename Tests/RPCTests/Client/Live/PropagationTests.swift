import Testing
import Transport
internal import Transport
import WireFormat

@testable import RPC

/// A service that calls another server within its handlers.
struct RelayService: RPCService {
  let probe: Probe
  let channel: Channel
  let serviceName = "test.Relay"

  var methods: [RPCMethod] { [.unary("Unary", unary), .bidirectional("Hold", hold)] }

  static func method(_ name: String, _ kind: MethodKind) -> MethodDescriptor {
    MethodDescriptor(service: "test.Relay", name: name, kind: kind)
  }

  /// Calls the method the type URL names.
  func unary(_ request: Payload, context: ServerContext) async throws -> Reply<Payload> {
    let method = EchoService.method(request.typeURL, .unary)
    do {
      let reply: Payload = try await channel.unary(method, request)
      return Reply(reply)
    } catch {
      probe.note("\(error.code)")
      throw error
    }
  }

  /// Opens a stream and lets nobody wait for it.
  func hold(_ requests: RequestStream<Payload>, replies: ReplyWriter<Payload>, context: ServerContext) async throws {
    let call: ReplyStream<Payload> = try await channel.serverStreaming(
      EchoService.method("Flood", .serverStreaming), Payload("", [UInt8](repeating: 1, count: 1000)))
    try await replies.write(Payload("begun"))
    let keeper = Task.detached { try? await Task.sleep(for: .seconds(60)) }
    await withTaskCancellationHandler {
      await keeper.value
    } onCancel: {
      probe.count("cancelled")
    }
    withExtendedLifetime(call) {}
  }
}

@Suite("Calls within calls", .timeLimit(.minutes(2)))
struct PropagationTests {
  /// A server that relays to a second one.
  static func run(_ body: (_ front: LiveServer, _ back: LiveServer) async throws -> Void) async throws {
    try await LiveServer.run { back async throws in
      let probe = Probe()
      let relay = RelayService(probe: probe, channel: back.channel)
      try await LiveServer.run(services: [relay]) { front async throws in
        let noting = LiveServer(
          server: front.server, channel: front.channel, target: front.target, endpoint: front.endpoint, probe: probe)
        try await body(noting, back)
      }
    }
  }

  static func relay(_ front: LiveServer, _ name: String, _ options: CallOptions = CallOptions()) async throws(RPCError)
    -> Payload
  {
    try await front.channel.unary(RelayService.method("Unary", .unary), Payload(name), options: options)
  }

  @Test("a deadline holds for the calls made within a handler")
  func deadline() async throws {
    try await Self.run { front, back async throws in
      _ = try await Self.relay(front, "Context", CallOptions(timeout: .seconds(30)))
      #expect(back.probe.notes.contains { $0.hasPrefix("deadline=true") })
      _ = try await Self.relay(front, "Context")
      #expect(back.probe.notes.contains { $0.hasPrefix("deadline=false") })
    }
  }

  @Test("cancelling a call cancels the calls made within its handler")
  func cancellation() async throws {
    try await Self.run { front, back async throws in
      let call = Task { try await rpcError { _ = try await Self.relay(front, "Sleep") } }
      #expect(await back.probe.reaches("asleep"))
      call.cancel()
      #expect(await back.probe.reaches("cancelled"))
      #expect(await eventually { front.probe.notes == ["CANCELLED"] })
    }
  }

  @Test("cancelling a call ends a stream its handler has open and does not read")
  func stream() async throws {
    try await Self.run { front, back async throws in
      let call: BidirectionalCall<Payload, Payload> = try await front.channel.bidirectional(
        RelayService.method("Hold", .bidirectional))
      #expect(try await call.replies.next()?.typeURL == "begun")
      #expect(await back.probe.reaches("written"))
      call.cancel()
      #expect(await back.probe.reaches("flood ended"))
      front.probe.count("go")
    }
  }

  @Test("a channel leads to a server in the same process without a socket address")
  func inProcess() async throws {
    let probe = Probe()
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: [.inProcess]), services: [EchoService(probe: probe)])
    let early = try Channel(target: .inProcess(server))
    #expect(try await rpcError { _ = try await ConnectionTests.echo(early) }?.code == .unavailable)
    early.close()
    _ = try await server.start()
    let channel = try Channel(target: .inProcess(server))
    defer { channel.close() }
    let large = Payload("x", [UInt8](repeating: 1, count: 1_000_000))
    let method = EchoService.method("Unary", .unary)
    let reply: Payload = try await channel.unary(method, large)
    #expect(reply == large)
    let failure = try await rpcError {
      let _: Payload = try await channel.unary(EchoService.method("Fail", .unary), Payload("5"))
    }
    #expect(failure?.code == .notFound)
    server.stop()
    #expect(await eventually { channel.state != .ready })
    #expect(try await rpcError { _ = try await ConnectionTests.echo(channel) }?.code == .unavailable)
  }

  @Test("a client shows its certificate to a server that asks, and learns why it was refused")
  func mutualTLS() async throws {
    let files = try Certificate.shared.get()
    let own = ServerConfiguration.Listener.tls(
      host: "127.0.0.1", port: 0, certificate: files.certificate, key: files.key,
      clients: .required(authorities: files.certificate))
    let shown = ClientTLS(ca: files.certificate, certificateChain: files.certificate, privateKey: files.key)
    #expect(try await ReasonTests.tlsError(own, shown) == nil)
    let nobody = try await ReasonTests.tlsError(own, ClientTLS(ca: files.certificate))
    #expect(nobody?.code == .unavailable)
    #expect(nobody?.message.contains("certificate required") == true, "\(nobody?.message ?? "")")
    let foreign = try Certificate.foreign.get()
    let stranger = ClientTLS(
      ca: files.certificate, certificateChain: foreign.certificate, privateKey: foreign.key)
    let refused = try await ReasonTests.tlsError(own, stranger)
    #expect(refused?.code == .unavailable)
    #expect(refused?.message.contains("alert") == true)
  }
}
