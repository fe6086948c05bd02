import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("HTTP/1.1: what two servers could read differently", .serialized, .timeLimit(.minutes(2)))
struct SmugglingTests {
  /// What would be served if a refused message ended where its author wants it to.
  private static let smuggled = Array("GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n".utf8)

  @Test("is refused, and nothing behind it is served", arguments: SmugglingCase.all)
  func refused(_ item: SmugglingCase) async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      client.write(item.bytes + Self.smuggled)
      let response = try client.response()
      #expect(response.status == item.status)
      #expect(response["connection"] == "close")
      #expect(response.body.count > 1)
      #expect(try client.rest() == [])
      #expect(!server.journal.accepted.contains { $0.contains { $0.value == "/smuggled" } })
      #expect(server.server.counters.limitHits.values.reduce(0, +) == 1)
    }
  }

  @Test("is refused in single bytes too", arguments: SmugglingCase.all)
  func refusedInPieces(_ item: SmugglingCase) async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      for byte in item.bytes + Self.smuggled where !client.write([byte]) { break }
      #expect(try client.response().status == item.status)
      #expect(!server.journal.accepted.contains { $0.contains { $0.value == "/smuggled" } })
    }
  }

  @Test(
    "what only looks odd is read as it is meant",
    arguments: [
      "Transfer-Encoding: Chunked\r\n\r\n0005;a=\"b\";c\r\nabcde\r\n0;x\r\nX: y\r\n\r\n",
      "transfer-encoding:\t chunked \t\r\n\r\n5\r\nabcde\r\n000\r\n\r\n", "content-length: 0005\r\n\r\nabcde",
      "Content-Length: 5\r\nConnection: ,keep-alive, ,\r\n\r\nabcde",
      "Content-Length: 5\r\nX:\r\nY: \u{80}\r\n\r\nabcde",
    ])
  func accepted(_ rest: String) async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      client.write("\r\nPOST /collect HTTP/1.1\r\nHost: a\r\n\(rest)")
      #expect(try client.response().text.hasPrefix("5 "))
      #expect(try client.get("/hello").text == "hello")
    }
  }
}
