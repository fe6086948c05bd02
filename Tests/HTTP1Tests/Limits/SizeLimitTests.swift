import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("HTTP/1.1: limits of size", .serialized, .timeLimit(.minutes(2)))
struct SizeLimitTests {
  @Test("heads that are too large are refused as soon as that is known, and counted")
  func heads() async throws {
    try await withDoor { server in
      let long = String(repeating: "a", count: 16_500)
      let many = String(repeating: "x: y\r\n", count: 101)
      let crowded = String(repeating: "\(String(repeating: "n", count: 80)):\r\n", count: 99)
      let manyLarge = String(repeating: "x: \(String(repeating: "y", count: 130))\r\n", count: 100)
      let cases = [
        (414, "GET /\(long)"), (414, "GET /\(long) HTTP/1.1\r\n"),
        (431, "GET /hello HTTP/1.1\r\nHost: a\r\nx: \(long)"),
        (431, "GET /hello HTTP/1.1\r\nHost: a\r\n\(many)\r\n"),
        (431, "GET /hello HTTP/1.1\r\nHost: a\r\n\(manyLarge)\r\n"),
        (200, "GET /hello HTTP/1.1\r\nHost: a\r\n\(crowded)\r\n"),
      ]
      for (status, text) in cases {
        let client = try TextClient(server)
        client.write(text)
        #expect(try client.response().status == status)
      }
      #expect(server.server.counters.limitHits == [.headerList: 5])
    }
  }

  @Test("trailers have the limits of heads")
  func trailers() async throws {
    try await withDoor { server in
      for trailers in [String(repeating: "x: y\r\n", count: 101), "x: \(String(repeating: "y", count: 16_500))"] {
        let client = try TextClient(server)
        client.write("POST /collect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\(trailers)\r\n\r\n")
        #expect(try client.response().status == 431)
      }
    }
  }

  @Test("a body whose handler does not take it waits in the socket")
  func window() async throws {
    var limits = HTTP2Limits.server
    limits.streamWindow = 100_000
    try await withDoor(limits: limits) { server in
      let client = try TextClient(server, timeout: 1)
      client.write("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n")
      #expect(!client.write([UInt8](repeating: 1, count: 50_000_000)))
      #expect((100_000..<140_000).contains(server.journal.receivedBytes))
    }
  }

  @Test("a body whose handler takes it comes whole, however large the window")
  func consumedWindow() async throws {
    var limits = HTTP2Limits.server
    limits.streamWindow = 10_000
    for secure in [false, true] {
      try await withDoor(secure: secure, limits: limits) { server in
        let client = secure ? try TextClient(server, protocols: []) : try TextClient(server)
        client.write("POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n")
        client.write([UInt8](repeating: 1, count: 3_000_000))
        #expect(try client.response().text.hasPrefix("3000000 "))
      }
    }
  }

  @Test("requests that follow one without an answer wait in the socket")
  func pipeliningFlood() async throws {
    try await withDoor { server in
      let client = try TextClient(server, timeout: 1)
      let request = Array("GET /never HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
      #expect(!client.write([UInt8]((0..<500_000).flatMap { _ in request })))
      #expect(server.journal.accepted.count == 1)
    }
  }

  @Test("chunks of a byte are allowed to be few")
  func tinyChunks() async throws {
    var limits = HTTP2Limits.server
    limits.tinyData = .init(10, per: .seconds(30))
    try await withDoor(limits: limits) { server in
      let client = try TextClient(server)
      client.write("POST /collect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
      client.write(String(repeating: "1\r\nx\r\n", count: 11) + "0\r\n\r\n")
      #expect(try client.response().status == 400)
      #expect(server.server.counters.limitHits.map(\.key.rawValue) == ["tinyChunks"])
    }
  }
}
