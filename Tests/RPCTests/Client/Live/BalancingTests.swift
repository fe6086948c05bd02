import EventLoop
import RPC
import Testing
import WireFormat

@Suite("Names, addresses, connectivity", .timeLimit(.minutes(2)))
struct BalancingTests {
  static let dead = Endpoint.tcp(host: "127.0.0.1", port: 1)

  static func target() throws -> ChannelTarget { try ChannelTarget("dns:///service.test:80", security: .plaintext) }

  static func configuration(
    _ resolver: ListResolver, _ balancing: LoadBalancing = .pickFirst(),
    backoff: Backoff = Backoff(initial: .milliseconds(10), jitter: 0, maximum: .milliseconds(20))
  ) -> ChannelConfiguration {
    ChannelConfiguration(
      backoff: backoff,
      serviceConfig: ServiceConfig(loadBalancing: balancing), resolver: resolver, resolutionInterval: .milliseconds(10))
  }

  /// Runs several servers that each note their calls.
  static func servers(_ count: Int, _ body: ([LiveServer]) async throws -> Void) async throws {
    try await add(count, [], body)
  }

  private static func add(_ count: Int, _ have: [LiveServer], _ body: ([LiveServer]) async throws -> Void) async throws
  {
    guard have.count < count else { return try await body(have) }
    try await LiveServer.run { live async throws in try await add(count, have + [live], body) }
  }

  static func calls(_ live: LiveServer) -> Int { live.server.counters.startedCalls }

  @Test("an address that does not answer is passed over, and all calls go to the first that does")
  func pickFirst() async throws {
    try await Self.servers(2) { live async throws in
      let resolver = ListResolver(.success(Resolution(addresses: [Self.dead] + live.map(\.endpoint))))
      let channel = try Channel(target: try Self.target(), configuration: Self.configuration(resolver))
      defer { channel.close() }
      for _ in 0..<10 { _ = try await ConnectionTests.echo(channel) }
      // An address that takes longer than 250 ms, as any may on a busy machine, gives way to the next.
      #expect([[10, 0], [0, 10]].contains(live.map(Self.calls)))
      #expect(channel.state == .ready)
    }
  }

  @Test("calls go to all addresses in turn")
  func roundRobin() async throws {
    try await Self.servers(2) { live async throws in
      let resolver = ListResolver(.success(Resolution(addresses: [Self.dead] + live.map(\.endpoint))))
      let channel = try Channel(target: try Self.target(), configuration: Self.configuration(resolver, .roundRobin))
      defer { channel.close() }
      #expect(
        try await eventually {
          _ = try await ConnectionTests.echo(channel)
          return live.allSatisfy { Self.calls($0) > 0 }
        })
      let before = live.map(Self.calls)
      for _ in 0..<10 { _ = try await ConnectionTests.echo(channel) }
      #expect(zip(live.map(Self.calls), before).map { $0 - $1 } == [5, 5])
    }
  }

  @Test("a name is looked up again when its server is gone, and the new address is used")
  func moved() async throws {
    try await Self.servers(2) { live async throws in
      let resolver = ListResolver(.success(Resolution(addresses: [live[0].endpoint])))
      let channel = try Channel(target: try Self.target(), configuration: Self.configuration(resolver))
      defer { channel.close() }
      _ = try await ConnectionTests.echo(channel)
      resolver.set(.success(Resolution(addresses: [live[1].endpoint])))
      live[0].server.stop()
      #expect(
        try await eventually {
          _ = try await rpcError { _ = try await ConnectionTests.echo(channel, CallOptions(waitsForReady: true)) }
          return Self.calls(live[1]) > 0
        })
      #expect(resolver.questions > 1)
    }
  }

  @Test("a policy of the resolver's wins, and what it configures holds")
  func resolvedConfig() async throws {
    try await Self.servers(1) { live async throws in
      let config = ServiceConfig(methods: [MethodConfig(names: [.init()], maxRequestMessageBytes: 1)])
      let resolver = ListResolver(.success(Resolution(addresses: [live[0].endpoint], serviceConfig: config)))
      let channel = try Channel(target: try Self.target(), configuration: Self.configuration(resolver, .roundRobin))
      defer { channel.close() }
      channel.connect()
      #expect(await eventually { channel.state == .ready })
      #expect(try await rpcError { _ = try await ConnectionTests.echo(channel) }?.code == .resourceExhausted)
    }
  }

  @Test("a name without addresses is UNAVAILABLE with the resolver's reason; a call that waits succeeds later")
  func unresolved() async throws {
    try await Self.servers(1) { live async throws in
      let resolver = ListResolver(.failure(.unavailable("name resolution: nobody knows service.test")))
      let channel = try Channel(target: try Self.target(), configuration: Self.configuration(resolver))
      defer { channel.close() }
      let error = try await rpcError { _ = try await ConnectionTests.echo(channel) }
      #expect(error?.message == "name resolution: nobody knows service.test")
      let late = try await lateError(containing: "nobody knows service.test") { options in
        _ = try await ConnectionTests.echo(channel, CallOptions(timeout: options.timeout, waitsForReady: true))
      }
      #expect(late?.code == .deadlineExceeded)
      #expect(late?.message.contains("nobody knows service.test") == true)
      resolver.set(.success(Resolution(addresses: [live[0].endpoint])))
      _ = try await ConnectionTests.echo(channel, CallOptions(waitsForReady: true))
    }
  }

  @Test("a channel whose name has no addresses shows it until it looks again")
  func unresolvedState() async throws {
    let resolver = ListResolver(.failure(.unavailable("nobody knows service.test")))
    let channel = try Channel(
      target: try Self.target(),
      configuration: Self.configuration(resolver, backoff: Backoff(initial: .seconds(600), jitter: 0)))
    defer { channel.close() }
    _ = try await rpcError { _ = try await ConnectionTests.echo(channel) }
    #expect(channel.state == .transientFailure)
  }

  @Test("the system's resolver says why a name has no address")
  func unknownHost() async throws {
    let channel = try Channel(target: .plaintext(host: "no-such-host.invalid", port: 1))
    defer { channel.close() }
    let error = try await rpcError { _ = try await ConnectionTests.echo(channel) }
    #expect(error?.code == .unavailable)
    #expect(error?.message.contains("name resolution: resolve no-such-host.invalid") == true)
  }

  @Test("the state of a channel can be watched from idle to shutdown")
  func states() async throws {
    try await LiveServer.run { live async throws in
      let channel = live.channel
      #expect(channel.state == .idle)
      let watcher = Task {
        var seen = [ConnectivityState.idle]
        while let last = seen.last, last != .shutdown { seen.append(await channel.state(changedFrom: last)) }
        return seen
      }
      channel.connect()
      #expect(await eventually { channel.state == .ready })
      channel.close()
      let seen = await watcher.value
      #expect(seen.first == .idle)
      #expect(seen.last == .shutdown)
      #expect(seen.contains(.ready))
    }
  }

  @Test("watching ends with the task that does")
  func watchCancelled() async throws {
    let channel = try Channel(target: .unix(path: "/nonexistent/socket"))
    defer { channel.close() }
    let watcher = Task { await channel.state(changedFrom: .idle) }
    watcher.cancel()
    #expect(await watcher.value == .idle)
  }

  @Test("a channel without calls closes its connection and opens one for the next call")
  func idle() async throws {
    try await LiveServer.run(client: ChannelConfiguration(idleTimeout: .milliseconds(30))) { live async throws in
      _ = try await live.unary("Unary")
      #expect(await eventually { live.channel.state == .idle && live.server.counters.openConnections == 0 })
      _ = try await live.unary("Unary")
      #expect(live.server.counters.acceptedConnections == 2)
    }
  }

  @Test("a channel with an open call is not idle")
  func notIdle() async throws {
    try await LiveServer.run(client: ChannelConfiguration(idleTimeout: .milliseconds(10))) { live async throws in
      let chat = try await live.chat()
      try await chat.send(Payload("a"))
      _ = try await chat.replies.next()
      try await Task.sleep(for: .milliseconds(60))
      #expect(live.channel.state == .ready)
      try await chat.send(Payload("b"))
      #expect(try await chat.replies.next()?.typeURL == "b")
    }
  }

  @Test("a channel on several loops connects on each, and calls from elsewhere take turns")
  func loops() async throws {
    try await LiveServer.run { live async throws in
      let loops = try (0..<2).map { try EventLoop.spawn(name: "client-\($0)") }
      defer { for loop in loops { loop.shutdown() } }
      let channel = try Channel(target: live.target, loops: loops)
      for _ in 0..<4 { _ = try await ConnectionTests.echo(channel) }
      #expect(live.server.counters.openConnections == 2)
      let onLoop = Task(executorPreference: loops[1]) { try await ConnectionTests.echo(channel).typeURL }
      #expect(try await onLoop.value == "x")
      channel.close()
      #expect(await eventually { channel.state == .shutdown })
    }
  }
}
