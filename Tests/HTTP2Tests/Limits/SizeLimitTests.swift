import EventLoop
import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("Limits of size", .timeLimit(.minutes(2)))
struct SizeLimitTests {
  @Test("the number of streams and the size of header lists are announced")
  func announced() async throws {
    try await withRaw { _, client async throws in
      let frame = try #require(try client.next(RawFrame.Kind.settings))
      var values: [UInt32: UInt32] = [:]
      for offset in stride(from: 0, to: frame.payload.count, by: 6) {
        values[frame.number(at: offset) >> 16] = frame.number(at: offset + 2)
      }
      #expect(values.filter { [3, 4, 6].contains($0.key) } == [3: 100, 4: 262_144, 6: 16_384])
    }
  }

  @Test("a stream more than allowed ends the connection when the client knows the limit")
  func streams() async throws {
    try await withRaw({ $0.maxConcurrentStreams = 3 }) { server, client async throws in
      _ = try client.next(RawFrame.Kind.settings)
      client.send(RawFrame.Kind.settings, flags: 1)
      for stream: UInt32 in [1, 3, 5, 7] { client.request(stream, "/silent") }
      let code = try client.goAway()?.code
      #expect(code == 1)
      #expect(server.journal.accepted == 3)
    }
  }

  @Test("a stream more than allowed is refused while the client cannot know the limit")
  func earlyStreams() async throws {
    try await withRaw({ $0.maxConcurrentStreams = 3 }) { server, client async throws in
      for stream: UInt32 in [1, 3, 5, 7] { client.request(stream, "/silent") }
      let reset = try #require(try client.next(RawFrame.Kind.reset))
      #expect(reset.stream == 7)
      #expect(reset.number(at: 0) == 7)
      #expect(server.journal.accepted == 3)
    }
  }

  @Test("a header list at the limit is served, one byte more is reset with ENHANCE_YOUR_CALM")
  func headerList() async throws {
    try await withRaw({ $0.connection.maxHeaderListSize = 1000 }) { server, client async throws in
      // :method POST 43, :scheme http 43, :path /unary 43, :authority localhost 51, x-long 6 + 32.
      let used = 43 + 43 + 43 + 51 + 38
      client.request(1, "/unary", extra: [("x-long", String(repeating: "a", count: 1000 - used))])
      let stream = try client.next(RawFrame.Kind.headers)?.stream
      #expect(stream == 1)
      client.request(3, "/unary", extra: [("x-long", String(repeating: "a", count: 1001 - used))])
      let reset = try #require(try client.next(RawFrame.Kind.reset))
      #expect(reset.stream == 3)
      #expect(reset.number(at: 0) == Code.calm)
      #expect(server.journal.accepted == 1)
      client.request(5, "/unary")
      let secondStream = try client.next(RawFrame.Kind.headers)?.stream
      #expect(secondStream == 5)
    }
  }

  @Test(
    "a header list of up to 128 KiB is refused by itself, and its neighbours on the connection are served",
    arguments: [(1, 20_000), (4, 16_384), (32, 4096), (3, 43_690), (2, 61_440), (1000, 96)])
  func largeHeaderLists(fields: Int, bytes: Int) async throws {
    try await withRaw { server, client async throws in
      client.request(1, "/echo", endStream: false)
      #expect(try client.next(RawFrame.Kind.headers, stream: 1) != nil)
      let large = (0..<fields).map { ("x-large-\($0)", String(repeating: "a", count: bytes)) }
      client.largeHeaders(3, HeaderBlock.request("/unary", large))
      let reset = try #require(try client.next(RawFrame.Kind.reset))
      #expect(reset.stream == 3)
      #expect(reset.number(at: 0) == Code.calm)
      client.data(1, [1, 2, 3], endStream: true)
      #expect(try client.next(RawFrame.Kind.data, stream: 1)?.payload == [1, 2, 3])
      #expect(server.journal.accepted == 1)
    }
  }

  @Test("a request whose headers are too large to be sent fails by itself, and is not tried again")
  func unsentHeaders() async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await withClient(server) { client in
      let large = (0..<3).map { HeaderField("x-large-\($0)", String(repeating: "X", count: 40_000)) }
      async let neighbour = client.call("/large/100000")
      let outcome = await client.call("/unary", extra: large)
      #expect(outcome.reason == .limitExceeded("the request's headers take more than 65,536 bytes"))
      #expect(await neighbour.reason == .endStream)
      #expect(server.journal.accepted == 1)
    }
  }

  @Test("a header list beyond that ends the connection, and the GOAWAY says why")
  func hugeHeaderLists() async throws {
    try await withRaw { server, client async throws in
      let large = (0..<40).map { ("x-large-\($0)", String(repeating: "e", count: 5000)) }
      // Five bits a letter: the frames hold more than they are long.
      client.largeHeaders(1, HeaderBlock.request("/unary") + HeaderBlockWriter().write(large))
      let end = try #require(try client.goAway())
      #expect(end.code == Code.calm)
      #expect(end.text == "header list far larger than 16384 bytes or 100 fields")
      #expect(server.journal.accepted == 0)
    }
  }

  @Test("more fields than allowed are reset, also when they are small and in trailers")
  func headerFields() async throws {
    try await withRaw({ $0.connection.maxHeaderFields = 20 }) { server, client async throws in
      let many = (0..<20).map { ("x\($0)", "") }
      client.request(1, "/unary", extra: many)
      let code = try client.next(RawFrame.Kind.reset)?.number(at: 0)
      #expect(code == Code.calm)
      client.request(3, "/echo", endStream: false)
      client.send(RawFrame.Kind.headers, flags: 5, stream: 3, HeaderBlock.literals(many + [("y", "")]))
      let secondCode = try client.next(RawFrame.Kind.reset, stream: 3)?.number(at: 0)
      #expect(secondCode == Code.calm)
      #expect(
        await server.eventually { $0.closed == [.limitExceeded("header list larger than 16384 bytes or 20 fields")] })
    }
  }

  @Test("a header value of any bytes that HTTP allows is taken, in the head and in trailers")
  func octets() async throws {
    try await withRaw { server, client async throws in
      let name = Array("x-city".utf8)
      let values: [[UInt8]] = [[0xC3, 0x28], [0x80, 0x9B, 0xFF], Array("S\u{E3}o\tPaulo".utf8)]
      for (index, value) in values.enumerated() {
        let stream = UInt32(4 * index + 1)
        client.headers(stream, HeaderBlock.request("/unary") + HeaderBlock.literal(name, value))
        #expect(try client.answer(stream).hasEnded)
        client.request(stream + 2, "/echo", endStream: false)
        client.headers(stream + 2, HeaderBlock.literal(name, value))
        #expect(try client.answer(stream + 2).hasEnded)
      }
      #expect(server.journal.accepted == 2 * values.count)
    }
  }

  @Test("a peer that fills the window of a stream and goes on is reset")
  func window() async throws {
    try await withRaw({ $0.streamWindow = 65_535 }) { server, client async throws in
      _ = try client.next(RawFrame.Kind.settings)
      client.send(RawFrame.Kind.settings, flags: 1)
      client.request(1, "/hold", endStream: false)
      for _ in 0..<5 { client.send(RawFrame.Kind.data, stream: 1, [UInt8](repeating: 1, count: 16_000)) }
      let code = try client.next(RawFrame.Kind.reset)?.number(at: 0)
      #expect(code == 3)
    }
  }

  @Test("a peer that fills the window of the connection by several streams and goes on ends it")
  func connectionWindow() async throws {
    try await withRaw({ ($0.streamWindow, $0.connectionWindow) = (65_535, 65_535) }) { server, client async throws in
      _ = try client.next(RawFrame.Kind.settings)
      client.send(RawFrame.Kind.settings, flags: 1)
      for stream in [1, 3] as [UInt32] {
        client.request(stream, "/hold", endStream: false)
        for _ in 0..<3 { client.send(RawFrame.Kind.data, stream: stream, [UInt8](repeating: 1, count: 16_000)) }
      }
      #expect(try client.goAway()?.code == 3)
    }
  }
}
