import RPC
import Testing
import WireFormat

@Suite("The server's limit of streams", .timeLimit(.minutes(2)))
struct StreamLimitTests {
  /// A server that allows so many streams, answers those whose number is above `silent` and pushes nothing by itself.
  static func run(
    allowing count: UInt32, silentUpTo silent: UInt32 = 0, _ balancing: LoadBalancing = .pickFirst(),
    probe: Probe = Probe(), _ body: (ScriptedServer, Channel) async throws -> Void
  ) async throws {
    let server = try ScriptedServer { event in
      switch event {
      case .connected: .send(ServerFrame.settings(maxConcurrentStreams: count))
      case .opened: .send([])
      case .finished(let stream, _): answer(stream, silent, probe)
      }
    }
    defer { server.stop() }
    let channel = try Channel(
      target: .plaintext(host: "127.0.0.1", port: server.port),
      configuration: ChannelConfiguration(
        limits: ChannelLimits(maxConnectionsPerAddress: 1), serviceConfig: ServiceConfig(loadBalancing: balancing)))
    defer { channel.close() }
    channel.connect()
    #expect(await eventually { channel.state == .ready })
    try await body(server, channel)
  }

  private static func answer(_ stream: UInt32, _ silent: UInt32, _ probe: Probe) -> ScriptedServer.Action {
    guard stream <= silent else { return .send(ServerFrame.answer(stream)) }
    probe.count("silent")
    return .send([])
  }

  /// Makes so many calls at once, and has the server allow more streams when they wait.
  private func calls(_ count: Int, _ server: ScriptedServer, _ channel: Channel, raisedTo limit: UInt32) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<count {
        group.addTask { _ = try await ConnectionTests.echo(channel, CallOptions(timeout: .seconds(30))) }
      }
      try await Task.sleep(for: .milliseconds(50))
      server.push(ServerFrame.settings(maxConcurrentStreams: limit))
      try await group.waitForAll()
    }
  }

  @Test("calls that wait go out when it is raised from none", arguments: [false, true])
  func fromNone(inTurn: Bool) async throws {
    try await Self.run(allowing: 0, inTurn ? .roundRobin : .pickFirst()) { server, channel async throws in
      try await calls(5, server, channel, raisedTo: 10)
    }
  }

  @Test("calls that wait go out when it is raised, though no stream ends")
  func fromOne() async throws {
    let probe = Probe()
    try await Self.run(allowing: 1, silentUpTo: 1, probe: probe) { server, channel async throws in
      let first = Task { try await rpcError { _ = try await ConnectionTests.echo(channel) } }
      #expect(await probe.reaches("silent"))
      try await calls(20, server, channel, raisedTo: 100)
      first.cancel()
      #expect(try await first.value?.code == .cancelled)
    }
  }

  @Test("a raise by less than what waits lets the rest wait for its turn, and a lowered limit holds")
  func byLess() async throws {
    try await Self.run(allowing: 0) { server, channel async throws in
      try await calls(20, server, channel, raisedTo: 1)
      server.push(ServerFrame.settings(maxConcurrentStreams: 0))
      let error = try await lateError(containing: "to allow another stream") { options in
        _ = try await ConnectionTests.echo(channel, options)
      }
      #expect(error?.code == .deadlineExceeded)
      try await calls(2, server, channel, raisedTo: 2)
    }
  }
}
