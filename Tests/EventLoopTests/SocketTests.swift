import EventLoop
import Glibc
import Testing

private func temporaryPath() -> String { "/tmp/spots-el-\(getpid())-\(UInt32.random(in: 0...UInt32.max)).sock" }

private func mode(of path: String) -> UInt32? {
  var status = stat()
  return lstat(path, &status) == 0 ? UInt32(status.st_mode) & 0o777 : nil
}

@Suite("Sockets", .timeLimit(.minutes(2)))
struct SocketTests {
  @Test("port 0 becomes a real port, which a listener's siblings share and nobody else")
  func sharedPort() throws {
    let first = try ListenerSocket(.tcp(host: "127.0.0.1", port: 0))
    defer { first.close() }
    guard case .tcp(let host, let port) = first.address else { throw SocketError("test", reason: "not tcp") }
    #expect(host == "127.0.0.1")
    #expect(port > 0)
    let second = try first.sibling()
    defer { second.close() }
    #expect(second.address == first.address)
    let error = #expect(throws: SocketError.self) { try ListenerSocket(first.address) }
    #expect(error?.description == "listen on 127.0.0.1:\(port): Address already in use")
  }

  @Test(
    "peers are of one network by their IPv4 address or the first half of their IPv6 address",
    arguments: [
      ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false), ("::ffff:10.0.0.1", "10.0.0.1", true),
      ("2001:db8::1", "2001:db8::ffff:2", true), ("2001:db8::1", "2001:db8:0:1::1", false),
      ("fe80::1%eth0", "fe80::2", true), ("0.0.0.0", "::", false),
    ])
  func networks(one: String, other: String, isSame: Bool) throws {
    let first = try #require(PeerNetwork(of: .tcp(host: one, port: 1)))
    #expect((first == PeerNetwork(of: .tcp(host: other, port: 2))) == isSame)
    #expect(PeerNetwork(of: .unix(path: "/tmp/x")) == nil && PeerNetwork(of: .tcp(host: "unknown", port: 0)) == nil)
  }

  @Test("a connection takes the lowest number that is free")
  func renumbering() throws {
    let low = open("/dev/null", O_RDONLY)
    let pair = try SocketPair()
    defer { close(pair.second) }
    close(low)
    let socket = AcceptedSocket(descriptor: pair.first, peer: .unix(path: "")).renumbered()
    #expect(socket.descriptor <= pair.first && fcntl(socket.descriptor, F_GETFD) >= 0)
    close(socket.descriptor)
  }

  @Test("a unix socket has mode 0600, replaces a stale file, and its file goes with it")
  func unixSocket() throws {
    let path = temporaryPath()
    let first = try ListenerSocket(.unix(path: path))
    #expect(mode(of: path) == 0o600)
    close(first.descriptor)
    let second = try ListenerSocket(.unix(path: path))
    #expect(mode(of: path) == 0o600)
    second.close()
    #expect(mode(of: path) == nil)
  }

  @Test("a unix socket that is listened on is not taken away")
  func livingSocket() throws {
    let path = temporaryPath()
    let first = try ListenerSocket(.unix(path: path))
    defer { first.close() }
    let error = #expect(throws: SocketError.self) { try ListenerSocket(.unix(path: path)) }
    #expect(error?.description == "listen on unix:\(path): another process listens there")
  }

  @Test("a file that is no socket is not replaced")
  func ordinaryFile() throws {
    let path = temporaryPath()
    let file = open(path, O_CREAT | O_WRONLY, 0o600)
    close(file)
    defer { unlink(path) }
    #expect(throws: SocketError.self) { try ListenerSocket(.unix(path: path)) }
    #expect(mode(of: path) == 0o600)
  }

  @Test("a path too long for the system is refused in words")
  func longPath() {
    let error = #expect(throws: SocketError.self) {
      try ListenerSocket(.unix(path: "/tmp/" + String(repeating: "x", count: 200)))
    }
    #expect(error?.reason == "the path must have 1 to 107 bytes and no zero byte")
  }

  @Test("connecting reaches a listener by name and by path", arguments: [true, false])
  func connect(_ byName: Bool) async throws {
    let loop = try EventLoop.spawn(name: "connect")
    defer { loop.shutdown() }
    let listener = try ListenerSocket(byName ? .tcp(host: "127.0.0.1", port: 0) : .unix(path: temporaryPath()))
    defer { listener.close() }
    var target = listener.address
    if byName, case .tcp(_, let port) = listener.address { target = .tcp(host: "localhost", port: port) }
    let socket = try await Connector.connect(to: target, on: loop, timeout: .seconds(5))
    let accepted = try #require(try listener.accept())
    #expect(fcntl(socket, F_GETFL) & O_NONBLOCK != 0)
    #expect(fcntl(accepted.descriptor, F_GETFL) & O_NONBLOCK != 0)
    if byName, case .tcp(let host, _) = accepted.peer { #expect(host == "127.0.0.1") }
    close(socket)
    close(accepted.descriptor)
    #expect(try listener.accept() == nil)
  }

  @Test("a refused connection and an unknown name are errors in words")
  func failures() async throws {
    let loop = try EventLoop.spawn(name: "connect")
    defer { loop.shutdown() }
    // Port 1 is never picked by the system for somebody else.
    let refused = await #expect(throws: SocketError.self) {
      try await Connector.connect(to: .tcp(host: "127.0.0.1", port: 1), on: loop, timeout: .seconds(5))
    }
    #expect(refused?.reason == "Connection refused")
    let unknown = await #expect(throws: SocketError.self) {
      try await Connector.connect(to: .tcp(host: "name.invalid", port: 1), on: loop, timeout: .seconds(5))
    }
    #expect(unknown?.operation == "resolve name.invalid")
  }
}

@Suite("Blocking pool", .timeLimit(.minutes(2)))
struct BlockingPoolTests {
  private struct Broken: Error {}

  @Test("results and errors come back")
  func results() async throws {
    let pool = try BlockingPool(name: "pool", threads: 2)
    defer { pool.shutdown() }
    let sum = try await withThrowingTaskGroup(of: Int.self) { group in
      for value in 0..<3000 { group.addTask { try await pool.run { value } } }
      return try await group.reduce(0, +)
    }
    #expect(sum == 2999 * 3000 / 2)
    await #expect(throws: Broken.self) { try await pool.run { throw Broken() } }
  }

  @Test("a full pool and a stopped one refuse")
  func refusals() async throws {
    let full = try BlockingPool(name: "full", threads: 1, maximumQueue: 0)
    await #expect(throws: BlockingPool.Refusal.saturated(waiting: 0)) { try await full.run {} }
    full.shutdown()
    await #expect(throws: BlockingPool.Refusal.stopped) { try await full.run {} }
  }
}
