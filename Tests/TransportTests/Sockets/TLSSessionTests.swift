import EventLoop
import RawHTTP2
import Testing
import Transport

@Suite("TLS over a pair of sockets", .timeLimit(.minutes(2)))
struct TLSSessionTests {
  private static let identity = Result { try RawIdentity() }

  /// Both ends of a connection whose handshake has gone as far as it goes, and how each end's came out.
  private final class Handshake {
    let server: TLSSession
    let client: TLSSession
    let outcomes: (server: IOResult, client: IOResult)
    private let sockets: SocketPair

    convenience init(server: Set<ApplicationProtocol>, client: Set<ApplicationProtocol>) throws {
      try self.init(try TLSSessionTests.server(protocols: server), try TLSSessionTests.client(protocols: client))
    }

    init(_ serverContext: TLSServerContext, _ clientContext: TLSClientContext, host: String = "localhost") throws {
      sockets = try SocketPair()
      server = try TLSSession(server: serverContext, socket: sockets.first)
      client = try TLSSession(client: clientContext, socket: sockets.second, host: host)
      var outcomes: (server: IOResult, client: IOResult) = (.wouldBlock(writing: false), .wouldBlock(writing: false))
      // Three flights each way are more than any handshake takes.
      for _ in 0..<3 {
        if case .wouldBlock = outcomes.client { outcomes.client = self.client.handshake() }
        if case .wouldBlock = outcomes.server { outcomes.server = self.server.handshake() }
      }
      self.outcomes = outcomes
    }

    /// Whether both ends say that the handshake went on with an earlier session, once the client has read the ticket.
    func isResumed() -> Bool {
      var buffer = [UInt8](repeating: 0, count: 64)
      _ = buffer.withUnsafeMutableBytes { client.read(into: $0) }
      #expect(server.isResumed == client.isResumed)
      return client.isResumed
    }

    deinit {
      ConnectedSocket.clear(sockets.first).close()
      ConnectedSocket.clear(sockets.second).close()
    }
  }

  private static func server(
    protocols: Set<ApplicationProtocol> = [.http2], clients: ClientCertificates = .notAsked
  ) throws -> TLSServerContext {
    let identity = try identity.get()
    return try TLSServerContext(
      certificateChain: identity.certificatePath, privateKey: identity.keyPath, clientCertificates: clients,
      protocols: protocols)
  }

  private static func client(protocols: Set<ApplicationProtocol> = [.http2]) throws -> TLSClientContext {
    let identity = try identity.get()
    return try TLSClientContext(
      certificateAuthorities: identity.certificatePath, certificateChain: identity.certificatePath,
      privateKey: identity.keyPath, protocols: protocols)
  }

  @Test("a client that comes again resumes, each time with a ticket of its own, and under the same name only")
  func resumption() throws {
    let (server, client) = (try Self.server(), try Self.client())
    #expect(try !Handshake(server, client).isResumed())
    for _ in 0..<3 { #expect(try Handshake(server, client).isResumed()) }
    let again = try Handshake(server, client)
    #expect(again.client.applicationProtocol == .http2)
    #expect(again.client.peerIdentity?.commonName == "localhost")
    // The ticket that was used is gone, and the next has not been read.
    #expect(try !Handshake(server, client).isResumed())
    #expect(try !Handshake(server, client, host: "127.0.0.1").isResumed())
    #expect(try !Handshake(server, try Self.client()).isResumed())
  }

  @Test("no ticket outlives what was decided with it: certificates that were read again, clients that show theirs")
  func endOfTickets() throws {
    let (server, client) = (try Self.server(), try Self.client())
    _ = try Handshake(server, client).isResumed()
    try server.reload()
    #expect(try !Handshake(server, client).isResumed())
    #expect(try Handshake(server, client).isResumed())
    let asking = try Self.server(clients: .optional(authorities: try Self.identity.get().certificatePath))
    for _ in 0..<2 {
      let ends = try Handshake(asking, client)
      #expect(!ends.isResumed())
      #expect(ends.server.peerIdentity?.commonName == "localhost")
    }
  }

  @Test(
    "of the protocols both ends know HTTP/2 is preferred",
    arguments: [
      ([.http2], [.http2], .http2), ([.http11], [.http11], .http11), ([.http2, .http11], [.http11], .http11),
      ([.http2, .http11], [.http2, .http11], .http2),
    ] as [(Set<ApplicationProtocol>, Set<ApplicationProtocol>, ApplicationProtocol)])
  func agreement(
    server: Set<ApplicationProtocol>, client: Set<ApplicationProtocol>, agreed: ApplicationProtocol
  ) throws {
    let ends = try Handshake(server: server, client: client)
    #expect(ends.server.applicationProtocol == agreed)
    #expect(ends.client.applicationProtocol == agreed)
  }

  @Test("without a protocol in common the server ends the handshake and the client reads why")
  func disagreement() throws {
    let ends = try Handshake(server: [.http11], client: [.http2])
    #expect(ends.server.applicationProtocol == nil)
    guard case .failed(let why) = ends.outcomes.client else {
      Issue.record("\(ends.outcomes)")
      return
    }
    #expect(why.contains("no application protocol"))
  }

  @Test("what one end writes the other reads")
  func bytes() throws {
    let ends = try Handshake(server: [.http2], client: [.http2])
    let sent: [UInt8] = [1, 2, 3]
    guard case .bytes(3) = sent.withUnsafeBytes({ ends.client.write($0) }) else {
      Issue.record("nothing was written")
      return
    }
    var received = [UInt8](repeating: 0, count: 8)
    guard case .bytes(3) = received.withUnsafeMutableBytes({ ends.server.read(into: $0) }) else {
      Issue.record("nothing was read")
      return
    }
    #expect(received == [1, 2, 3, 0, 0, 0, 0, 0])
    #expect(!ends.server.hasPending)
  }
}
