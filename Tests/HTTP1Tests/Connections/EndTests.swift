import EventLoop
import HTTP2
import RawHTTP2
import Synchronization
import Testing
import Transport

@Suite("HTTP/1.1: the end of connections", .serialized, .timeLimit(.minutes(2)))
struct EndTests {
  @Test("a drain closes idle connections, and others after their answer, which says so")
  func drain() async throws {
    let server = try DoorServer()
    defer { server.stop() }
    let isIdle = Mutex(false)
    try await withRaw {
      let idle = try TextClient(server)
      #expect(try idle.get("/hello").status == 200)
      let busy = try TextClient(server)
      busy.write("POST /collect HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab")
      untilTrue { server.journal.receivedBytes == 2 }
      server.server.drain { isIdle.withLock { $0 = true } }
      #expect(try idle.rest() == [])
      busy.write("cde")
      let response = try busy.response()
      #expect(response.text.hasPrefix("5 "))
      #expect(response["connection"] == "close")
      #expect(try busy.rest() == [])
    }
    #expect(await server.eventually { _ in isIdle.withLock { $0 } })
  }

  @Test("a request that has been sent when a drain begins is answered")
  func drainAgainstRequest() async throws {
    let server = try DoorServer()
    defer { server.stop() }
    try await withRaw {
      let client = try TextClient(server)
      #expect(try client.get("/hello").status == 200)
      // Both wait for the loop, the request before the drain.
      let isHeld = Atomic(true)
      server.loop.execute { while isHeld.load(ordering: .relaxed) {} }
      client.write("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n")
      server.server.drain {}
      isHeld.store(false, ordering: .relaxed)
      let response = try client.response()
      #expect(response.text == "hello")
      #expect(response["connection"] == "close")
    }
  }

  @Test("a server that closes ends connections, and their streams hear of it")
  func close() async throws {
    let server = try DoorServer()
    defer { server.stop() }
    try await withRaw {
      let client = try TextClient(server)
      client.write("GET /never HTTP/1.1\r\nHost: a\r\n\r\n")
      untilTrue { !server.journal.accepted.isEmpty }
      server.server.close()
      #expect(try client.rest() == [])
    }
    #expect(await server.eventually { $0.closed == [.connectionLost("the server stops")] })
  }

  @Test("a client that goes is heard of while its request is being answered")
  func clientGoes() async throws {
    let server = try DoorServer()
    defer { server.stop() }
    try await withRaw {
      let client = try TextClient(server)
      client.write("GET /never HTTP/1.1\r\nHost: a\r\n\r\n")
      untilTrue { !server.journal.accepted.isEmpty }
    }
    #expect(await server.eventually { $0.closed == [.connectionLost("the peer closed the connection")] })
  }

  @Test("the last answer is read by a client that is still sending")
  func stillSending() async throws {
    let server = try DoorServer()
    defer { server.stop() }
    try await withRaw {
      let client = try TextClient(server)
      client.write("POST /early HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n")
      for _ in 0..<20 { client.write([UInt8](repeating: 1, count: 50_000)) }
      let response = try client.response()
      #expect(response.text == "early")
      #expect(response["connection"] == "close")
      #expect(try client.rest() == [])
    }
    #expect(await server.eventually { $0.closed == [.endStream] })
  }

  @Test("an idle connection gives way to a new one, and one with a request does not")
  func room() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxConnections = 2
    limits.connection.maxConnectionsPerNetwork = 100
    let server = try DoorServer(limits: limits)
    defer { server.stop() }
    try await withRaw {
      let busy = try TextClient(server)
      busy.write("GET /never HTTP/1.1\r\nHost: a\r\n\r\n")
      untilTrue { !server.journal.accepted.isEmpty }
      let idle = try TextClient(server)
      #expect(try idle.get("/hello").status == 200)
      let newcomer = try TextClient(server)
      newcomer.write("GET /never HTTP/1.1\r\nHost: a\r\n\r\n")
      #expect(try idle.rest() == [])
      untilTrue { server.journal.accepted.count == 3 }
      let another = try TextClient(server)
      #expect(try another.rest() == [])
      #expect(server.server.counters.limitHits == [.connections: 2])
      #expect(server.server.counters.openConnections == 2)
    }
  }
}
