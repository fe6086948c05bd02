import EventLoop
import RawHTTP2
import Synchronization
import Testing
import Transport

@Suite("Certificates that change while the server runs", .timeLimit(.minutes(2)))
struct ReloadTests {
  /// The files of a server, and what it was told about them.
  private final class Files: Sendable {
    let certificate = TemporaryFiles.path("reload") + ".pem"
    let key = TemporaryFiles.path("reload") + ".key"
    private let told = Mutex<[TLSError?]>([])

    init() throws { try write(try RawIdentity()) }

    var reloads: [TLSError?] { told.withLock { $0 } }

    func write(_ identity: RawIdentity) throws { try identity.write(certificateTo: certificate, keyTo: key) }

    func context(every interval: Duration?) throws -> TLSServerContext {
      try TLSServerContext(certificateChain: certificate, privateKey: key, reloadInterval: interval) { error in
        self.told.withLock { $0.append(error) }
      }
    }
  }

  private func fingerprint(_ server: TestServer) throws -> [UInt8] {
    try TLSPipe(try SocketPipe(port: server.port)).serverFingerprint
  }

  @Test("reload(): new connections get the new certificate, an open one goes on with the old")
  func reload() async throws {
    let files = try Files()
    let context = try files.context(every: nil)
    let server = try TestServer(tls: context)
    defer { server.stop() }
    try await blocking { () async throws in
      let pipe = try TLSPipe(try SocketPipe(port: server.port))
      let open = RawClient(pipe)
      try open.settle()
      let next = try RawIdentity()
      try files.write(next)
      #expect(try fingerprint(server) == pipe.serverFingerprint)
      try context.reload()
      #expect(try fingerprint(server) == next.fingerprint)
      open.request(1, "/unary")
      #expect(try open.answer(1).headers[":status"] == "200")
      #expect(pipe.serverFingerprint != next.fingerprint)
    }
    #expect(files.reloads.count == 1)
  }

  @Test("files that change are read again without being asked")
  func watch() async throws {
    let files = try Files()
    let server = try TestServer(tls: try files.context(every: .milliseconds(20)))
    defer { server.stop() }
    let next = try RawIdentity()
    try files.write(next)
    #expect(await server.eventually { _ in (try? fingerprint(server)) == next.fingerprint })
  }

  @Test("files that do not belong together leave the old certificate in use, and the reason is told")
  func mismatch() async throws {
    let files = try Files()
    let context = try files.context(every: nil)
    let server = try TestServer(tls: context)
    defer { server.stop() }
    try await blocking { () async throws in
      let before = try fingerprint(server)
      let other = try RawIdentity()
      try other.write(certificateTo: files.certificate, keyTo: TemporaryFiles.path("unused"))
      let error = #expect(throws: TLSError.self) { try context.reload() }
      #expect(error?.description.contains(files.key) == true)
      #expect(try fingerprint(server) == before)
    }
    #expect(files.reloads.count == 1)
    #expect(files.reloads.first != .some(nil))
  }

  @Test("nothing is read while nothing changes")
  func quiet() async throws {
    let files = try Files()
    let server = try TestServer(tls: try files.context(every: .milliseconds(5)))
    defer { server.stop() }
    try await Task.sleep(for: .milliseconds(100))
    #expect(files.reloads.isEmpty)
  }
}
