import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("HTTP/1.1: which version is spoken", .serialized, .timeLimit(.minutes(2)))
struct HandoverTests {
  @Test("over TLS the client's protocols say it, and none mean HTTP/1.1", arguments: [["http/1.1"], []])
  func overTLS(_ protocols: [String]) async throws {
    try await withDoor(secure: true) { server in
      let client = try TextClient(server, protocols: protocols)
      #expect(try client.get("/hello").text == "hello")
      #expect(try client.get("/fields").text.contains(":scheme=https\n"))
      #expect(try client.get("/large/1000000").body.count == 1_000_000)
    }
  }

  @Test("over TLS a client that knows both speaks HTTP/2, and one that knows neither is refused")
  func bothOrNeither() async throws {
    try await withDoor(secure: true) { server in
      var tls = RawTLS()
      tls.protocols = ["http/1.1", "h2"]
      let client = try RawClient(port: server.port, tls: tls)
      client.begin()
      client.request(1, "/hello")
      #expect(try client.answer(1).body == Array("hello".utf8))
      #expect(throws: RawFailure.self) { try TextClient(server, protocols: ["spdy/3"]) }
    }
  }

  @Test("without TLS the first bytes say it, in whatever pieces they come")
  func clear() async throws {
    try await withDoor { server in
      let client = try RawClient(port: server.port)
      for byte in RawClient.preface { client.write([byte]) }
      client.send(RawFrame.Kind.settings)
      client.request(1, "/hello")
      #expect(try client.answer(1).body == Array("hello".utf8))
      let text = try TextClient(server)
      for byte in "PRIVATE /hello HTTP/1.1\r\nHost: a\r\n\r\n".utf8 { text.write([byte]) }
      #expect(try text.response().text == "hello")
    }
  }

  @Test("the preface of HTTP/2 where HTTP/1.1 was agreed on is a version that is not spoken")
  func prefaceInTheWrongPlace() async throws {
    try await withDoor(secure: true) { server in
      let client = try TextClient(server, protocols: ["http/1.1"])
      client.write(RawClient.preface)
      #expect(try client.response().status == 505)
      #expect(try client.rest() == [])
    }
  }
}
