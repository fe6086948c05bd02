import EventLoop
import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("Limits of time", .timeLimit(.minutes(2)))
struct TimeLimitTests {
  private let soon = Duration.milliseconds(40)
  /// For limits that begin before the client has said what the test is about: a busy machine needs a while for that.
  private let later = Duration.milliseconds(1200)

  @Test("an idle connection is drained; one with an open stream is not idle, and a quiet stream not stalled")
  func idle() async throws {
    try await withRaw({
      $0.connection.idleTimeout = later
      $0.connection.stalledStreamTimeout = soon
      $0.drainNotice = .milliseconds(5)
    }) { server, client async throws in
      client.request(1, "/echo", endStream: false)
      _ = try client.next(RawFrame.Kind.headers, stream: 1)
      try await Task.sleep(for: later * 2)
      client.send(RawFrame.Kind.data, flags: 1, stream: 1, [9])
      let payload = try client.next(RawFrame.Kind.data, stream: 1)?.payload
      #expect(payload == [9])
      let code = try client.goAway()?.code
      #expect(code == 0)
      #expect(await server.eventually { $0.connectionsClosed == ["drained"] && $0.closed == [.endStream] })
    }
  }

  @Test("a connection of the greatest age is drained, and closed after its grace")
  func age() async throws {
    try await withRaw({
      $0.connection.maxAge = later
      $0.connection.maxAgeGrace = soon
      $0.drainNotice = .milliseconds(5)
    }) { server, client async throws in
      client.request(1, "/silent")
      let text = try client.goAway()?.text
      #expect(text == "the connection is too old")
      #expect(await server.eventually { $0.closed == [.connectionLost("the connection is too old")] })
    }
  }

  @Test("a request that goes on although it has been answered is reset, as nothing that went wrong")
  func answeredRequest() async throws {
    try await withRaw({ $0.answeredRequestGrace = soon }) { server, client async throws in
      client.request(1, "/early", endStream: false)
      #expect(try client.next(RawFrame.Kind.reset, stream: 1)?.number(at: 0) == 0)
    }
  }

  @Test("something that is not HTTP/2")
  func otherProtocol() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await blocking { () async throws in
      let client = try RawClient(port: server.port)
      client.write(Array("GET / HTTP/1.1\r\nhost: x\r\n\r\n".utf8))
      _ = try client.goAway()
    }
    #expect(await server.eventually { $0.connectionsClosed.count == 1 })
  }
}
