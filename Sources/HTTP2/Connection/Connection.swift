internal import EventLoop
internal import Transport

/// A socket, its TLS and its HTTP/2 session, on one loop.
final class Connection: SessionOwner, SessionCarrier, SweptConnection, ReadinessHandler, PassHook, @unchecked Sendable {
  /// How far a connection is.
  enum State {
    case handshaking
    /// The peer's first bytes will tell what it speaks.
    case undecided
    /// HTTP/2 is spoken.
    case open
    /// An ``alternative`` is spoken.
    case other
    /// The session has ended, and the peer is given time to read the last words.
    case lingering
    case closed
  }

  /// How far a drain is.
  enum Drain {
    case none
    case noticed
    case refusing
  }

  let loop: EventLoop
  let peer: Endpoint
  let isSecure: Bool
  let limits: HTTP2Limits
  var attachment: AnyObject?
  var state = State.handshaking
  var drainState = Drain.none
  var session: Session?
  /// What is spoken in the place of HTTP/2.
  var alternative: (any AlternativeSession)?
  /// Bytes that do not tell yet what is spoken.
  var firstBytes: [UInt8] = []
  let started: MonotonicTime
  var opened: MonotonicTime?
  var idleSince: MonotonicTime
  /// Since when the connection drains for a reason that gives its streams a bounded time, and what to say at its end.
  var limitedDrain: (since: MonotonicTime, reason: String)?
  /// When something arrived last.
  var heardAt: MonotonicTime
  /// When a PING was sent to see whether the peer is still there.
  var keepaliveSince: MonotonicTime?
  /// The verified certificate of the peer; nil without one.
  var peerIdentity: TLSPeerIdentity?
  /// The connection's place in its ``ConnectionTable``.
  var position = 0
  let transport: ConnectedSocket
  var owner: (any ConnectionOwner)?
  /// Where a client counts its traffic.
  var traffic: TrafficMeter?
  var pending = PendingOutput()
  let role: Session.Role
  var interest: Readiness = .readable
  /// Whether ``passEnded()`` will come.
  var isFlushRequested = false
  /// Whether a read goes on by itself in the next pass.
  var isReadScheduled = false
  /// Whether the session is at work, so that it must not be ended.
  var isBusy = false
  /// Why the connection is to end as soon as the session is not at work.
  var closeRequest: String?
  /// Whoever wants to know that the socket is closed, when the owner has been told of the end already.
  var releaseOwner: (any ConnectionOwner)?
  /// Whether the socket is closed.
  var isReleased = false

  init(
    _ role: Session.Role, _ transport: ConnectedSocket, peer: Endpoint, loop: EventLoop, limits: HTTP2Limits,
    owner: any ConnectionOwner
  ) {
    self.role = role
    self.transport = transport
    self.peer = peer
    self.loop = loop
    self.limits = limits
    self.owner = owner
    isSecure = transport.isSecure
    started = loop.now
    idleSince = loop.now
    heardAt = loop.now
  }

  /// Whether new streams are refused.
  var isDraining: Bool {
    guard case .none = drainState else { return true }
    switch state {
    case .open: return session?.goAway != nil
    case .undecided, .other: return false
    case .handshaking, .lingering, .closed: return true
    }
  }

  var applicationProtocol: ApplicationProtocol { alternative?.applicationProtocol ?? .http2 }

  var openStreamCount: Int { session?.table.count ?? (alternative?.openStream == nil ? 0 : 1) }

  var openHandlers: [any StreamHandler] {
    session?.table.streams.compactMap(\.handler) ?? alternative?.openStream?.handler.map { [$0] } ?? []
  }

  /// Begins to serve the socket.
  func start() {
    do { try loop.register(transport.descriptor, interest: interest, handler: self) } catch {
      return finish("\(error)")
    }
    shakeHands()
  }

  // MARK: Events

  func ready(_ readiness: Readiness) {
    switch state {
    case .handshaking: shakeHands()
    case .open:
      if readiness.contains(.writable), !pending.isEmpty { outputRequested() }
      if readiness.contains(.readable) { read() }
    case .undecided: readFirst()
    case .other: otherReady(readiness)
    case .lingering:
      if unsafe !transport.discardInput(loop.scratch.input) { release() }
    case .closed: break
    }
  }

  func shakeHands() {
    switch transport.handshake() {
    case .bytes where isSecure && transport.applicationProtocol != .http2 && owner?.alternative == nil:
      refuseHandshake("TLS handshake: the peer did not negotiate h2 (ALPN)")
    case .bytes: becomeOpen()
    case .wouldBlock(let writing): wait(for: writing ? [.readable, .writable] : .readable)
    case .closed: refuseHandshake("the peer closed the connection during the TLS handshake")
    case .failed(let why): refuseHandshake(why)
    }
  }

  private func refuseHandshake(_ why: String) {
    hit(.handshake)
    // A client that is refused for its certificate has sent more already: it must read the alert all the same.
    finish(why, lingering: isSecure && role == .server)
  }

  private func becomeOpen() {
    wait(for: .readable)
    guard begin() else { return finish("no memory for a session") }
    opened = loop.now
    idleSince = loop.now
    heardAt = loop.now
    peerIdentity = transport.peerIdentity
    owner?.opened(self)
    outputRequested()
    // The first frames often come with the last message of the handshake.
    takeInput()
  }

  /// Begins to speak HTTP/2; false without memory for it.
  func beginSession() -> Bool {
    session = SessionLibrary.make(role, limits, owner: self)
    guard session != nil else { return false }
    session?.traffic = traffic
    state = .open
    return true
  }

  /// Changes what the socket is watched for.
  func wait(for readiness: Readiness) {
    guard readiness != interest, state != .closed else { return }
    interest = readiness
    do { try loop.update(transport.descriptor, interest: readiness) } catch { finish("\(error)") }
  }

  // MARK: Session events

  func settled(isFirst: Bool) { owner?.settled(self, isFirst: isFirst) }

  func hit(_ limit: ConnectionLimit) { owner?.hit(limit) }

  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)? {
    owner?.accept(stream, headers: headers)
  }

  func streamsEnded() { idleSince = loop.now }

  func goAwayReceived(_ message: GoAway) {
    owner?.goAwayReceived(message)
    owner?.drains(self)
  }

  func pingAnswered(_ purpose: PingPurpose) {
    switch purpose {
    case .keepalive: break
    case .probe: owner?.pingAnswered(self)
    case .drain: if case .noticed = drainState { refuseStreams() }
    }
  }
}
