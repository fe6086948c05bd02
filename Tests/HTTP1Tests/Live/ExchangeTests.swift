import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("HTTP/1.1: exchanges", .serialized, .timeLimit(.minutes(2)))
struct ExchangeTests {
  @Test("requests follow each other on one connection, each with its answer")
  func keepAlive() async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      for _ in 0..<3 {
        let response = try client.get("/hello")
        #expect(response.status == 200)
        #expect(response.text == "hello")
        #expect(response["content-length"] == "5")
        #expect(response["connection"] == nil)
        #expect(response["date"] == "Sun, 06 Nov 1994 08:49:37 GMT")
      }
      #expect(server.server.counters.acceptedConnections == 1)
    }
  }

  @Test("pipelined requests are answered in their order")
  func pipelining() async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      let post = "POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
      let get = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
      client.write(String(repeating: get + post, count: 50))
      for _ in 0..<50 {
        #expect(try client.response().text == "hello")
        #expect(try client.response().text.hasPrefix("3 "))
      }
    }
  }

  @Test("a request in single bytes is the same request")
  func singleBytes() async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      let text =
        "POST /collect HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nX-T: 1\r\n\r\n"
      for byte in text.utf8 { client.write([byte]) }
      #expect(try client.response().text == #"3 96354 ["x-t=1"]"#)
    }
  }

  @Test("a handler sees what it sees of HTTP/2, without the fields of the connection")
  func fieldsHandedOn() async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      let text = try client.get(
        "/fields",
        "Accept: x\r\nConnection: keep-alive, X-Mine\r\nX-Mine: 1\r\nKeep-Alive: 5\r\nTE: trailers\r\nUpgrade: h2c\r\n"
          + "HTTP2-Settings: AAA\r\nProxy-Connection: x\r\nX-Utf: \u{e9}\r\n"
      ).text
      #expect(text == ":method=GET\n:path=/fields\n:scheme=http\n:authority=a\naccept=x\nx-utf=\u{e9}\n")
      let whole = "GET http://B:80/fields?q HTTP/1.1\r\nHost: b:80\r\n\r\n"
      client.write(whole.replacing("/fields?q", with: "/fields"))
      #expect(try client.response().text.contains(":path=/fields\n:scheme=http\n:authority=b:80\n"))
    }
  }

  @Test("a body whose length is not known is chunked, and trailers follow it")
  func chunkedResponse() async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      client.write("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n")
      client.write("2\r\nfg\r\n0\r\nx-last: 9\r\n\r\n")
      let response = try client.response()
      #expect(response["transfer-encoding"] == "chunked")
      #expect(response.text == "abcdefg")
      #expect(response.trailers.map(\.name) == ["x-last"])
      #expect(try client.get("/large/300000").body.count == 300_000)
      #expect(try client.get("/hello").text == "hello")
    }
  }

  @Test("answers without a body say so as their status wants it")
  func bodiless() async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      #expect(try client.get("/empty")["content-length"] == "0")
      #expect(try client.get("/promised")["content-length"] == "0")
      client.write("HEAD /promised HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.response(isHEAD: true)["content-length"] == "9")
      #expect(try client.get("/no-content")["content-length"] == nil)
      #expect(try client.get("/not-modified")["etag"] == "x")
      client.write("HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\nHEAD /large/10 HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try client.response(isHEAD: true).status == 200)
      #expect(try client.response(isHEAD: true).status == 200)
      #expect(try client.get("/hello").text == "hello")
    }
  }

  @Test("a client that asks whether to send its body is told so, unless the answer is there already")
  func expectContinue() async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      let fields = "HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
      client.write("POST /collect \(fields)")
      #expect(try client.response().status == 100)
      client.write("abcde")
      #expect(try client.response().text.hasPrefix("5 "))
      client.write("POST /early \(fields)")
      let early = try client.response()
      #expect(early.status == 200)
      #expect(early["connection"] == "close")
      #expect(try client.rest() == [])
    }
  }

  @Test("HTTP/1.0 ends with its answer, or goes on when it asks to")
  func oldVersion() async throws {
    try await withDoor { server in
      let kept = try TextClient(server)
      kept.write("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      let first = try kept.response()
      #expect(first["connection"] == "keep-alive")
      kept.write("GET /hello HTTP/1.0\r\n\r\n")
      #expect(try kept.response()["connection"] == "close")
      #expect(try kept.rest() == [])
      let streamed = try TextClient(server)
      streamed.write("GET /large/50000 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
      let response = try streamed.response()
      #expect(response["transfer-encoding"] == nil)
      #expect(response.body.count == 50_000)
    }
  }

  @Test("a client that wants to close is answered and let go")
  func close() async throws {
    try await withDoor { server in
      let client = try TextClient(server)
      let response = try client.get("/hello", "Connection: close\r\n")
      #expect(response["connection"] == "close")
      #expect(try client.rest() == [])
    }
  }

  @Test("a response that is not what its head says, or is cut off, ends with the connection")
  func brokenResponses() async throws {
    try await withDoor { server in
      for path in ["/cut", "/short"] {
        let client = try TextClient(server)
        client.write("GET \(path) HTTP/1.1\r\nHost: a\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(throws: RawFailure.self) { try client.response() }
      }
      let long = try TextClient(server)
      #expect(try long.get("/long").body.count == 10)
      #expect(try long.rest() == [])
      for (path, status) in [("/split", 500), ("/reset", 500), ("/refuse", 503)] {
        let client = try TextClient(server)
        let response = try client.get(path)
        #expect(response.status == status)
        #expect(response["set-cookie"] == nil)
        #expect(try client.rest() == [])
      }
    }
  }
}
