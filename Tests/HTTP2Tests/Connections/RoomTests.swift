import Dispatch
import EventLoop
import Glibc
import RawHTTP2
import Testing

@testable import HTTP2
@testable import Transport

/// What happens to connections when there is room for no more.
@Suite("Room for connections", .timeLimit(.minutes(2)))
struct RoomTests {
  @Test("a connection on which nothing is done gives way to a new one, a silent one first, and is told why")
  func idleGivesWay() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxConnections = 2
    let server = try TestServer(limits: limits)
    defer { server.stop() }
    try await blocking {
      let idle = try RawClient(port: server.port)
      try idle.settle()
      let silent = try RawClient(port: server.port)
      #expect(await server.eventually { _ in server.server.counters.openConnections == 2 })
      let third = try RawClient(port: server.port)
      try third.settle()
      while try silent.next() != nil {}
      third.request(1, "/silent")
      #expect(await server.eventually { $0.openStreams == 1 })
      let fourth = try RawClient(port: server.port)
      try fourth.settle()
      #expect(try idle.goAway()?.text == "idle, and its place is needed")
      #expect(server.server.counters.openConnections == 2)
    }
  }

  @Test("a request that waits in its socket is read before a connection is chosen, which then stays")
  func requestWaits() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxConnections = 1
    let server = try TestServer(limits: limits)
    defer { server.stop() }
    try await blocking {
      let idle = try RawClient(port: server.port)
      try idle.settle()
      let gate = DispatchSemaphore(value: 0)
      server.loop.execute { gate.wait() }
      // The loop finds both at once, the new connection first.
      let second = try RawClient(port: server.port)
      idle.request(1, "/unary")
      gate.signal()
      #expect(try idle.answer(1).headers[":status"] == "200")
      #expect(try second.next() == nil, "it is the new one that finds no room")
    }
  }

  @Test("a connection whose only streams are none that keep it gives way, before one that has none")
  func unkeptStreams() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxConnections = 2
    let server = try TestServer(limits: limits)
    defer { server.stop() }
    try await blocking {
      let idle = try RawClient(port: server.port)
      try idle.settle()
      let watching = try RawClient(port: server.port)
      try watching.settle()
      watching.request(1, "/watch")
      #expect(await server.eventually { $0.openStreams == 1 })
      try RawClient(port: server.port).settle()
      #expect(try watching.goAway()?.text == "idle, and its place is needed")
      idle.request(1, "/unary")
      #expect(try idle.answer(1).headers[":status"] == "200")
    }
  }

  @Test("of one network only so many shake hands at once, the oldest of the silent giving way; who is open is let be")
  func halfOpen() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxHandshakesPerNetwork = 2
    let server = try TestServer(secure: true, limits: limits)
    defer { server.stop() }
    try await blocking {
      let open = try RawClient(port: server.port, tls: RawTLS())
      try open.settle()
      let silent = try (0..<10).map { _ in try RawClient(port: server.port) }
      for client in silent.prefix(8) { #expect(try client.next() == nil) }
      #expect(server.server.counters.limitHits[.handshakesPerNetwork] == 8)
      let late = try RawClient(port: server.port, tls: RawTLS())
      try late.settle()
      for client in [open, late] {
        client.request(1, "/unary")
        #expect(try client.answer(1).headers[":status"] == "200")
      }
      #expect(server.server.counters.openConnections == 3, "and one that is silent")
    }
  }

  @Test("who has sent the first message of a handshake goes on while those give way who have not")
  func handshakeUnderWay() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxHandshakesPerNetwork = 2
    let server = try TestServer(secure: true, limits: limits)
    defer { server.stop() }
    let hello = try Self.clientHello()
    try await blocking {
      let shaking = try RawClient(port: server.port)
      shaking.write(hello)
      // The server's part of the handshake: it has read the client's.
      #expect(try shaking.pipe.read()?.isEmpty == false)
      let silent = try (0..<5).map { index in
        let client = try RawClient(port: server.port)
        client.write(Array(hello.prefix(index)))
        return client
      }
      for client in silent.prefix(4) { #expect(try client.pipe.read() == nil) }
      #expect(server.server.counters.openConnections == 2)
    }
  }

  /// What a client says first.
  private static func clientHello() throws -> [UInt8] {
    let pair = try SocketPair()
    let session = try TLSSession(
      client: try TestIdentity.shared.get().clientContext(), socket: pair.first, host: "localhost")
    _ = session.handshake()
    var bytes = [UInt8](repeating: 0, count: 4_096)
    guard case .bytes(let count) = bytes.withUnsafeMutableBytes({ ConnectedSocket.clear(pair.second).read(into: $0) })
    else { return [] }
    return Array(bytes.prefix(count))
  }

  @Test("connections that have ended their handshake are not counted among those that shake hands")
  func halfOpenCount() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxHandshakesPerNetwork = 2
    let server = try TestServer(secure: true, limits: limits)
    defer { server.stop() }
    try await blocking {
      let clients = try (0..<5).map { _ in
        let client = try RawClient(port: server.port, tls: RawTLS())
        try client.settle()
        return client
      }
      #expect(server.server.counters.openConnections == clients.count)
      #expect(server.server.counters.limitHits[.handshakesPerNetwork] == nil)
    }
  }

  @Test("one network holds so many connections; those that work stay, a further one is closed")
  func perNetwork() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxConnectionsPerNetwork = 2
    let server = try TestServer(limits: limits)
    defer { server.stop() }
    try await blocking {
      let busy = try (0..<2).map { _ in try RawClient(port: server.port) }
      for client in busy {
        try client.settle()
        client.request(1, "/silent")
      }
      #expect(await server.eventually { $0.openStreams == 2 })
      #expect(try RawClient(port: server.port).next() == nil)
      #expect(server.server.counters.limitHits[.connectionsPerNetwork] == 1)
      busy[0].send(RawFrame.Kind.goAway, RawFrame.number(0) + RawFrame.number(0))
      busy[0].send(RawFrame.Kind.reset, stream: 1, RawFrame.number(8))
      while try busy[0].next() != nil {}
      #expect(await server.eventually { _ in server.server.counters.lingeringConnections == 0 })
      try RawClient(port: server.port).settle()
    }
  }

  @Test("connections leave descriptors free: where only these are left, one that idles gives way")
  func descriptors() async throws {
    var limits = HTTP2Limits.server
    // Half of the limit is kept free at the most, and a test has fewer descriptors open than that.
    limits.connection.reservedDescriptors = .max
    let admission = AdmittedConnections(limits.connection)
    let half = Int32(DescriptorLimit.current / 2)
    #expect(!admission.isReserved(AcceptedSocket(descriptor: half - 1, peer: .tcp(host: "10.0.0.1", port: 1))))
    #expect(admission.isReserved(AcceptedSocket(descriptor: half, peer: .tcp(host: "10.0.0.1", port: 1))))
    #expect(!admission.isReserved(AcceptedSocket(descriptor: half, peer: .unix(path: "/tmp/x"))))
  }

  @Test("by default one network may hold half of what there is room for")
  func defaults() {
    let limits = ConnectionLimits.server
    let room = min(DescriptorLimit.current - max(32, min(512, DescriptorLimit.current / 16)), 20_000)
    #expect(AdmittedConnections(limits, loops: 2).mostPerNetwork == room / 2)
    #expect(AdmittedConnections(limits, loops: 2).mostHandshakesPerNetwork == max(8, room / 2 / 2 / 2))
  }

  @Test("a connection that gives way is told why although more waits in its socket than is read at once")
  func unreadInput() async throws {
    var limits = HTTP2Limits.server
    limits.connection.maxConnections = 1
    let server = try TestServer(limits: limits)
    defer { server.stop() }
    try await blocking {
      let pipe = try SocketPipe(port: server.port)
      let idle = RawClient(pipe)
      try idle.settle()
      let gate = DispatchSemaphore(value: 0)
      server.loop.execute { gate.wait() }
      // The loop finds both at once, the new connection first. Frames of unknown types ask for nothing.
      let second = try RawClient(port: server.port)
      for _ in 0..<12 { idle.send(0xBE, Array(repeating: 0, count: 16_000)) }
      gate.signal()
      try second.settle()
      #expect(try idle.goAway()?.text == "idle, and its place is needed")
      var byte: UInt8 = 0
      #expect(recv(pipe.descriptor, &byte, 1, 0) == 0)
      // A reset behind the end is seen here alone; on a longer way it would overtake what was sent.
      var (error, size) = (Int32(-1), socklen_t(MemoryLayout<Int32>.size))
      #expect(getsockopt(pipe.descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0)
    }
  }
}
