import HTTP2
import RawHTTP2
import Testing
import Transport
internal import Transport

/// The rules of RFC 9113 section 8 for requests, whatever came before on the connection.
@Suite("Conformance of the server: requests", .serialized, .timeLimit(.minutes(2)))
struct RequestRuleTests {
  private typealias Verdict = MessageProbe.Verdict
  private static let usual = RawMessage(head: RequestRow.usual + [("x-a", "b")], body: [2], trailers: [("x-t", "1")])
  /// A server on which rates are without limits, as on a client.
  private static let unlimited = HTTP2Limits.client

  private func check(_ row: RequestRow, _ verdict: Verdict, _ place: String) {
    switch row.outcome {
    case .answered: #expect(verdict == Verdict(isAnswered: true), "\(row.rule), \(place)")
    case .accepted: #expect(verdict == Verdict(), "\(row.rule), \(place)")
    case .malformed: #expect(verdict == Verdict(reset: Code.protocolError), "\(row.rule), \(place)")
    }
  }

  private func withServer(_ body: (TestServer) throws -> Void) async throws {
    let server = try TestServer(limits: Self.unlimited)
    defer { server.stop() }
    try await blocking { () async throws in try body(server) }
  }

  @Test("first on its connection", arguments: [false, true])
  func first(isIndexed: Bool) async throws {
    try await withServer { server throws in
      for row in RequestRow.all {
        check(row, try MessageProbe(server, isIndexed: isIndexed).send(row.message), "first")
      }
    }
  }

  @Test("again and again, and between requests that are in order", arguments: [false, true])
  func between(isIndexed: Bool) async throws {
    try await withServer { server throws in
      let probe = try MessageProbe(server, isIndexed: isIndexed)
      for row in RequestRow.all {
        for time in 1...2 { check(row, try probe.send(row.message), "time \(time)") }
        let verdict = try probe.send(Self.usual)
        #expect(verdict == Verdict(isAnswered: true), "a request after: \(row.rule)")
        check(row, try probe.send(row.message), "after a request in order")
      }
    }
  }

  @Test("a refused block leaves header compression in step")
  func compression() async throws {
    try await withRaw { server, client async throws in
      client.headers(1, HeaderBlock.request("/silent", [("X", "y")]) + HeaderBlock.indexedLiteral(":path", "/unary"))
      #expect(try client.answer(1).reset == Code.protocolError)
      let others = HeaderBlock.literals([RequestRow.usual[0], RequestRow.usual[1], RequestRow.usual[3]])
      client.headers(3, others + HeaderBlock.reference(62))
      #expect(try client.answer(3).headers[":status"] == "200")
      #expect(server.journal.accepted == 1)
    }
  }

  @Test("a block that was refused is not taken for an incomplete one")
  func refusedIsComplete() async throws {
    try await withRaw { limits in
      limits.connection.stalledStreamTimeout = .milliseconds(40)
    } _: { _, client async throws in
      client.request(1, "/unary", extra: [("te", "gzip")])
      #expect(try client.answer(1).reset == Code.protocolError)
      client.headers(3, HeaderBlock.request("/unary", (0..<120).map { ("x\($0)", "") }))
      #expect(try client.answer(3).reset == Code.calm)
      try await Task.sleep(for: .milliseconds(200))
      client.request(5, "/unary")
      #expect(try client.answer(5).headers[":status"] == "200")
    }
  }

  @Test("padding does not count as body")
  func padding() async throws {
    try await withRaw { _, client async throws in
      client.request(1, "/unary", endStream: false, extra: [("content-length", "2")])
      let flags = RawFrame.Flag.padded | RawFrame.Flag.endStream
      client.send(RawFrame.Kind.data, flags: flags, stream: 1, [3, 7, 7, 0, 0, 0])
      #expect(try client.answer(1).headers[":status"] == "200")
    }
  }

  @Test("each request that breaks a rule is a glitch")
  func glitches() async throws {
    try await withRaw { limits in
      limits.glitches = .init(3, per: .seconds(3600))
    } _: { _, client async throws in
      for index: UInt32 in 0..<4 { client.request(2 * index + 1, "/unary", extra: [("te", "gzip")]) }
      let end = try client.goAway()
      #expect(end?.code == Code.calm)
      #expect(end?.text.contains("broken rules") == true)
    }
  }
}
