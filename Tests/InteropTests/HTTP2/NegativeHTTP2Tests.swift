import RPC
import Testing
import interop_server

@Suite("A client of a server that misbehaves in HTTP/2", .timeLimit(.minutes(5)))
struct NegativeHTTP2Tests {
  /// Runs the body with a client of a server that misbehaves so.
  private func with(
    _ behaviour: Misbehaviour, _ body: (TestServiceClient, MisbehavingServer) async throws -> Void
  ) async throws {
    let server = try MisbehavingServer(behaviour)
    let channel = try Channel(target: server.target)
    defer { channel.close() }
    try await body(TestServiceClient(channel: channel), server)
  }

  private func call(_ client: TestServiceClient) async throws {
    #expect(try await client.unaryCall(.large).payload?.body.count == 1024)
  }

  @Test("goes on elsewhere after a GOAWAY, and the call it comes during is answered (goaway)")
  func goAway() async throws {
    try await with(.goAway) { client, server in
      try await call(client)
      try await call(client)
      #expect(server.seen.calls.map(\.connection) == [1, 2])
    }
  }

  @Test(
    "fails a call that is reset however far its answer has come, and the next one succeeds",
    arguments: [Misbehaviour.resetAfterHeader, .resetDuringData, .resetAfterData])
  func reset(behaviour: Misbehaviour) async throws {
    try await with(behaviour) { client, _ in
      let error = await failure { try await call(client) }
      #expect(error?.code == .internal)
      #expect(error?.message.contains("reset") == true)
      try await call(client)
    }
  }

  @Test("answers every PING (ping)")
  func ping() async throws {
    try await with(.ping) { client, server in
      try await call(client)
      client.channel.close()
      #expect(await eventually { server.seen.closedConnections == 1 })
      #expect(server.seen.outstandingPings == 0)
    }
  }

  @Test("never opens more streams than the server allows (max_streams)")
  func maxStreams() async throws {
    try await with(.maxStreams) { client, server in
      try await call(client)
      try await withThrowingTaskGroup { group in
        for _ in 0..<10 { group.addTask { try await call(client) } }
        try await group.waitForAll()
      }
      #expect(server.seen.calls.count == 11)
      #expect(server.seen.mostOpen == 1)
    }
  }
}

/// Waits until the condition holds; false after a minute in which it did not.
func eventually(_ condition: () -> Bool) async -> Bool {
  let end = ContinuousClock.now + .seconds(60)
  while ContinuousClock.now < end {
    if condition() { return true }
    try? await Task.sleep(for: .milliseconds(10))
  }
  return false
}
