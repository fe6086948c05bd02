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

    init(server: Set<ApplicationProtocol>, client: Set<ApplicationProtocol>) throws {
      let identity = try TLSSessionTests.identity.get()
      let serverContext = try TLSServerContext(
        certificateChain: identity.certificatePath, privateKey: identity.keyPath, protocols: server)
      let clientContext = try TLSClientContext(certificateAuthorities: identity.certificatePath, protocols: client)
      sockets = try SocketPair()
      self.server = try TLSSession(server: serverContext, socket: sockets.first)
      self.client = try TLSSession(client: clientContext, socket: sockets.second, host: "localhost")
      var outcomes: (server: IOResult, client: IOResult) = (.wouldBlock(writing: false), .wouldBlock(writing: false))
      // Three flights each way are more than any handshake takes.
      for _ in 0..<3 {
        if case .wouldBlock = outcomes.client { outcomes.client = self.client.handshake() }
        if case .wouldBlock = outcomes.server { outcomes.server = self.server.handshake() }
      }
      self.outcomes = outcomes
    }

    deinit {
      ConnectedSocket.clear(sockets.first).close()
      ConnectedSocket.clear(sockets.second).close()
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
