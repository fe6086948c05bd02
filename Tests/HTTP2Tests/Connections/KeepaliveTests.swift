import EventLoop
import HTTP2
import RawHTTP2
import Synchronization
import Testing
import Transport

@Suite("Keepalive", .timeLimit(.minutes(2)))
struct KeepaliveTests {
  @Test("a server asks a silent client, whose answer keeps the connection")
  func server() async throws {
    try await withRaw({
      $0.keepaliveInterval = .milliseconds(30)
      $0.keepaliveTimeout = .seconds(60)
    }) { server, client async throws in
      for _ in 0..<3 {
        let ping = try #require(try client.next(RawFrame.Kind.ping))
        #expect(ping.flags == 0)
        client.send(RawFrame.Kind.ping, flags: RawFrame.Flag.ack, ping.payload)
      }
      client.request(1, "/unary")
      #expect(try client.answer(1).headers[":status"] == "200")
    }
  }

  @Test("a server that is told so asks nobody who has no streams")
  func withoutStreams() async throws {
    try await withRaw({
      $0.keepaliveInterval = .milliseconds(20)
      $0.keepaliveTimeout = .seconds(60)
      $0.keepaliveWithoutStreams = false
    }) { server, client async throws in
      _ = try client.next(RawFrame.Kind.settings)
      try await Task.sleep(for: .milliseconds(150))
      client.request(1, "/unary")
      let types = try (0..<3).map { _ in try client.next()?.type }
      #expect(!types.contains(RawFrame.Kind.ping))
    }
  }

  @Test("a client asks only while it has streams, unless told otherwise, and gives up a silent server")
  func client() async throws {
    let listener = try ListenerSocket(.tcp(host: "127.0.0.1", port: 0))
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    var limits = HTTP2Limits.client
    limits.keepaliveInterval = .milliseconds(30)
    limits.keepaliveTimeout = .milliseconds(60)
    let client = try await ClientConnection.connect(to: listener.address, tls: nil, on: loop, limits: limits)
    try await Task.sleep(for: .milliseconds(200))
    let outcome = await client.call("/a")
    #expect(outcome.reason == .connectionLost("keepalive: no answer to a PING within 0.06 seconds"))
    listener.close()
  }

  @Test("a client's own PING is answered once, keepalive or not, and its rhythm is not taken amiss")
  func probe() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await withClient(server) { client in
      let answers = Mutex(0)
      for number in 1...3 {
        client.loop.execute { client.ping { answers.withLock { $0 += 1 } } }
        #expect(await server.eventually { _ in answers.withLock { $0 } == number })
      }
      #expect(await client.call("/unary").reason == .endStream)
      #expect(await onLoop(client) { $0.isReady })
      #expect(await onLoop(client) { $0.goAway } == nil)
    }
  }

  @Test("a GOAWAY is told with its code and its words")
  func goAway() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await withClient(server) { client in
      async let outcome = client.call("/silent")
      #expect(await server.eventually { $0.accepted == 1 })
      server.server.close()
      #expect(await outcome.reason == .connectionLost("the peer goes away: NO_ERROR, the server stops"))
      let message = await onLoop(client) { $0.goAway }
      #expect(message?.text == "the server stops")
      #expect(message?.code == .noError)
    }
  }
}
