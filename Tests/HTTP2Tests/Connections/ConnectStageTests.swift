import EventLoop
import Glibc
import HTTP2
import RawHTTP2
import Testing
import Transport

@Suite("How connections come about", .timeLimit(.minutes(2)))
struct ConnectStageTests {
  @Test("the error says how far it came")
  func stages() async throws {
    let loop = try EventLoop.spawn(name: "client")
    defer { loop.shutdown() }
    let plain = try TestServer()
    defer { plain.stop() }
    let refused = await #expect(throws: ConnectError.self) {
      try await ClientConnection.connect(to: .tcp(host: "127.0.0.1", port: 1), tls: nil, on: loop)
    }
    #expect(refused?.stage == .connection)
    let unresolved = await #expect(throws: ConnectError.self) {
      try await ClientConnection.connect(to: .tcp(host: "no.such.name.invalid", port: 1), tls: nil, on: loop)
    }
    #expect(unresolved?.stage == .resolution)
    let tls = try TestIdentity.shared.get().clientContext()
    let noTLS = await #expect(throws: ConnectError.self) {
      try await ClientConnection.connect(to: plain.address, tls: tls, on: loop)
    }
    #expect(noTLS?.stage == .tls)
    let silent = try ListenerSocket(.tcp(host: "127.0.0.1", port: 0))
    defer { silent.close() }
    let late = await #expect(throws: ConnectError.self) {
      try await ClientConnection.connect(to: silent.address, tls: tls, on: loop, timeout: .milliseconds(50))
    }
    #expect(late?.stage == .timeout)
  }

  @Test("a socket of one's own can be served and used")
  func adopted() async throws {
    let loop = try EventLoop.spawn(name: "both")
    defer { loop.shutdown() }
    let journal = TestJournal()
    let server = HTTP2Server(loop: loop, listener: nil, tls: nil, acceptor: journal)
    server.start()
    var pair: [Int32] = [0, 0]
    let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue)
    #expect(socketpair(AF_UNIX, kind, 0, &pair) == 0)
    server.adopt(pair[0], peer: .unix(path: "pair"))
    let client = try await ClientConnection.connect(over: pair[1], peer: .unix(path: "pair"), on: loop)
    #expect(await client.call("/unary").body == Array("hello".utf8))
    client.close()
    await withCheckedContinuation { released in server.close { released.resume() } }
    #expect(server.counters.openConnections == 0)
  }

  @Test("a unix socket is served by every loop that has a duplicate of it, and its file goes with the first")
  func sharedUnixSocket() async throws {
    let path = TemporaryFiles.path("shared") + ".sock"
    let first = try ListenerSocket(.unix(path: path))
    let loops = try (0..<2).map { try EventLoop.spawn(name: "server-\($0)") }
    defer { for loop in loops { loop.shutdown() } }
    let journals = loops.map { _ in TestJournal() }
    let servers = [
      HTTP2Server(loop: loops[0], listener: first, tls: nil, acceptor: journals[0]),
      HTTP2Server(loop: loops[1], listener: try first.duplicate(), tls: nil, acceptor: journals[1]),
    ]
    for server in servers { server.start() }
    let clientLoop = try EventLoop.spawn(name: "client")
    defer { clientLoop.shutdown() }
    // Loop 0 is kept from accepting: every connection must find the other one.
    let (blocked, release) = (Semaphore(), Semaphore())
    loops[0].execute {
      blocked.signal()
      release.wait()
    }
    try await blocking { () async throws in blocked.wait() }
    for _ in 0..<5 {
      let client = try await ClientConnection.connect(to: .unix(path: path), tls: nil, on: clientLoop)
      #expect(await client.call("/unary").body == Array("hello".utf8))
      client.close()
    }
    release.signal()
    #expect(journals[1].accepted == 5)
    for server in servers { await withCheckedContinuation { done in server.close { done.resume() } } }
    #expect(access(path, F_OK) != 0)
  }

  @Test("closing a server tells when its last socket is closed")
  func released() async throws {
    let server = try TestServer()
    defer { server.loop.shutdown() }
    try await blocking { () async throws in
      let client = try RawClient(port: server.port)
      try client.settle()
      server.server.close {}
      #expect(try client.goAway()?.text == "the server stops")
      client.pipe.endOutput()
    }
    await withCheckedContinuation { released in server.server.close { released.resume() } }
    #expect(server.server.counters.lingeringConnections == 0)
  }
}

/// A thread waits until another lets it go on.
private final class Semaphore: @unchecked Sendable {
  private var pipe: [Int32] = [0, 0]
  init() { Glibc.pipe(&pipe) }
  deinit { for end in pipe { close(end) } }
  func wait() {
    var byte: UInt8 = 0
    read(pipe[0], &byte, 1)
  }
  func signal() {
    var byte: UInt8 = 1
    write(pipe[1], &byte, 1)
  }
}
