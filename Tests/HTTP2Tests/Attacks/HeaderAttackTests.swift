import HTTP2
import RawHTTP2
import Testing
import Transport
internal import Transport

@Suite("Attacks: header blocks", .serialized, .timeLimit(.minutes(2)))
struct HeaderAttackTests {
  @Test("CONTINUATION without end")
  func continuations() async throws {
    try await AttackRange.run(.continuationFlood) { server, client async throws in
      Assault.continuationFlood.attack(client, AssaultedCall(path: "/silent"))
      #expect(try client.goAway()?.code == Code.calm)
      #expect(server.journal.accepted == 0)
    }
  }

  @Test("CONTINUATION frames of nothing")
  func emptyContinuations() async throws {
    try await AttackRange.run(.continuationFlood) { _, client async throws in
      Assault.emptyContinuations.attack(client, AssaultedCall(path: "/silent"))
      #expect(try client.goAway()?.code == Code.calm)
    }
  }

  @Test("one large field in the table and thousands of references to it")
  func hpackBomb() async throws {
    try await AttackRange.run(.hpackBomb) { server, client async throws in
      Assault.hpackBomb.attack(client, AssaultedCall(path: "/silent"))
      let end = try #require(try client.goAway())
      #expect(end.code == Code.calm)
      #expect(end.text == "header list far larger than 16384 bytes or 100 fields")
      #expect(server.journal.accepted == 0)
    }
  }

  @Test("thousands of the smallest fields, each one byte on the wire")
  func fieldBomb() async throws {
    try await AttackRange.run(.fieldBomb) { server, client async throws in
      Assault.fieldBomb.attack(client, AssaultedCall(path: "/silent"))
      #expect(try client.goAway()?.code == Code.calm)
      #expect(server.journal.accepted == 0)
    }
  }

  @Test("a cookie in very many crumbs")
  func cookieCrumbs() async throws {
    try await AttackRange.run(.fieldBomb) { server, client async throws in
      Assault.cookieCrumbs.attack(client, AssaultedCall(path: "/silent"))
      #expect(try client.next(RawFrame.Kind.reset, stream: 1)?.number(at: 0) == Code.calm)
      #expect(server.journal.accepted == 0)
    }
  }

  @Test("trailers are bounded like headers")
  func trailers() async throws {
    try await AttackRange.run(.fieldBomb) { server, client async throws in
      client.request(1, "/silent", endStream: false)
      client.headers(1, HeaderBlock.literals((0..<120).map { ("x\($0)", "") }))
      #expect(try client.next(RawFrame.Kind.reset, stream: 1)?.number(at: 0) == Code.calm)
      #expect(await server.eventually { $0.closed.contains(.limitExceeded("header list larger than \(Self.size)")) })
    }
  }

  private static let size = "16384 bytes or 100 fields"

  @Test(
    "CR, LF and NUL in names and values",
    arguments: [
      ("x-a", "b\r\nc: d"), ("x-a", "b\n"), ("x-a", "b\0c"), ("x-a", "b\rc"), ("x\r\n", "a"), ("x\0", "a"),
      ("x y", "a"),
      ("x:y", "a"), ("", "a"), ("x-a", " b"), ("x-a", "b\t"), ("X-A", "b"),
    ])
  func badCharacters(name: String, value: String) async throws {
    try await expectMalformed(.badHeaders, HeaderBlock.request("/unary", [(name, value)]))
  }

  @Test(
    "pseudo-headers twice, missing, unknown, of responses, after fields",
    arguments: [
      [(":method", "POST"), (":method", "GET"), (":scheme", "http"), (":path", "/unary")],
      [(":method", "POST"), (":scheme", "http"), (":scheme", "http"), (":path", "/unary")],
      [(":method", "POST"), (":scheme", "http"), (":path", "/unary"), (":path", "/silent")],
      [(":method", "POST"), (":scheme", "http"), (":path", "/unary"), (":authority", "a"), (":authority", "b")],
      [(":scheme", "http"), (":path", "/unary")],
      [(":method", "POST"), (":path", "/unary")],
      [(":method", "POST"), (":scheme", "http")],
      [(":method", "POST"), (":scheme", "http"), (":path", "")],
      [(":method", "POST"), (":scheme", "http"), (":path", "/unary"), (":status", "200")],
      [(":method", "POST"), (":scheme", "http"), (":path", "/unary"), (":protocol", "websocket")],
      [(":method", "POST"), (":scheme", "http"), (":path", "/unary"), (":other", "x")],
      [(":method", "POST"), (":scheme", "http"), ("te", "trailers"), (":path", "/unary")],
    ])
  func pseudoHeaders(_ fields: [(String, String)]) async throws {
    try await expectMalformed(.pseudoHeaders, HeaderBlock.literals(fields))
  }

  @Test(
    "a path that does not begin with a slash is never routed, whatever the scheme",
    arguments: [("unary", "http"), ("unary", "https"), ("unary", "grpc"), ("*", "ftp"), ("http://h/unary", "x")])
  func badPath(path: String, scheme: String) async throws {
    try await expectMalformed(.badPath, HeaderBlock.request(path, scheme: scheme))
  }

  private func expectMalformed(_ attack: Attack, _ block: [UInt8]) async throws {
    try await AttackRange.run(attack) { server, client async throws in
      client.headers(1, block)
      #expect(try client.answer(1).reset == Code.protocolError)
      #expect(server.journal.accepted == 0)
      client.request(3, "/unary")
      #expect(try client.answer(3).headers[":status"] == "200")
    }
  }
}
