internal import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("Attacks: TLS", .serialized, .timeLimit(.minutes(2)))
struct TLSAttackTests {
  @Test("a handshake that does not begin, or stops after its first bytes", arguments: [0, 5, 100])
  func stalled(_ length: Int) async throws {
    try await AttackRange.serve(.slowHandshake, secure: true, { $0.connection.handshakeTimeout = .milliseconds(1500) })
    {
      server async throws in
      let pipe = try SocketPipe(port: server.port)
      // The beginning of a ClientHello that announces 512 bytes.
      let hello = [0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3] + [UInt8](repeating: 7, count: 400)
      _ = pipe.write(Array(hello.prefix(length)))
      #expect(try pipe.read() == nil)
    }
  }

  @Test("a hundred stalled handshakes at once")
  func manyStalled() async throws {
    try await AttackRange.serve(.slowHandshake, secure: true, { $0.connection.handshakeTimeout = .milliseconds(1500) })
    {
      server async throws in
      let pipes = try (0..<100).map { _ in try SocketPipe(port: server.port) }
      for pipe in pipes { _ = pipe.write([0x16, 3, 1, 2, 0]) }
      for pipe in pipes { #expect(try pipe.read() == nil) }
    }
  }

  @Test("versions before 1.2", arguments: [RawTLS.version10, RawTLS.version11])
  func oldVersions(_ version: Int32) async throws {
    try await expectRefused(.oldTLS) {
      $0.minimum = version
      $0.maximum = version
    }
  }

  @Test(
    "ciphers that HTTP/2 prohibits",
    arguments: ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA256", "ECDHE-ECDSA-AES256-SHA", "NULL"])
  func weakCiphers(_ cipher: String) async throws {
    try await expectRefused(.oldTLS) {
      $0.maximum = RawTLS.version12
      $0.ciphers = cipher
    }
  }

  @Test("no ALPN, or none with h2", arguments: [[], ["http/1.1"], ["h2c", "spdy/3"]])
  func alpn(_ protocols: [String]) async throws {
    try await expectRefused(.noALPN) { $0.protocols = protocols }
  }

  private func expectRefused(_ attack: Attack, _ change: (inout RawTLS) -> Void) async throws {
    var settings = RawTLS()
    change(&settings)
    try await AttackRange.serve(attack, secure: true) { server async throws in
      #expect(throws: RawFailure.self) {
        let client = try RawClient(port: server.port, tls: settings)
        client.begin()
        // A client without ALPN only learns of its refusal when it reads.
        guard try client.next() == nil else { return }
        throw RawFailure("closed")
      }
    }
  }

  @Test("both versions that are allowed are served", arguments: [RawTLS.version12, RawTLS.version13])
  func versions(_ version: Int32) async throws {
    let server = try TestServer(secure: true)
    defer { server.stop() }
    try await blocking { () async throws in
      var settings = RawTLS()
      settings.maximum = version
      settings.protocols = ["http/1.1", "h2"]
      let client = try RawClient(port: server.port, tls: settings)
      client.begin()
      client.request(1, "/unary")
      #expect(try client.answer(1).body == Array("hello".utf8))
    }
  }

  @Test("a new handshake on an open connection is refused, and early data is not offered")
  func renegotiation() async throws {
    let server = try TestServer(secure: true)
    defer { server.stop() }
    try await blocking { () async throws in
      var settings = RawTLS()
      settings.maximum = RawTLS.version12
      let pipe = try TLSPipe(try SocketPipe(port: server.port), settings)
      let client = RawClient(pipe)
      try client.settle()
      #expect(!pipe.renegotiate())
      let modern = try TLSPipe(try SocketPipe(port: server.port))
      let other = RawClient(modern)
      try other.settle()
      other.request(1, "/unary")
      #expect(try other.answer(1).body == Array("hello".utf8))
      #expect(!modern.allowsEarlyData)
    }
  }
}
