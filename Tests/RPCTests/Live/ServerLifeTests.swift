import EventLoop
import RPC
import Testing
import WireFormat

@Suite("A server's life", .timeLimit(.minutes(2)))
struct ServerLifeTests {
  @Test("a drain lets open calls finish, says NOT_SERVING, takes no more and then stops", arguments: Wire.allCases)
  func drain(wire: Wire) async throws {
    let health = HealthService()
    try await LiveServer.run(wire, services: [health]) { live async throws in
      let watch = try await HealthClient(channel: live.channel).watch(HealthCheckRequest())
      #expect(try await watch.next()?.status == .serving)
      let chat = try await live.chat()
      try await chat.send(Payload("before"))
      #expect(try await chat.replies.next()?.typeURL == "before")

      let drain = Task { await live.server.drain(within: .seconds(20)) }
      #expect(try await watch.next()?.status == .notServing)
      #expect(try await rpcError { _ = try await watch.next() }?.code == .unavailable)
      try await chat.send(Payload("during"))
      #expect(try await chat.replies.next()?.typeURL == "during")
      chat.finishSending()
      #expect(try await chat.replies.next() == nil)
      await drain.value
      #expect(try await rpcError { _ = try await live.unary("Unary") }?.code == .unavailable)
    }
  }

  @Test("calls still open at the end of a drain are UNAVAILABLE and their handlers cancelled")
  func drainBound() async throws {
    try await LiveServer.run { live async throws in
      let call = Task { try await rpcError { _ = try await live.unary("Sleep") } }
      #expect(await live.probe.reaches("asleep"))
      await live.server.drain(within: .milliseconds(50))
      let error = try await call.value
      #expect(error?.code == .unavailable)
      #expect(error?.message == "draining")
      #expect(await live.probe.reaches("cancelled"))
    }
  }

  @Test("a server that stops cancels its handlers, and the caller hears that the connection was lost")
  func stop() async throws {
    try await LiveServer.run { live async throws in
      let call = Task { try await rpcError { _ = try await live.unary("Sleep") } }
      #expect(await live.probe.reaches("asleep"))
      live.server.stop()
      let error = try await call.value
      #expect(error?.code == .unavailable)
      #expect(await live.probe.reaches("cancelled"))
    }
  }

  @Test("the counters count connections and calls by status")
  func counters() async throws {
    try await LiveServer.run { live async throws in
      _ = try await live.unary("Unary")
      _ = try await rpcError { _ = try await live.unary("Fail", Payload("5")) }
      let chat = try await live.chat()
      try await chat.send(Payload("a"))
      #expect(try await chat.replies.next() != nil)
      let counters = live.server.counters
      #expect(counters.acceptedConnections == 1 && counters.openConnections == 1)
      #expect(counters.startedCalls == 3 && counters.openCalls == 1)
      #expect(counters.endedCalls == [.ok: 1, .notFound: 1])
      live.channel.close()
      #expect(await eventually { live.server.counters.openConnections == 0 && live.server.counters.openCalls == 0 })
    }
  }

  @Test("a service bound to unix sockets is unknown elsewhere")
  func binding() async throws {
    let bound = [ServiceBinding(HealthService(), on: .unixOnly)]
    try await LiveServer.run(.plaintext, bound: bound) { live async throws in
      let error = try await rpcError { _ = try await HealthClient(channel: live.channel).check(HealthCheckRequest()) }
      #expect(error?.code == .unimplemented)
    }
    try await LiveServer.run(.unix, bound: bound) { live async throws in
      #expect(try await HealthClient(channel: live.channel).check(HealthCheckRequest()).status == .serving)
    }
  }

  @Test("a server that cannot be started as configured says why")
  func configuration() async throws {
    let twice = RPCServer(
      configuration: ServerConfiguration(listeners: [.plaintext(host: "127.0.0.1", port: 0)]),
      services: [HealthService(), HealthService()])
    let twiceError = await #expect(throws: ServerConfigurationError.self) { try await twice.start() }
    #expect(twiceError?.reason.contains("/grpc.health.v1.Health/Check") == true)

    let files = RPCServer(
      configuration: ServerConfiguration(listeners: [
        .tls(host: "", port: 0, certificate: "/none.pem", key: "/none.key")
      ]),
      services: [])
    let filesError = await #expect(throws: ServerConfigurationError.self) { try await files.start() }
    #expect(filesError?.reason.contains("/none.pem") == true)

    let nowhere = RPCServer(configuration: ServerConfiguration(listeners: []), services: [])
    await #expect(throws: ServerConfigurationError.self) { try await nowhere.start() }
  }

  @Test("one server serves several listeners at once")
  func listeners() async throws {
    let listeners = [
      try LiveServer.listener(.tls), try LiveServer.listener(.unix), try LiveServer.listener(.plaintext),
    ]
    let server = RPCServer(
      configuration: ServerConfiguration(listeners: listeners, loops: 2), services: [EchoService(probe: Probe())])
    let addresses = try await server.start()
    defer { server.stop() }
    #expect(addresses.map(\.kind) == [.tls, .unix, .plaintext])
    let loop = try EventLoop.spawn(name: "shared")
    defer { loop.shutdown() }
    for (wire, address) in zip([Wire.tls, .unix, .plaintext], addresses) {
      let channel = try Channel(target: try LiveServer.target(wire, address), loop: loop)
      let reply: Payload = try await channel.unary(EchoService.method("Unary", .unary), Payload(wire.rawValue))
      #expect(reply.typeURL == wire.rawValue)
      channel.close()
    }
  }
}
