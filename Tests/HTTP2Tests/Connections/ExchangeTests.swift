import EventLoop
import HTTP2
import Testing
import Transport

@Suite("Exchanges between our client and our server", .timeLimit(.minutes(2)))
struct ExchangeTests {
  @Test("a unary exchange", arguments: [false, true])
  func unary(_ secure: Bool) async throws {
    let server = try TestServer(secure: secure)
    defer { server.stop() }
    try await withClient(server, secure: secure) { client in
      let outcome = await client.call("/unary", body: [1, 2, 3])
      #expect(outcome.header(":status") == "200")
      #expect(outcome.body == Array("hello".utf8))
      #expect(outcome.trailer("x-received") == "3")
      #expect(outcome.trailer("x-end") == "yes")
      #expect(outcome.reason == .endStream)
    }
    #expect(await server.eventually { $0.closed == [.endStream] && $0.connectionsClosed.count == 1 })
  }

  @Test("the same over a unix socket")
  func unixSocket() async throws {
    let server = try TestServer(unix: true)
    defer { server.stop() }
    try await withClient(server) { client in
      #expect(await client.call("/unary").body == Array("hello".utf8))
    }
  }

  @Test("answers without body, without trailers and before the end of the request")
  func shapes() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await withClient(server) { client in
      let bare = await client.call("/only-headers")
      #expect(bare.header("x-end") == "yes")
      #expect(bare.trailers == [])
      #expect(bare.reason == .endStream)
      let plain = await client.call("/no-trailers")
      #expect(plain.body == Array("hello".utf8))
      #expect(plain.trailers == [])
      let early = await client.call("/early", ends: false)
      #expect(early.body == Array("early".utf8))
      #expect(early.trailer("x-end") == "yes")
      #expect(early.reason == .reset(.noError, by: .peer))
    }
    #expect(await server.eventually { $0.closed == [.endStream, .endStream, .endStream] })
  }

  @Test("headers and trailers arrive as they were sent, sensitive and long ones too")
  func fields() async throws {
    let server = try TestServer()
    defer { server.stop() }
    let long = String(repeating: "v", count: 5000)
    try await withClient(server) { client in
      let extra = [
        HeaderField("authorization", "secret", isSensitive: true), HeaderField("x-utf8", "ä"),
        HeaderField("x-long", long),
      ]
      for _ in 0..<2 {
        let outcome = await client.call("/headers", trailers: [HeaderField("x-mine", "1")], extra: extra)
        let text = String(decoding: outcome.body, as: UTF8.self)
        #expect(
          text
            == ":method=POST\n:scheme=http\n:authority=localhost\n:path=/headers\nauthorization=secret\nx-utf8=ä\nx-long=\(long)\n"
        )
        #expect(outcome.trailer("x-mine") == "1")
      }
    }
  }

  @Test("prepared headers arrive as they are, with one more behind the pseudo-headers, whoever let go of them since")
  func preparedHeaders() async throws {
    let server = try TestServer()
    defer { server.stop() }
    let fields = [
      HeaderField(":path", "/headers"), HeaderField(":authority", "localhost"),
      HeaderField("x-key", String(repeating: "k", count: 90)),
    ]
    let extras = (0..<150).map { $0 % 3 == 0 ? nil : HeaderField("x-extra", "\($0)", isSensitive: $0 % 3 == 1) }
    try await withClient(server) { client in
      let outcomes = await client.calls(fields, extras: extras)
      for (extra, outcome) in zip(extras, outcomes) {
        let wanted = [
          ":method=POST", ":scheme=http", ":path=/headers", ":authority=localhost",
          extra.map { "x-extra=\($0.value)" }, "te=trailers", "x-key=\(fields[2].value)",
        ]
        let text = wanted.compactMap { $0 }.joined(separator: "\n") + "\n"
        #expect(String(decoding: outcome.body, as: UTF8.self) == text)
        #expect(outcome.reason == .endStream)
      }
    }
  }

  @Test("large bodies both ways pass the windows whole", arguments: [false, true])
  func large(_ secure: Bool) async throws {
    let server = try TestServer(secure: secure)
    defer { server.stop() }
    let body = (0..<5_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    try await withClient(server, secure: secure) { client in
      let outcome = await client.call("/echo", body: body)
      // Not inside the macro, which would look for the differences of two large arrays.
      let isSame = outcome.body == body
      #expect(isSame, "\(outcome.body.count) bytes of \(body.count), \(outcome.reason)")
      #expect(outcome.reason == .endStream)
      let download = await client.call("/large/3000000")
      #expect(download.body.count == 3_000_000)
      #expect(download.trailer("x-end") == "yes")
    }
  }

  @Test("a thousand streams at once, beyond what the server allows at a time")
  func thousandStreams() async throws {
    let server = try TestServer(secure: true)
    defer { server.stop() }
    try await withClient(server, secure: true) { client in
      let good = await withTaskGroup(of: Bool.self) { group in
        for index in 0..<1000 {
          group.addTask {
            let body = [UInt8](repeating: UInt8(index & 255), count: index)
            let outcome = await client.call("/echo", body: body)
            return outcome.body == body && outcome.reason == .endStream
          }
        }
        return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
      }
      #expect(good == 1000)
    }
  }

  @Test("resets reach the other side with their code")
  func resets() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await withClient(server) { client in
      #expect(await client.call("/reset").reason == .reset(.cancel, by: .peer))
      #expect(await client.call("/refuse").reason == .reset(.refusedStream, by: .peer))
      let mine = await client.call("/silent", onOpen: { $0.reset(.cancel) })
      #expect(mine.reason == .reset(.cancel, by: .local))
      let later = await client.call("/large/1000000", onData: { $0.reset(.internalError) })
      #expect(later.reason == .reset(.internalError, by: .local))
      #expect(await client.call("/unary").reason == .endStream)
    }
    #expect(await server.eventually { $0.closed.contains(.reset(.internalError, by: .peer)) })
  }

  @Test("a receiver that does not consume stops the sender at the window, and consuming lets it go on")
  func backPressure() async throws {
    let server = try TestServer()
    defer { server.stop() }
    var limits = HTTP2Limits.client
    limits.streamWindow = 65_535
    try await withClient(server, limits: limits) { client in
      let outcome = await client.call(
        "/large/200000", consumes: false,
        onData: { stream in
          // The first time the window is full, open it wide.
          stream.connection.loop.schedule(after: .milliseconds(20)) { stream.consume(1_000_000) }
        })
      #expect(outcome.body.count == 200_000)
    }
  }

  @Test("a connection lost in the middle of a stream ends it on both sides, with the reason")
  func connectionLoss() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await withClient(server) { client in
      let outcome = await client.call("/silent", onOpen: { _ in client.close() })
      #expect(outcome.reason == .connectionLost("closed by the client"))
      #expect(await server.eventually { $0.connectionsClosed.count == 1 })
    }
    let before = server.journal.accepted
    try await withClient(server) { client in
      async let pending = client.call("/silent")
      #expect(await server.eventually { $0.accepted > before })
      server.server.close()
      guard case .connectionLost = await pending.reason else { Issue.record("the stream survived"); return }
    }
  }

  @Test("PING is answered")
  func ping() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await withClient(server) { client in
      await withCheckedContinuation { continuation in
        client.loop.execute { client.ping { continuation.resume() } }
      }
    }
  }
}
