import EventLoop
import Glibc
import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("TLS", .timeLimit(.minutes(2)))
struct TLSTests {
  @Test("a certificate for another name is not accepted")
  func otherName() async throws {
    let server = try TestServer(secure: true)
    defer { server.stop() }
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    let tls = try TestIdentity.shared.get().clientContext()
    let error = await #expect(throws: ConnectError.self) {
      try await ClientConnection.connect(to: server.address, serverName: "example.org", tls: tls, on: loop)
    }
    #expect(error?.reason == "TLS handshake: the peer's certificate is not valid: hostname mismatch")
    let named = try await ClientConnection.connect(to: server.address, serverName: "localhost", tls: tls, on: loop)
    #expect(await named.call("/unary").reason == .endStream)
    named.close()
  }

  @Test("a client that connects again resumes its session")
  func resumption() async throws {
    let server = try TestServer(secure: true)
    defer { server.stop() }
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    let tls = try TestIdentity.shared.get().clientContext()
    for round in 0..<4 {
      let connection = try await ClientConnection.connect(to: server.address, tls: tls, on: loop)
      #expect(await connection.call("/unary").reason == .endStream)
      connection.close()
      #expect(server.server.counters.resumedHandshakes == round)
    }
  }

  @Test("a certificate nobody trusted has signed is not accepted")
  func unknownAuthority() async throws {
    let server = try TestServer(secure: true)
    defer { server.stop() }
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    let tls = try TLSClientContext()
    let error = await #expect(throws: ConnectError.self) {
      try await ClientConnection.connect(to: server.address, tls: tls, on: loop)
    }
    #expect(error?.reason.hasPrefix("TLS handshake: the peer's certificate is not valid: self") == true)
  }

  @Test("a peer that speaks no TLS is turned away and the server goes on")
  func noTLS() async throws {
    let server = try TestServer(secure: true)
    defer { server.stop() }
    try await blocking { () async throws in
      let client = try RawClient(port: server.port)
      client.begin()
      // The server's last word is a TLS alert, which is no frame.
      while (try? client.next()) != nil {}
    }
    try await withClient(server, secure: true) { client in
      #expect(await client.call("/unary").reason == .endStream)
    }
    #expect(await server.eventually { $0.connectionsClosed.count == 1 })
  }

  @Test("writing to a peer that is gone does not end the process")
  func brokenPipe() async throws {
    let server = try TestServer(secure: true)
    defer { server.stop() }
    try await withClient(server, secure: true) { client in
      let outcome = await client.call("/large/20000000", onData: { _ in client.close() })
      guard case .connectionLost = outcome.reason else { Issue.record("\(outcome.reason)"); return }
    }
    #expect(
      await server.eventually {
        guard case .connectionLost = $0.closed.first else { return false }
        return true
      })
    var current = sigaction()
    sigaction(SIGPIPE, nil, &current)
    let handler = unsafeBitCast(current.__sigaction_handler.sa_handler, to: Int.self)
    #expect(handler == unsafeBitCast(SIG_IGN, to: Int.self))
  }
}
