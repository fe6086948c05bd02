import EventLoop
import HTTP1
import HTTP2
import RawHTTP2
import Synchronization
import Transport

/// A server that speaks both versions of HTTP, and whose behaviour follows from the path of a request.
final class DoorServer: Sendable {
  let loop: EventLoop
  let server: HTTP2Server
  let port: UInt16
  let journal = DoorJournal()

  /// The certificate the servers share.
  static let identity = Result { try RawIdentity() }

  init(secure: Bool = false, limits: HTTP2Limits = .server, tinyChunks: ConnectionLimits.Rate? = nil) throws {
    loop = try EventLoop.spawn(name: "server")
    let listener = try ListenerSocket(.tcp(host: "127.0.0.1", port: 0))
    guard case .tcp(_, let port) = listener.address else { throw RawFailure("no port") }
    self.port = port
    let identity = try Self.identity.get()
    let tls = try TLSServerContext(
      certificateChain: identity.certificatePath, privateKey: identity.keyPath, protocols: [.http2, .http11])
    let http1 = HTTP1Limits(
      connection: limits.connection, bodyWindow: limits.streamWindow, tinyChunks: tinyChunks ?? limits.tinyData)
    server = HTTP2Server(
      loop: loop, listener: listener, tls: secure ? tls : nil, limits: limits, admission: nil,
      alternative: HTTP1Protocol(limits: http1, clock: { 784_111_777 }), acceptor: journal)
    server.start()
  }

  func stop() {
    server.close()
    loop.shutdown()
  }

  /// Waits until `condition` holds; false after a minute.
  func eventually(_ condition: (DoorJournal) -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if condition(journal) { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }
}

/// Runs a test's body on a thread of its own, where it may wait for sockets, with a server.
func withDoor<R>(
  secure: Bool = false, limits: HTTP2Limits = .server, _ body: (DoorServer) throws -> R
) async throws -> R {
  let server = try DoorServer(secure: secure, limits: limits)
  defer { server.stop() }
  let thread = try EventLoop.spawn(name: "raw")
  defer { thread.shutdown() }
  return try await withTaskExecutorPreference(thread) { () async throws -> R in try body(server) }
}

/// What happened at a server.
final class DoorJournal: StreamAcceptor {
  private let requests = Mutex<[[HeaderField]]>([])
  private let closes = Mutex<[StreamCloseReason]>([])
  private let ends = Mutex<[String]>([])
  private let pieces = Atomic(0)

  /// The headers of the requests, in order.
  var accepted: [[HeaderField]] { requests.withLock { $0 } }
  /// How streams ended.
  var closed: [StreamCloseReason] { closes.withLock { $0 } }
  /// Why connections ended.
  var connectionsClosed: [String] { ends.withLock { $0 } }
  /// Bytes of bodies that have been handed on.
  var receivedBytes: Int { pieces.load(ordering: .relaxed) }

  func note(_ reason: StreamCloseReason) { closes.withLock { $0.append(reason) } }
  func note(_ count: Int) { pieces.add(count, ordering: .relaxed) }

  func accept(_ stream: Transport.Stream, headers: [HeaderField]) -> (any StreamHandler)? {
    requests.withLock { $0.append(headers) }
    let path = headers.first { $0.name == ":path" }?.value ?? ""
    return path == "/refuse" ? nil : DoorStream(path, headers, self, stream)
  }

  func connectionClosed(_ connection: any HTTPConnection, reason: String) { ends.withLock { $0.append(reason) } }
}
