import EventLoop
import HTTP2
import Testing

private let calm: UInt32 = 11

/// A server with these limits and a raw client that has begun.
private func withRaw(
  _ change: (inout HTTP2Limits) -> Void = { _ in }, _ body: (TestServer, RawClient) async throws -> Void
) async throws {
  var limits = HTTP2Limits.server
  change(&limits)
  let server = try TestServer(limits: limits)
  defer { server.stop() }
  try await blocking {
    let client = try RawClient(port: server.port)
    client.begin()
    try await body(server, client)
  }
}

@Suite("Limits of size")
struct SizeLimitTests {
  @Test("the number of streams and the size of header lists are announced")
  func announced() async throws {
    try await withRaw { _, client in
      let frame = try #require(try client.next(RawClient.Kind.settings))
      var values: [UInt32: UInt32] = [:]
      for offset in stride(from: 0, to: frame.payload.count, by: 6) {
        values[frame.number(at: offset) >> 16] = frame.number(at: offset + 2)
      }
      #expect(values.filter { [3, 4, 6].contains($0.key) } == [3: 100, 4: 262_144, 6: 16_384])
    }
  }

  @Test("a stream more than allowed ends the connection when the client knows the limit")
  func streams() async throws {
    try await withRaw({ $0.maxConcurrentStreams = 3 }) { server, client in
      _ = try client.next(RawClient.Kind.settings)
      client.send(RawClient.Kind.settings, flags: 1)
      for stream: UInt32 in [1, 3, 5, 7] { client.request(stream, "/silent") }
      let code = try client.goAway()?.code
      #expect(code == 1)
      #expect(server.journal.accepted == 3)
    }
  }

  @Test("a stream more than allowed is refused while the client cannot know the limit")
  func earlyStreams() async throws {
    try await withRaw({ $0.maxConcurrentStreams = 3 }) { server, client in
      for stream: UInt32 in [1, 3, 5, 7] { client.request(stream, "/silent") }
      let reset = try #require(try client.next(RawClient.Kind.reset))
      #expect(reset.stream == 7)
      #expect(reset.number(at: 0) == 7)
      #expect(server.journal.accepted == 3)
    }
  }

  @Test("a header list at the limit is served, one byte more is reset with ENHANCE_YOUR_CALM")
  func headerList() async throws {
    try await withRaw({ $0.maxHeaderListSize = 1000 }) { server, client in
      // :method POST 43, :scheme http 43, :path /unary 43, :authority localhost 51, x-long 6 + 32.
      let used = 43 + 43 + 43 + 51 + 38
      client.request(1, "/unary", extra: [("x-long", String(repeating: "a", count: 1000 - used))])
      let stream = try client.next(RawClient.Kind.headers)?.stream
      #expect(stream == 1)
      client.request(3, "/unary", extra: [("x-long", String(repeating: "a", count: 1001 - used))])
      let reset = try #require(try client.next(RawClient.Kind.reset))
      #expect(reset.stream == 3)
      #expect(reset.number(at: 0) == calm)
      #expect(server.journal.accepted == 1)
      client.request(5, "/unary")
      let secondStream = try client.next(RawClient.Kind.headers)?.stream
      #expect(secondStream == 5)
    }
  }

  @Test("more fields than allowed are reset, also when they are small and in trailers")
  func headerFields() async throws {
    try await withRaw({ $0.maxHeaderFields = 20 }) { server, client in
      let many = (0..<20).map { ("x\($0)", "") }
      client.request(1, "/unary", extra: many)
      let code = try client.next(RawClient.Kind.reset)?.number(at: 0)
      #expect(code == calm)
      client.request(3, "/echo", endStream: false)
      client.send(RawClient.Kind.headers, flags: 5, stream: 3, RawClient.block(many + [("y", "")]))
      let secondCode = try client.next(RawClient.Kind.reset, stream: 3)?.number(at: 0)
      #expect(secondCode == calm)
      #expect(
        await server.eventually { $0.closed == [.limitExceeded("header list larger than 16384 bytes or 20 fields")] })
    }
  }

  @Test("a header list four times too large ends the connection")
  func headerBomb() async throws {
    try await withRaw({ $0.maxHeaderListSize = 1000 }) { _, client in
      client.request(1, "/unary", extra: [("x-long", String(repeating: "a", count: 4000))])
      let end = try #require(try client.goAway())
      #expect(end.code == calm)
      #expect(end.text == "header list far larger than 1000 bytes or 100 fields")
    }
  }

  @Test("a header value that is not UTF-8 is refused, not repaired")
  func badText() async throws {
    try await withRaw { server, client in
      var block = RawClient.block([(":method", "POST"), (":scheme", "http"), (":path", "/unary"), (":authority", "h")])
      block += [0, 1, 0x78, 2, 0xC3, 0x28]
      client.send(RawClient.Kind.headers, flags: 5, stream: 1, block)
      let code = try client.next(RawClient.Kind.reset)?.number(at: 0)
      #expect(code == 1)
      #expect(server.journal.accepted == 0)
    }
  }

  @Test("a peer that fills the window of a stream and goes on is reset")
  func window() async throws {
    try await withRaw({ $0.streamWindow = 65_535 }) { server, client in
      _ = try client.next(RawClient.Kind.settings)
      client.send(RawClient.Kind.settings, flags: 1)
      client.request(1, "/hold", endStream: false)
      for _ in 0..<5 { client.send(RawClient.Kind.data, stream: 1, [UInt8](repeating: 1, count: 16_000)) }
      let code = try client.next(RawClient.Kind.reset)?.number(at: 0)
      #expect(code == 3)
    }
  }

  @Test("a server takes no more connections than allowed")
  func connections() async throws {
    try await withRaw({ $0.maxConnections = 1 }) { server, client in
      client.request(1, "/silent")
      #expect(await server.eventually { $0.accepted == 1 })
      let second = try RawClient(port: server.port)
      second.begin()
      let end = try second.next()
      #expect(end == nil)
    }
  }
}

@Suite("Limits of rate")
struct RateLimitTests {
  @Test("rapid reset: streams reset by the client")
  func rapidReset() async throws {
    try await withRaw { server, client in
      for index: UInt32 in 0..<300 {
        let stream = 2 * index + 1
        guard client.request(stream, "/silent"), client.send(RawClient.Kind.reset, stream: stream, RawClient.bytes(8))
        else { break }
      }
      let end = try #require(try client.goAway())
      #expect(end.code == calm)
      #expect(end.text == "stream resets: more than 200 in 30.0 seconds")
    }
  }

  @Test("made you reset: streams the client makes the server reset")
  func madeYouReset() async throws {
    try await withRaw({ $0.resets = .init(20, per: .seconds(30)) }) { server, client in
      var end: RawClient.Frame?
      for index: UInt32 in 0..<100 where end == nil {
        let stream = 2 * index + 1
        client.request(stream, "/silent")
        // A window beyond 2^31-1 is an error of the stream (RFC 9113 section 6.9.1).
        client.send(RawClient.Kind.windowUpdate, stream: stream, RawClient.bytes(0x7FFF_FFFF))
        while let frame = try client.next(), frame.type != RawClient.Kind.reset {
          if frame.type == RawClient.Kind.goAway { end = frame }
        }
      }
      #expect(end?.number(at: 4) == calm)
      #expect(server.journal.accepted == 21)
    }
  }

  @Test("resets by the server's own decision count too")
  func ownResets() async throws {
    try await withRaw({ $0.resets = .init(5, per: .seconds(30)) }) { server, client in
      for index: UInt32 in 0..<10 { client.request(2 * index + 1, "/reset") }
      let code = try client.goAway()?.code
      #expect(code == calm)
    }
  }

  @Test("answers that come before the request has ended do not count as resets")
  func earlyAnswers() async throws {
    try await withRaw({ $0.resets = .init(5, per: .seconds(30)) }) { server, client in
      for index: UInt32 in 0..<20 {
        client.request(2 * index + 1, "/early", endStream: false)
        let code = try client.next(RawClient.Kind.reset)?.number(at: 0)
        #expect(code == 0)
      }
    }
  }

  @Test("PING: two strikes are forgiven, and an answer sent wipes them out")
  func pings() async throws {
    try await withRaw { server, client in
      let ping = [UInt8](repeating: 7, count: 8)
      for round: UInt32 in 0..<5 {
        for _ in 0..<3 { client.send(RawClient.Kind.ping, ping) }
        client.request(2 * round + 1, "/unary")
        _ = try client.next(RawClient.Kind.headers, stream: 2 * round + 1)
      }
      for _ in 0..<4 { client.send(RawClient.Kind.ping, ping) }
      let end = try #require(try client.goAway())
      #expect(end.code == calm)
      #expect(end.text == "too_many_pings")
    }
  }

  @Test("SETTINGS flood")
  func settings() async throws {
    try await withRaw { _, client in
      for _ in 0..<200 { client.send(RawClient.Kind.settings) }
      let text = try client.goAway()?.text
      #expect(text == "SETTINGS: more than 100 in 30.0 seconds")
    }
  }

  @Test("empty and tiny DATA", arguments: [0, 1, 4])
  func tinyData(_ size: Int) async throws {
    try await withRaw({ $0.tinyData = .init(50, per: .seconds(30)) }) { _, client in
      client.request(1, "/silent", endStream: false)
      for _ in 0..<60 { client.send(RawClient.Kind.data, stream: 1, [UInt8](repeating: 1, count: size)) }
      let text = try client.goAway()?.text
      #expect(text == "empty or tiny DATA: more than 50 in 30.0 seconds")
    }
  }

  @Test("small messages are not tiny DATA, and the tails of large ones are forgiven")
  func honestData() async throws {
    try await withRaw({ $0.tinyData = .init(50, per: .seconds(30)) }) { server, client in
      client.request(1, "/unary", endStream: false)
      for _ in 0..<200 {
        client.send(RawClient.Kind.data, stream: 1, [0, 0, 0, 0, 0])
        client.send(RawClient.Kind.data, stream: 1, [UInt8](repeating: 1, count: 1024))
        client.send(RawClient.Kind.data, stream: 1, [1])
      }
      client.send(RawClient.Kind.data, flags: 1, stream: 1)
      _ = try #require(try client.next(RawClient.Kind.headers, stream: 1))
    }
  }

  @Test("PRIORITY and unknown frames", arguments: [RawClient.Kind.priority, 0x42])
  func useless(_ type: UInt8) async throws {
    try await withRaw({ $0.uselessFrames = .init(50, per: .seconds(30)) }) { _, client in
      for _ in 0..<60 { client.send(type, stream: 1, [0, 0, 0, 0, 1]) }
      let text = try client.goAway()?.text
      #expect(text == "frames without use: more than 50 in 30.0 seconds")
    }
  }

  @Test("WINDOW_UPDATE flood")
  func windowUpdates() async throws {
    try await withRaw({ $0.windowUpdates = .init(50, per: .seconds(30)) }) { _, client in
      for _ in 0..<60 { client.send(RawClient.Kind.windowUpdate, RawClient.bytes(1)) }
      let text = try client.goAway()?.text
      #expect(text == "WINDOW_UPDATE: more than 50 in 30.0 seconds")
    }
  }

  @Test("a peer that asks and does not read is cut off when too many frames wait for it")
  func outputQueue() async throws {
    try await withRaw({
      $0.pingInterval = nil
      $0.maxOutputFrames = 100
    }) { server, client in
      let pings = [UInt8](
        (0..<5000).flatMap { _ in RawClient.frame(RawClient.Kind.ping, 0, 0, [0, 0, 0, 0, 0, 0, 0, 0]) })
      while client.write(pings) {}
      #expect(await server.eventually { $0.connectionsClosed.first?.hasPrefix("more than 100 frames wait") == true })
    }
  }

  @Test("CONTINUATION flood")
  func continuations() async throws {
    try await withRaw { server, client in
      client.send(RawClient.Kind.headers, stream: 1, RawClient.block([(":method", "POST")]))
      for index in 0..<100 { client.send(RawClient.Kind.continuation, stream: 1, RawClient.block([("x\(index)", "")])) }
      _ = try #require(try client.goAway())
      #expect(server.journal.accepted == 0)
    }
  }
}

@Suite("Limits of time")
struct TimeLimitTests {
  private let soon = Duration.milliseconds(40)

  @Test("a header block that does not end")
  func headerBlock() async throws {
    try await withRaw({ $0.stalledStreamTimeout = soon }) { _, client in
      client.send(RawClient.Kind.headers, stream: 1, RawClient.block([(":method", "POST")]))
      let end = try #require(try client.goAway())
      #expect(end.code == calm)
      #expect(end.text == "a header block is incomplete for 0.04 seconds")
    }
  }

  @Test("a message that does not end resets its stream only")
  func message() async throws {
    try await withRaw({ $0.stalledStreamTimeout = soon }) { server, client in
      client.request(1, "/incomplete", endStream: false)
      let code = try client.next(RawClient.Kind.reset, stream: 1)?.number(at: 0)
      #expect(code == 8)
      #expect(
        await server.eventually {
          $0.closed == [.limitExceeded("stalled: a message is incomplete for 0.04 seconds")]
        })
      client.request(3, "/unary")
      _ = try #require(try client.next(RawClient.Kind.headers, stream: 3))
    }
  }

  @Test("output behind a closed window resets its stream only")
  func closedWindow() async throws {
    try await withRaw({ $0.stalledStreamTimeout = soon }) { server, client in
      client.send(RawClient.Kind.settings, [0, 4, 0, 0, 0, 10])
      client.request(1, "/large/100")
      let payload = try client.next(RawClient.Kind.data, stream: 1)?.payload.count
      #expect(payload == 10)
      let code = try client.next(RawClient.Kind.reset, stream: 1)?.number(at: 0)
      #expect(code == 8)
      #expect(
        await server.eventually {
          $0.closed == [.limitExceeded("stalled: output waits for the peer's window for 0.04 seconds")]
        })
    }
  }

  @Test("a peer that opens its window byte by byte stands still too")
  func drip() async throws {
    try await withRaw({ $0.stalledStreamTimeout = soon }) { server, client in
      client.send(RawClient.Kind.settings, [0, 4, 0, 0, 0, 0])
      client.request(1, "/large/100000")
      var isReset = false
      while !isReset, let frame = try client.next() {
        if frame.type == RawClient.Kind.reset { isReset = true }
        if frame.type == RawClient.Kind.headers || frame.type == RawClient.Kind.data {
          client.send(RawClient.Kind.windowUpdate, stream: 1, RawClient.bytes(1))
        }
      }
      #expect(isReset)
    }
  }

  @Test("a socket nobody reads")
  func fullSocket() async throws {
    try await withRaw({ $0.stalledStreamTimeout = .milliseconds(100) }) { server, client in
      client.send(RawClient.Kind.settings, [0, 4, 0x7F, 0xFF, 0xFF, 0xFF])
      client.send(RawClient.Kind.windowUpdate, RawClient.bytes(0x7FFF_0000))
      client.request(1, "/large/50000000")
      #expect(
        await server.eventually { $0.connectionsClosed == ["the peer has read next to nothing for 0.1 seconds"] })
    }
  }

  @Test("an idle connection is drained; one with an open stream is not idle, and a quiet stream not stalled")
  func idle() async throws {
    try await withRaw({
      $0.idleTimeout = soon
      $0.stalledStreamTimeout = soon
      $0.drainNotice = .milliseconds(5)
    }) { server, client in
      client.request(1, "/echo", endStream: false)
      _ = try client.next(RawClient.Kind.headers, stream: 1)
      try await Task.sleep(for: .milliseconds(200))
      client.send(RawClient.Kind.data, flags: 1, stream: 1, [9])
      let payload = try client.next(RawClient.Kind.data, stream: 1)?.payload
      #expect(payload == [9])
      let code = try client.goAway()?.code
      #expect(code == 0)
      #expect(await server.eventually { $0.connectionsClosed == ["drained"] && $0.closed == [.endStream] })
    }
  }

  @Test("a peer that sends no preface")
  func preface() async throws {
    var limits = HTTP2Limits.server
    limits.prefaceTimeout = soon
    let server = try TestServer(limits: limits)
    defer { server.stop() }
    try await blocking {
      let code = try RawClient(port: server.port).goAway()?.code
      #expect(code == 4)
    }
  }

  @Test("a peer that begins no TLS handshake")
  func handshake() async throws {
    var limits = HTTP2Limits.server
    limits.handshakeTimeout = soon
    let server = try TestServer(secure: true, limits: limits)
    defer { server.stop() }
    try await blocking {
      let end = try RawClient(port: server.port).next()
      #expect(end == nil)
    }
  }

  @Test("a connection of the greatest age is drained, and closed after its grace")
  func age() async throws {
    try await withRaw({
      $0.maxAge = soon
      $0.maxAgeGrace = soon
      $0.drainNotice = .milliseconds(5)
    }) { server, client in
      client.request(1, "/silent")
      let text = try client.goAway()?.text
      #expect(text == "the connection is too old")
      #expect(await server.eventually { $0.closed == [.connectionLost("the connection is too old")] })
    }
  }

  @Test("something that is not HTTP/2")
  func otherProtocol() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await blocking {
      let client = try RawClient(port: server.port)
      client.write(Array("GET / HTTP/1.1\r\nhost: x\r\n\r\n".utf8))
      _ = try client.goAway()
    }
    #expect(await server.eventually { $0.connectionsClosed.count == 1 })
  }
}
