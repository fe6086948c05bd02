import EventLoop
import HTTP2
import RawHTTP2
import Testing
import Transport
internal import Transport

/// Tries an attack: a server with its limits, an attacker, and then the proof that the server is none the worse.
struct AttackRange {
  /// What the heap may have grown by afterwards: other tests of the process come and go meanwhile.
  private static let tolerance = 4 << 20

  /// Runs the attack with limits changed by `change`, then expects that it was counted, that a healthy call on
  /// another connection is answered within a second while the attacker is still there, and that connections, streams
  /// and memory are given back.
  static func run(
    _ attack: Attack, secure: Bool = false, connects: Bool = true, _ change: (inout HTTP2Limits) -> Void = { _ in },
    _ assault: (TestServer, RawClient) async throws -> Void
  ) async throws {
    try await serve(attack, secure: secure, change) { server async throws in
      let client =
        secure ? try RawClient(port: server.port, tls: RawTLS()) : try RawClient(port: server.port)
      if connects { client.begin() }
      try await assault(server, client)
      try await expectHealthy(server, secure)
    }
  }

  /// The same for attackers that bring their own connections.
  static func serve(
    _ attack: Attack, secure: Bool = false, _ change: (inout HTTP2Limits) -> Void = { _ in },
    _ assault: (TestServer) async throws -> Void
  ) async throws {
    var limits = HTTP2Limits.server
    change(&limits)
    let server = try TestServer(secure: secure, limits: limits)
    defer { server.stop() }
    try await expectHealthy(server, secure)
    _ = await server.eventually { $0.connectionsClosed.count == 1 }
    server.journal.forget()
    let before = LiveHeap.bytes
    try await blocking { try await assault(server) }
    let isCounted = await server.eventually { _ in server.server.counters.limitHits[attack.counter, default: 0] > 0 }
    #expect(isCounted, "\(attack.name) is not counted")
    try await expectHealthy(server, secure)
    let isClean = await server.eventually { journal in
      let counters = server.server.counters
      return counters.openConnections == 0 && counters.lingeringConnections == 0 && journal.openStreams == 0
    }
    #expect(isClean, "\(attack.name) leaves connections or streams: \(server.server.counters)")
    #expect(
      await server.eventually { _ in LiveHeap.bytes < before + tolerance },
      "\(attack.name) leaves \(LiveHeap.bytes - before) bytes")
  }

  /// A call on a connection of its own. The limits of a test are so short that on a busy machine they hit the healthy
  /// too, so it is tried until it is answered; half a minute passes on failure only.
  private static func expectHealthy(_ server: TestServer, _ secure: Bool) async throws {
    let end = ContinuousClock.now + .seconds(30)
    repeat {
      let outcome = try? await withClient(server, secure: secure) { await $0.call("/unary") }
      if outcome?.reason == .endStream && outcome?.body == Array("hello".utf8) { return }
    } while ContinuousClock.now < end
    Issue.record("no healthy call is answered")
  }
}
