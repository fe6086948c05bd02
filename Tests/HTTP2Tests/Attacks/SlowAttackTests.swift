import EventLoop
import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("Attacks: slow peers", .serialized, .timeLimit(.minutes(2)))
struct SlowAttackTests {
  private static let soon = Duration.milliseconds(60)
  /// For limits that hold for the healthy call on a busy machine too.
  private static let later = Duration.milliseconds(1200)

  @Test("no preface, or half of one", arguments: [0, 10, 24])
  func preface(_ length: Int) async throws {
    try await AttackRange.run(.slowPreface, connects: false, { $0.prefaceTimeout = Self.later }) {
      _, client async throws in
      client.write(Array(RawClient.preface.prefix(length)))
      #expect(try client.goAway()?.code == Code.settingsTimeout)
    }
  }

  @Test("a header block that does not end, whole frames or half a frame", arguments: [true, false])
  func headers(_ whole: Bool) async throws {
    try await AttackRange.run(.slowHeaders, { $0.connection.stalledStreamTimeout = Self.soon }) {
      _, client async throws in
      let block = HeaderBlock.literals([(":method", "POST")])
      client.send(RawFrame.Kind.headers, stream: 1, block, length: whole ? nil : 1000)
      let end = try #require(try client.goAway())
      #expect(end.code == Code.calm)
      #expect(end.text == "a header block is incomplete for 0.06 seconds")
    }
  }

  @Test("a message that does not end costs its stream only")
  func message() async throws {
    try await AttackRange.run(.slowMessage, { $0.connection.stalledStreamTimeout = Self.soon }) {
      server, client async throws in
      client.request(1, "/incomplete", endStream: false)
      #expect(try client.next(RawFrame.Kind.reset, stream: 1)?.number(at: 0) == Code.cancel)
      let reason = StreamCloseReason.limitExceeded("stalled: a message is incomplete for 0.06 seconds")
      #expect(await server.eventually { $0.closed.contains(reason) })
      client.request(3, "/unary")
      #expect(try client.next(RawFrame.Kind.headers, stream: 3) != nil)
    }
  }

  @Test("a window of zero costs its stream only")
  func zeroWindow() async throws {
    try await AttackRange.run(.zeroWindow, { $0.connection.stalledStreamTimeout = Self.soon }) {
      server, client async throws in
      Assault.slowReader.attack(client, AssaultedCall(path: "/large/1000000"))
      #expect(try client.next(RawFrame.Kind.reset, stream: 1)?.number(at: 0) == Code.cancel)
      let reason = StreamCloseReason.limitExceeded(
        "stalled: output waits for the peer's window for 0.06 seconds")
      #expect(await server.eventually { $0.closed.contains(reason) })
    }
  }

  @Test("a hundred readers with a window of zero hold no more than their buffers")
  func manyZeroWindows() async throws {
    try await AttackRange.run(.zeroWindow, { $0.connection.stalledStreamTimeout = Self.soon }) {
      _, client async throws in
      client.send(RawFrame.Kind.settings, RawFrame.setting(4, 0))
      for index: UInt32 in 0..<100 { client.request(2 * index + 1, "/large/10000000") }
      var resets = 0
      while resets < 100, let frame = try client.next() {
        if frame.type == RawFrame.Kind.reset { resets += 1 }
      }
      #expect(resets == 100)
    }
  }

  @Test("a window opened byte by byte stands still too")
  func drip() async throws {
    try await AttackRange.run(.drippingWindow, { $0.connection.stalledStreamTimeout = Self.soon }) {
      server, client async throws in
      client.send(RawFrame.Kind.settings, RawFrame.setting(4, 0))
      client.request(1, "/large/100000")
      var isReset = false
      while !isReset, let frame = try client.next() {
        if frame.type == RawFrame.Kind.reset { isReset = true }
        if frame.type == RawFrame.Kind.headers || frame.type == RawFrame.Kind.data {
          client.send(RawFrame.Kind.windowUpdate, stream: 1, RawFrame.number(1))
        }
      }
      #expect(isReset)
    }
  }

  @Test("a socket nobody reads")
  func deaf() async throws {
    try await AttackRange.run(.deafPeer, { $0.connection.stalledStreamTimeout = .milliseconds(150) }) {
      server, client async throws in
      client.send(RawFrame.Kind.settings, RawFrame.setting(4, 0x7FFF_FFFF))
      client.send(RawFrame.Kind.windowUpdate, RawFrame.number(0x7FFF_0000))
      client.request(1, "/large/50000000")
      let reason = "the peer has read next to nothing for 0.15 seconds"
      #expect(await server.eventually { $0.connectionsClosed.contains(reason) })
    }
  }

  @Test("questions whose answers nobody reads")
  func outputQueue() async throws {
    try await AttackRange.run(
      .outputQueue,
      {
        $0.pingInterval = nil
        $0.connection.stalledStreamTimeout = .seconds(1000)
      },
      { server, client async throws in
        let ping = RawFrame.encode(RawFrame.Kind.ping, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0])
        let pings = [UInt8]((0..<5000).flatMap { _ in ping })
        while client.write(pings) {}
        #expect(
          await server.eventually { journal in
            journal.connectionsClosed.contains { $0.hasPrefix("more than 1000 frames wait") }
          })
      })
  }

  @Test("a peer that is gone without a word")
  func dead() async throws {
    try await AttackRange.run(
      .deadPeer,
      {
        $0.keepaliveInterval = Self.soon
        $0.keepaliveTimeout = Self.later
      },
      { server, client async throws in
        client.request(1, "/silent")
        let ping = try #require(try client.next(RawFrame.Kind.ping))
        #expect(ping.flags == 0)
        #expect(try client.goAway()?.text == "keepalive: no answer to a PING within 1.2 seconds")
        let reason = StreamCloseReason.connectionLost("keepalive: no answer to a PING within 1.2 seconds")
        #expect(await server.eventually { $0.closed.contains(reason) })
      })
  }

  @Test("a server takes no more connections than allowed")
  func connections() async throws {
    try await AttackRange.serve(
      .tooManyConnections, { ($0.connection.maxConnections, $0.connection.maxConnectionsPerNetwork) = (3, 10) }
    ) { server async throws in
      #expect(await server.eventually { _ in server.server.counters.openConnections == 0 })
      let clients = try (0..<2).map { _ in try RawClient(port: server.port) }
      for client in clients {
        try client.settle()
        client.request(1, "/silent")
      }
      let third = try RawClient(port: server.port)
      try third.settle()
      third.request(1, "/silent")
      #expect(await server.eventually { $0.openStreams == 3 })
      let fourth = try RawClient(port: server.port)
      fourth.begin()
      #expect(try fourth.next() == nil)
      withExtendedLifetime(clients) {}
      third.send(RawFrame.Kind.goAway, RawFrame.number(0) + RawFrame.number(0))
      third.send(RawFrame.Kind.reset, stream: 1, RawFrame.number(8))
      while try third.next() != nil {}
    }
  }

  @Test("streams beyond the announced number end the connection when the client knows it")
  func streams() async throws {
    try await AttackRange.run(.tooManyStreams) { server, client async throws in
      #expect(try client.next(RawFrame.Kind.settings) != nil)
      client.send(RawFrame.Kind.settings, flags: RawFrame.Flag.ack)
      for index: UInt32 in 0..<101 { client.request(2 * index + 1, "/silent") }
      #expect(try client.goAway()?.code == Code.protocolError)
    }
  }
}
