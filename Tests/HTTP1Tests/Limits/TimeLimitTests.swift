import Glibc
import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("HTTP/1.1: limits of time", .serialized, .timeLimit(.minutes(2)))
struct TimeLimitTests {
  private static let soon: HTTP2Limits = {
    var limits = HTTP2Limits.server
    limits.connection.stalledStreamTimeout = .milliseconds(200)
    return limits
  }()

  @Test(
    "what is begun and does not go on is answered 408 and closed",
    arguments: [
      "GET /hello HT", "GET /hello HTTP/1.1\r\nHost: a\r\n",
      "POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc",
      "POST /collect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
      "POST /incomplete HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n",
    ])
  func slow(_ beginning: String) async throws {
    try await withDoor(limits: Self.soon) { server in
      let client = try TextClient(server)
      #expect(try client.get("/hello").status == 200)
      client.write(beginning)
      let response = try client.response()
      #expect(response.status == 408)
      #expect(response["connection"] == "close")
      #expect(try client.rest() == [])
      #expect(server.server.counters.limitHits == [.stalledInput: 1])
    }
  }

  @Test("a body that drips is no body")
  func dripping() async throws {
    try await withDoor(limits: Self.soon) { server in
      let client = try TextClient(server)
      client.write("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n")
      while client.write("a") { usleep(5000) }
      #expect(server.server.counters.limitHits == [.stalledInput: 1])
    }
  }

  @Test("a body waits as long as its handler does")
  func waitingForTheHandler() async throws {
    var limits = Self.soon
    limits.streamWindow = 1000
    try await withDoor(limits: limits) { server in
      let client = try TextClient(server, timeout: 1)
      client.write("POST /hold HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n")
      client.write([UInt8](repeating: 1, count: 5000))
      #expect(throws: RawFailure.self) { try client.response() }
      #expect(server.server.counters.limitHits == [:])
    }
  }

  @Test("a client that does not read its answer is let go")
  func slowReader() async throws {
    try await withDoor(limits: Self.soon) { server in
      let client = try TextClient(server, receiveBuffer: 4096)
      client.write("GET /large/50000000 HTTP/1.1\r\nHost: a\r\n\r\n")
      untilTrue { server.server.counters.openConnections == 0 }
      #expect(server.server.counters.limitHits == [.stalledOutput: 1])
    }
  }

  @Test("a client that asks nothing is let go without a word")
  func silent() async throws {
    for secure in [false, true] {
      var limits = HTTP2Limits.server
      limits.prefaceTimeout = .milliseconds(100)
      try await withDoor(secure: secure, limits: limits) { server in
        let client = secure ? try TextClient(server, protocols: []) : try TextClient(server)
        #expect(try client.rest() == [])
        #expect(server.server.counters.limitHits == [.prefaceTime: 1])
      }
    }
  }

  @Test("a client that asks nothing more is let go")
  func idle() async throws {
    var limits = HTTP2Limits.server
    limits.connection.idleTimeout = .milliseconds(100)
    try await withDoor(limits: limits) { server in
      let client = try TextClient(server)
      #expect(try client.get("/hello").text == "hello")
      #expect(try client.rest() == [])
      #expect(server.server.counters.limitHits == [:])
    }
  }

  @Test("an old connection ends with an answer that says so")
  func age() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxAge = .milliseconds(100)
    try await withDoor(limits: limits) { server in
      let client = try TextClient(server)
      client.write("POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na")
      usleep(400_000)
      client.write("b")
      #expect(try client.response()["connection"] == "close")
      #expect(try client.rest() == [])
    }
  }
}
