import HTTP2
import RawHTTP2
import Testing
import Transport

/// What a server makes of the frames of RFC 9113 and the header blocks of RFC 7541, rule by rule.
///
/// Where the RFC leaves a choice, the case says which one was made: frames on streams that the server has closed are
/// discarded (5.1), and some errors of a stream are made errors of the connection (5.4.2). The C library differs from the RFC in two places
/// that cost nothing: a padded frame without a padding length is a PROTOCOL_ERROR and no FRAME_SIZE_ERROR (6.1), and
/// SETTINGS that push a window beyond its limit reset the stream instead of ending the connection (6.9.2).
@Suite("Conformance of the server", .serialized, .timeLimit(.minutes(2)))
struct ConformanceTests {
  @Test("section 4, frames", arguments: ConformanceCase.frames)
  func frames(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 5.1, stream states", arguments: ConformanceCase.streamStates)
  func states(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 5, numbers of streams", arguments: ConformanceCase.streamNumbers)
  func numbers(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 6.1, DATA", arguments: ConformanceCase.data)
  func data(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 6.2, HEADERS", arguments: ConformanceCase.headers)
  func headers(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("sections 6.3 and 6.4, PRIORITY and RST_STREAM", arguments: ConformanceCase.priorityAndReset)
  func priorityAndReset(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 6.5, SETTINGS", arguments: ConformanceCase.settings)
  func settings(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("sections 6.6 to 6.8, PUSH_PROMISE, PING, GOAWAY", arguments: ConformanceCase.pushPingGoAway)
  func pushPingGoAway(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 6.9, flow control", arguments: ConformanceCase.flowControl)
  func flowControl(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 6.10, CONTINUATION", arguments: ConformanceCase.continuation)
  func continuation(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 8.1, messages", arguments: ConformanceCase.messages)
  func messages(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 8.2, fields", arguments: ConformanceCase.fields)
  func fields(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("section 8.3, control data", arguments: ConformanceCase.pseudoHeaders)
  func pseudoHeaders(_ one: ConformanceCase) async throws { try await one.run() }

  @Test("RFC 7541, header compression", arguments: ConformanceCase.compression)
  func compression(_ one: ConformanceCase) async throws { try await one.run() }
}

/// RFC 9113 section 3.4: how a connection begins.
@Suite("Conformance of the server: the preface", .serialized, .timeLimit(.minutes(2)))
struct PrefaceConformanceTests {
  private func connect(_ body: (RawClient) throws -> Void) async throws {
    let server = try TestServer()
    defer { server.stop() }
    try await blocking { () async throws in try body(try RawClient(port: server.port, timeout: 5)) }
  }

  @Test("the server's first frame is SETTINGS")
  func serverPreface() async throws {
    try await connect { client throws in
      client.begin()
      let first = try client.next()
      #expect(first?.type == RawFrame.Kind.settings && first?.flags == 0)
    }
  }

  @Test("requests may come before the server's SETTINGS are known")
  func early() async throws {
    try await connect { client throws in
      client.write(RawClient.preface + RawFrame.encode(RawFrame.Kind.settings, 0, 0, []))
      client.request(1, "/unary")
      #expect(try client.answer(1).headers[":status"] == "200")
    }
  }

  @Test("a preface cut into single bytes")
  func bytes() async throws {
    try await connect { client throws in
      for byte in RawClient.preface + RawFrame.encode(RawFrame.Kind.settings, 0, 0, []) { client.write([byte]) }
      client.request(1, "/unary")
      #expect(try client.answer(1).headers[":status"] == "200")
    }
  }

  @Test(
    "another preface ends the connection", arguments: ["PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n", "GET / HTTP/1.1\r\n\r\n"])
  func wrong(_ preface: String) async throws {
    try await connect { client throws in
      client.write(Array(preface.utf8))
      #expect(try client.goAway()?.code == Code.protocolError)
    }
  }

  @Test("the first frame must be SETTINGS", arguments: [RawFrame.Kind.ping, RawFrame.Kind.windowUpdate])
  func firstFrame(_ type: UInt8) async throws {
    try await connect { client throws in
      client.write(RawClient.preface)
      client.send(type, [UInt8](repeating: 0, count: type == RawFrame.Kind.ping ? 8 : 4))
      #expect(try client.goAway()?.code == Code.protocolError)
    }
  }

  @Test("an acknowledgement is no first SETTINGS")
  func acknowledgement() async throws {
    try await connect { client throws in
      client.write(RawClient.preface)
      client.send(RawFrame.Kind.settings, flags: RawFrame.Flag.ack)
      #expect(try client.goAway()?.code == Code.protocolError)
    }
  }
}
