import EventLoop
import HTTP2
import RawHTTP2
import Synchronization
import Transport

/// What happened at a test server.
final class TestJournal: StreamAcceptor {
  private let closes = Mutex<[StreamCloseReason]>([])
  private let connections = Mutex<[String]>([])
  private let streams = Atomic(0)
  private let open = Atomic(0)
  private let peers = Mutex<[TLSPeerIdentity?]>([])

  /// How streams ended, in order.
  var closed: [StreamCloseReason] { closes.withLock { $0 } }
  /// Why connections ended, in order.
  var connectionsClosed: [String] { connections.withLock { $0 } }
  /// How many streams were accepted or refused.
  var accepted: Int { streams.load(ordering: .relaxed) }

  /// Whom the peers of connections were verified to be, in order.
  var identities: [TLSPeerIdentity?] { peers.withLock { $0 } }

  func connectionOpened(_ connection: any HTTPConnection) {
    let identity = connection.peerIdentity
    peers.withLock { $0.append(identity) }
  }

  /// Forgets what has happened so far.
  func forget() {
    closes.withLock { $0 = [] }
    connections.withLock { $0 = [] }
    streams.store(0, ordering: .relaxed)
  }

  /// Streams accepted and not closed yet.
  var openStreams: Int { open.load(ordering: .relaxed) }

  func noteClose(_ reason: StreamCloseReason) {
    open.subtract(1, ordering: .relaxed)
    closes.withLock { $0.append(reason) }
  }

  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)? {
    streams.add(1, ordering: .relaxed)
    let path = headers.first { $0.name == ":path" }?.value ?? ""
    if path == "/refuse" { return nil }
    open.add(1, ordering: .relaxed)
    return ServerStream(path, headers, self, stream)
  }

  func connectionClosed(_ connection: any HTTPConnection, reason: String) {
    connections.withLock { $0.append(reason) }
  }
}

/// A server whose behaviour follows from the path of a request.
final class TestServer: Sendable {
  let loop: EventLoop
  let server: HTTP2Server
  let address: Endpoint
  let journal = TestJournal()

  convenience init(secure: Bool = false, unix: Bool = false, limits: HTTP2Limits = .server) throws {
    try self.init(tls: secure ? try TestIdentity.shared.get().serverContext() : nil, unix: unix, limits: limits)
  }

  init(tls: TLSServerContext?, unix: Bool = false, limits: HTTP2Limits = .server) throws {
    loop = try EventLoop.spawn(name: "server")
    let path = "/tmp/spots-h2-\(UInt64.random(in: 0...UInt64.max)).sock"
    let listener = try ListenerSocket(unix ? .unix(path: path) : .tcp(host: "127.0.0.1", port: 0))
    address = listener.address
    server = HTTP2Server(loop: loop, listener: listener, tls: tls, limits: limits, acceptor: journal)
    server.start()
  }

  var port: UInt16 { if case .tcp(_, let port) = address { port } else { 0 } }

  /// Waits until `condition` holds; false after a minute.
  func eventually(_ condition: (TestJournal) -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if condition(journal) { return true }
      try? await Task.sleep(for: .milliseconds(5))
    }
    return false
  }

  func stop() {
    server.close()
    loop.shutdown()
  }
}

/// One request at the test server.
private final class ServerStream: StreamHandler {
  static let head = ConstantHeaders([":status": "200", "content-type": "application/octet-stream"])
  static let tail = ConstantHeaders(["x-end": "yes"])
  private let path: String
  private let journal: TestJournal
  private var remaining = 0
  private var received = 0
  var keepsConnection: Bool { path != "/watch" }

  init(_ path: String, _ headers: [HeaderField], _ journal: TestJournal, _ stream: Stream) {
    self.path = path
    self.journal = journal
    switch path {
    case "/echo": stream.sendHeaders([], constant: Self.head)
    case "/headers":
      stream.sendHeaders([HeaderField("x-count", "\(headers.count)")], constant: Self.head)
      for field in headers { stream.send(Array("\(field.name)=\(field.value)\n".utf8)) }
    case "/early":
      stream.sendHeaders([], constant: Self.head)
      stream.send(Array("early".utf8))
      stream.sendTrailers([], constant: Self.tail)
    case "/incomplete": stream.isInputIncomplete = true
    case "/reset": stream.reset(.cancel)
    case let path where path.hasPrefix("/large/"):
      remaining = Int(path.dropFirst(7)) ?? 0
      stream.sendHeaders([], constant: Self.head)
      fill(stream)
    default: break
    }
  }

  private func fill(_ stream: Stream) {
    while remaining > 0, stream.isWritable {
      let size = min(remaining, 10_000)
      stream.send([UInt8](repeating: UInt8(truncatingIfNeeded: remaining), count: size))
      remaining -= size
    }
    if remaining == 0 { stream.sendTrailers([], constant: Self.tail) }
  }

  func received(data: UnsafeRawBufferPointer, on stream: Stream) {
    received += data.count
    if path == "/hold" { return }
    if path == "/echo" { stream.send(Array(data)) }
    stream.consume(data.count)
  }

  func receivedEnd(trailers: [HeaderField], on stream: Stream) {
    switch path {
    case "/echo", "/headers": stream.sendTrailers(trailers, constant: Self.tail)
    case "/unary":
      stream.sendHeaders([], constant: Self.head)
      stream.send(Array("hello".utf8))
      stream.sendTrailers([HeaderField("x-received", "\(received)")], constant: Self.tail)
    case "/only-headers": stream.sendHeaders([HeaderField("x-end", "yes")], constant: Self.head, endStream: true)
    case "/no-trailers":
      stream.sendHeaders([], constant: Self.head)
      stream.send(Array("hello".utf8), endStream: true)
    default: break
    }
  }

  func writable(on stream: Stream) { if remaining > 0 { fill(stream) } }

  func closed(on stream: Stream, reason: StreamCloseReason) { journal.noteClose(reason) }
}
