import EventLoop
import HTTP2
import RawHTTP2
import Synchronization
import Testing
import Transport

private final class Flag: Sendable {
  private let value = Atomic(false)
  func set() { value.store(true, ordering: .releasing) }
  var isSet: Bool { value.load(ordering: .acquiring) }
}

@Suite("Drain", .timeLimit(.minutes(2)))
struct DrainTests {
  @Test("GOAWAY comes twice; between them and after, open streams go on to their end")
  func twoSteps() async throws { try await blocking { try await self.twoStepsBody() } }

  private func twoStepsBody() async throws {
    let server = try TestServer()
    defer { server.loop.shutdown() }
    let client = try RawClient(port: server.port)
    client.begin()
    client.request(1, "/echo", endStream: false)
    _ = try client.next(RawClient.Kind.headers, stream: 1)
    let idle = Flag()
    server.server.drain { idle.set() }
    let notice = try #require(try client.next(RawClient.Kind.goAway))
    #expect(notice.number(at: 0) == 0x7FFF_FFFF)
    #expect(notice.number(at: 4) == 0)
    let ping = try #require(try client.next(RawClient.Kind.ping))
    // A stream opened before the client has read the notice is still served.
    client.request(3, "/unary")
    client.send(RawClient.Kind.ping, flags: 1, ping.payload)
    let refusal = try #require(try client.next(RawClient.Kind.goAway))
    #expect(refusal.number(at: 0) == 3)
    client.send(RawClient.Kind.data, stream: 1, Array("still here".utf8))
    let data = try #require(try client.next(RawClient.Kind.data, stream: 1))
    #expect(data.payload == Array("still here".utf8))
    #expect(!idle.isSet)
    client.send(RawClient.Kind.data, flags: 1, stream: 1)
    while let frame = try client.next() { #expect(frame.type != RawClient.Kind.reset) }
    #expect(await server.eventually { $0.connectionsClosed == ["drained"] && idle.isSet })
    #expect(server.journal.closed == [.endStream, .endStream])
  }

  @Test("without an answer to its PING the second GOAWAY comes by time")
  func silentPeer() async throws { try await blocking { try await self.silentPeerBody() } }

  private func silentPeerBody() async throws {
    var limits = HTTP2Limits.server
    limits.drainNotice = .milliseconds(30)
    let server = try TestServer(limits: limits)
    defer { server.loop.shutdown() }
    let client = try RawClient(port: server.port)
    client.begin()
    client.request(1, "/silent")
    #expect(await server.eventually { $0.accepted == 1 })
    server.server.drain {}
    let code = try client.next(RawClient.Kind.goAway)?.number(at: 0)
    #expect(code == 0x7FFF_FFFF)
    let secondCode = try client.next(RawClient.Kind.goAway)?.number(at: 0)
    #expect(secondCode == 1)
    client.send(RawClient.Kind.reset, stream: 1, RawFrame.number(8))
    let end = try client.goAway()
    #expect(end == nil)
  }

  @Test("a client opens no streams on a draining connection and its open ones end well")
  func client() async throws {
    let server = try TestServer(secure: true)
    defer { server.loop.shutdown() }
    let idle = Flag()
    try await withClient(server, secure: true) { client in
      let told = Flag()
      await withCheckedContinuation { continuation in
        client.loop.execute {
          client.onDraining = { told.set() }
          continuation.resume()
        }
      }
      let held = Mutex<Transport.Stream?>(nil)
      async let open = client.call(
        "/echo", body: [1, 2, 3], ends: false, onOpen: { stream in held.withLock { $0 = stream } })
      #expect(await server.eventually { $0.accepted == 1 })
      server.server.drain { idle.set() }
      #expect(await server.eventually { _ in told.isSet })
      #expect(await client.call("/unary").reason == .connectionLost("the connection takes no new streams"))
      client.loop.execute { held.withLock { $0 }?.send([4, 5], endStream: true) }
      let outcome = await open
      #expect(outcome.body == [4, 5])
      #expect(outcome.reason == .endStream)
    }
    #expect(await server.eventually { _ in idle.isSet })
  }

  @Test("a server without connections is idle at once and listens no more")
  func empty() async throws {
    let server = try TestServer(unix: true)
    defer { server.loop.shutdown() }
    let idle = Flag()
    server.server.drain { idle.set() }
    #expect(await server.eventually { _ in idle.isSet })
    await #expect(throws: ConnectError.self) { try await withClient(server) { $0.close() } }
  }

  @Test("a request that waits for another to end when the server goes away ends as never looked at")
  func neverSent() async throws {
    for _ in 0..<5 {
      var limits = HTTP2Limits.server
      limits.maxConcurrentStreams = 1
      let server = try TestServer(tls: try TestIdentity.shared.get().serverContext(), limits: limits)
      defer { server.loop.shutdown() }
      try await withClient(server, secure: true) { client in
        #expect(await client.call("/unary").reason == .endStream)
        async let open = client.call("/silent")
        #expect(await server.eventually { $0.accepted == 2 })
        async let waiting = client.call("/unary")
        while await onLoop(client, { $0.openStreamCount }) < 2 {}
        server.server.close()
        #expect(await waiting.reason == .goAway(.noError, "the server stops"))
        #expect(await open.reason != .endStream)
      }
    }
  }

  @Test("a request the server's GOAWAY leaves out ends as never looked at")
  func neverLookedAt() async throws {
    let server = try GoingAwayServer()
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    let client = try await ClientConnection.connect(to: server.address, tls: nil, on: loop)
    async let first = client.call("/a")
    async let second = client.call("/b")
    try await blocking { server.answer() }
    let reasons = await [first.reason, second.reason]
    #expect(reasons == [.goAway(.enhanceYourCalm, "enough"), .goAway(.enhanceYourCalm, "enough")])
  }
}

/// Accepts one connection, waits for a request and answers with a GOAWAY that leaves it out.
private final class GoingAwayServer: Sendable {
  private let listener: ListenerSocket
  private let socket = Atomic<Int32>(-1)
  var address: Endpoint { listener.address }

  init() throws { listener = try ListenerSocket(.tcp(host: "127.0.0.1", port: 0)) }

  func answer() {
    let settings = RawFrame.encode(RawClient.Kind.settings, 0, 0, [])
    let goAway = RawFrame.encode(
      RawClient.Kind.goAway, 0, 0, RawFrame.number(0) + RawFrame.number(11) + Array("enough".utf8))
    RawServer.acceptAndWrite(listener, afterHeaders: 2, settings + goAway)
  }
}
