import EventLoop
import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("Client certificates", .timeLimit(.minutes(2)))
struct ClientCertificateTests {
  private static let authority = Result { try RawIdentity(commonName: "Test CA", names: "") }

  private func client(names: String = "DNS:shop.example,URI:spiffe://example/shop,email:a@b.example,IP:10.0.0.7")
    throws -> RawIdentity
  {
    try RawIdentity(
      commonName: "shop", organization: "Exämple", names: names, issuer: try Self.authority.get())
  }

  private func server(_ ask: (String) -> ClientCertificates) throws -> TestServer {
    let identity = try TestIdentity.shared.get()
    return try TestServer(
      tls: try TLSServerContext(
        certificateChain: identity.certificatePath, privateKey: identity.keyPath,
        clientCertificates: ask(try Self.authority.get().certificatePath)))
  }

  private func call(_ server: TestServer, _ identity: RawIdentity?) async throws -> TestCall.Outcome {
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    let tls = try TLSClientContext(
      certificateAuthorities: try TestIdentity.shared.get().certificatePath,
      certificateChain: identity?.certificatePath, privateKey: identity?.keyPath)
    let connection = try await ClientConnection.connect(to: server.address, tls: tls, on: loop)
    defer { connection.close() }
    return await connection.call("/unary")
  }

  @Test("a certificate the authority has signed is verified, and what it says is on the connection")
  func required() async throws {
    let server = try server { .required(authorities: $0) }
    defer { server.stop() }
    let identity = try client()
    #expect(try await call(server, identity).reason == .endStream)
    let seen = try #require(server.journal.identities.first ?? nil)
    #expect(seen.subject == "CN=shop,O=Exämple")
    #expect(seen.commonName == "shop")
    #expect(
      seen.alternativeNames == [
        .dns("shop.example"), .uri("spiffe://example/shop"), .email("a@b.example"), .ip("10.0.0.7"),
      ])
    #expect(seen.fingerprint == identity.fingerprint)
    #expect(seen.fingerprintText.count == 64)
  }

  @Test("without a certificate, or with one of a stranger, a call fails with the server's alert")
  func refused() async throws {
    let server = try server { .required(authorities: $0) }
    defer { server.stop() }
    let none = try await call(server, nil)
    #expect("\(none.reason)".contains("the peer sent the alert \"certificate required\""), "\(none.reason)")
    let stranger = try await call(server, try RawIdentity(commonName: "stranger"))
    #expect("\(stranger.reason)".contains("the peer sent the alert \"unknown CA\""), "\(stranger.reason)")
    #expect(server.journal.accepted == 0)
    #expect(await server.eventually { _ in server.server.counters.limitHits[.handshake] == 2 })
  }

  @Test("where certificates are optional, a caller without one is nobody, and a stranger's is refused")
  func optional() async throws {
    let server = try server { .optional(authorities: $0) }
    defer { server.stop() }
    #expect(try await call(server, nil).reason == .endStream)
    #expect(try await call(server, try client()).reason == .endStream)
    #expect(server.journal.identities.map { $0?.commonName } == [nil, "shop"])
    let stranger = try await call(server, try RawIdentity(commonName: "shop"))
    #expect("\(stranger.reason)".contains("unknown CA"), "\(stranger.reason)")
    #expect(server.journal.identities.count == 2)
  }

  @Test("a server that does not ask sees no identity, whatever the client has")
  func notAsked() async throws {
    let server = try server { _ in .notAsked }
    defer { server.stop() }
    #expect(try await call(server, try client()).reason == .endStream)
    #expect(server.journal.identities == [nil])
  }

  @Test("names with a zero byte inside and unknown kinds are left out")
  func names() async throws {
    let server = try server { .required(authorities: $0) }
    defer { server.stop() }
    #expect(try await call(server, try client(names: "RID:1.2.3.4,DNS:a.example")).reason == .endStream)
    #expect(server.journal.identities.first??.alternativeNames == [.dns("a.example")])
  }

  @Test("a certificate without its key, or files that cannot be read, are errors in words")
  func files() throws {
    let identity = try client()
    let half = #expect(throws: TLSError.self) { try TLSClientContext(certificateChain: identity.certificatePath) }
    #expect(half?.reason == "certificate chain and private key are given together or not")
    let own = try TestIdentity.shared.get()
    let missing = #expect(throws: TLSError.self) {
      try TLSServerContext(
        certificateChain: own.certificatePath, privateKey: own.keyPath,
        clientCertificates: .required(authorities: "/nowhere.pem"))
    }
    #expect(missing?.operation == "read the certificate authorities /nowhere.pem")
  }
}
