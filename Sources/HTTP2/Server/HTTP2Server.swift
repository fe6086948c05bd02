public import EventLoop
public import Transport

/// Serves the connections of one listener on one loop, with TLS or, for unix sockets and tests, without (prior
/// knowledge, RFC 9113 section 3.3).
///
/// To use several loops, make a server on each with a listener of its own on the same address.
public final class HTTP2Server: ConnectionOwner, ReadinessHandler, @unchecked Sendable {
  private static let acceptsPerPass = 64
  private static let pauseWithoutDescriptors = Duration.milliseconds(100)

  /// The loop of all connections.
  public let loop: EventLoop
  private let listener: ListenerSocket?
  /// Its TLS identity; nil without TLS.
  public let tls: TLSServerContext?
  private let limits: HTTP2Limits
  private let admission: AdmittedConnections
  /// What is spoken with peers that do not speak HTTP/2, over TLS where the context has its name too; nil where nothing
  /// is.
  let alternative: (any AlternativeProtocol)?
  private let acceptor: any StreamAcceptor
  private let table: ConnectionTable<Connection>
  private let watch: TLSFileWatch?
  private var isListening = false
  private var isEnded = false
  private var lingering = LingeringConnections()
  private var halfOpen = HalfOpenConnections()
  private var onIdle: [@Sendable () -> Void] = []
  private var onReleased: [@Sendable () -> Void] = []
  private let board = CounterBoard()

  /// A server that does nothing yet. It owns `listener` from now on; without one it serves what it is given by
  /// ``adopt(_:peer:)``. Servers on the loops of one process share their admission; a server has one of its own
  /// without.
  public convenience init(
    loop: EventLoop, listener: ListenerSocket?, tls: TLSServerContext?, limits: HTTP2Limits = .server,
    admission: AdmittedConnections? = nil, acceptor: any StreamAcceptor
  ) {
    self.init(
      loop: loop, listener: listener, tls: tls, limits: limits, admission: admission, alternative: nil,
      acceptor: acceptor)
  }

  /// A server that speaks something else too, with peers that do not speak HTTP/2.
  package init(
    loop: EventLoop, listener: ListenerSocket?, tls: TLSServerContext?, limits: HTTP2Limits,
    admission: AdmittedConnections?, alternative: (any AlternativeProtocol)?, acceptor: any StreamAcceptor
  ) {
    self.loop = loop
    self.listener = listener
    self.tls = tls
    self.limits = limits
    self.admission = admission ?? AdmittedConnections(limits.connection)
    self.alternative = alternative
    self.acceptor = acceptor
    table = ConnectionTable(loop: loop, times: limits.times)
    watch = tls.map { TLSFileWatch($0, loop) }
  }

  /// How many connections there are, with those still in their handshake. On the loop.
  public var connectionCount: Int { table.count }

  // MARK: Any thread

  /// What the server has seen.
  public var counters: TransportCounters { board.snapshot }

  /// Begins to accept.
  public func start() {
    loop.execute {
      self.listen()
      self.watch?.start()
    }
  }

  /// Serves a connected, non-blocking stream socket, which it owns from now on, as one that was accepted from `peer`.
  public func adopt(_ descriptor: Int32, peer: Endpoint) {
    loop.execute {
      guard !self.isEnded else { return ConnectedSocket.clear(descriptor).close() }
      self.take(AcceptedSocket(descriptor: descriptor, peer: peer))
    }
  }

  /// Stops accepting and drains every connection: GOAWAY in two steps, open streams end by themselves.
  ///
  /// `onIdle` is called once, on the loop, when the last connection is gone. A bound in time is the caller's: it ends
  /// its streams and calls ``close()``.
  public func drain(onIdle: @escaping @Sendable () -> Void) {
    loop.execute {
      self.onIdle.append(onIdle)
      self.stopListening()
      for connection in self.table.connections { connection.drain() }
      self.notifyIfIdle()
    }
  }

  /// Stops accepting and closes every connection after what was sent has been handed to the system.
  ///
  /// `onReleased` is called once, on the loop, when the last socket is closed: peers have a second to read what was
  /// sent.
  public func close(onReleased: @escaping @Sendable () -> Void = {}) {
    loop.execute {
      self.onReleased.append(onReleased)
      self.stopListening()
      for connection in self.table.connections { connection.terminate(.noError, "the server stops") }
      self.notifyIfReleased()
    }
  }

  // MARK: Accepting

  private func listen() {
    guard !isListening, !isEnded, let listener else { return }
    isListening = true
    do { try loop.register(listener.descriptor, interest: .readable, handler: self, isShared: true) } catch {
      stopListening()
    }
  }

  private func stopListening() {
    guard !isEnded else { return }
    isEnded = true
    watch?.stop()
    if isListening, let listener { loop.deregister(listener.descriptor) }
    isListening = false
    listener?.close()
  }

  /// Takes the connections that wait.
  public func ready(_ readiness: Readiness) {
    for _ in 0..<Self.acceptsPerPass where isListening {
      do throws(SocketError) {
        guard let accepted = try listener?.accept() else { return }
        take(accepted)
      } catch {
        guard let listener, admission.turnAway(at: listener) else { return pause() }
        hit(.descriptors)
        _ = makeRoom(for: nil)
      }
    }
  }

  /// Without descriptors or memory the waiting connection stays readable: trying again at once would burn the loop.
  private func pause() {
    guard isListening, let listener else { return }
    isListening = false
    loop.deregister(listener.descriptor)
    loop.schedule(after: Self.pauseWithoutDescriptors) { [weak self] in self?.listen() }
  }

  private func take(_ accepted: AcceptedSocket) {
    board.update { $0.acceptedConnections += 1 }
    guard let accepted = room(for: accepted) else { return }
    guard let transport = transport(accepted.descriptor) else {
      hit(.connections)
      _ = refuse(accepted, entered: PeerNetwork(of: accepted.peer))
      return
    }
    let connection = Connection(.server, transport, peer: accepted.peer, loop: loop, limits: limits, owner: self)
    table.insert(connection)
    board.update { $0.openConnections += 1 }
    if let network = PeerNetwork(of: accepted.peer) { beginHandshake(of: connection, from: network) }
    connection.start()
  }

  /// Counts a connection that begins its handshake; where its network has as many as it may, one of these ends.
  private func beginHandshake(of connection: Connection, from network: PeerNetwork) {
    if halfOpen.count(of: network) >= admission.mostHandshakesPerNetwork {
      hit(.handshakesPerNetwork)
      _ = endIdlest(among: halfOpen.oldest(of: network))
    }
    halfOpen.insert(connection, of: network)
  }

  /// A connection has ended its handshake, or itself in it.
  private func endedHandshake(_ connection: Connection) {
    if let network = PeerNetwork(of: connection.peer) { halfOpen.remove(of: network) }
  }

  // MARK: Room for one more

  /// The socket, once there is room for it; nil when there is none and it has been closed.
  private func room(for accepted: AcceptedSocket) -> AcceptedSocket? {
    let network = PeerNetwork(of: accepted.peer)
    if let network, !admission.enter(network) {
      hit(.connectionsPerNetwork)
      guard makeRoom(for: network, from: network), admission.enter(network) else {
        return refuse(accepted, entered: nil)
      }
    }
    if table.count >= limits.connection.maxConnections {
      hit(.connections)
      guard endIdlest(for: network, of: nil) else { return refuse(accepted, entered: network) }
    }
    guard admission.isReserved(accepted) else { return accepted }
    hit(.descriptors)
    guard makeRoom(for: network) else { return refuse(accepted, entered: network) }
    let renumbered = accepted.renumbered()
    return admission.isReserved(renumbered) ? refuse(renumbered, entered: network) : renumbered
  }

  private func refuse(_ accepted: AcceptedSocket, entered network: PeerNetwork?) -> AcceptedSocket? {
    if let network { admission.leave(network) }
    ConnectedSocket.clear(accepted.descriptor).close()
    return nil
  }

  /// Frees a descriptor for a connection from a network: of one that has ended and lingers, or of one that does no work;
  /// only of the second network, if it is named. False when all that were looked at work.
  private func makeRoom(for newcomer: PeerNetwork?, from network: PeerNetwork? = nil) -> Bool {
    guard let ended = lingering.first, network == nil || PeerNetwork(of: ended.peer) == network else {
      return endIdlest(for: newcomer, of: network)
    }
    ended.release()
    return true
  }

  /// Those of the newcomer's own network that shake hands are looked at first: they are what it competes with.
  private func endIdlest(for newcomer: PeerNetwork?, of network: PeerNetwork?) -> Bool {
    let rivals = newcomer.map { halfOpen.oldest(of: $0) } ?? []
    if endIdlest(among: rivals) { return true }
    return endIdlest(among: table.sample().filter { network == nil || PeerNetwork(of: $0.peer) == network })
  }

  /// Ends the connection that is least in use; false where all are. What waits in its socket is taken in first: it may be
  /// a request, or the peer may have gone by itself.
  private func endIdlest(among connections: [Connection]) -> Bool {
    let idle = connections.compactMap { connection in connection.idleness.map { (connection, $0) } }
    for (connection, before) in idle.sorted(by: { $0.1 > $1.1 }) {
      connection.takeInput()
      if connection.state == .lingering { connection.release() }
      if connection.isReleased { return true }
      guard let now = connection.idleness, now >= before else { continue }
      connection.giveWay()
      return true
    }
    // All have gone on; the least of them gives way all the same.
    let left = idle.compactMap { pair in pair.0.idleness.map { (pair.0, $0) } }
    guard let least = left.max(by: { $0.1 < $1.1 }) else { return false }
    least.0.giveWay()
    return true
  }

  private func transport(_ socket: Int32) -> ConnectedSocket? {
    guard let tls else { return .clear(socket) }
    return (try? TLSSession(server: tls, socket: socket)).map { .tls($0, socket) }
  }

  // MARK: Connections

  func opened(_ connection: Connection) {
    endedHandshake(connection)
    if connection.transport.isResumed { board.update { $0.resumedHandshakes += 1 } }
    acceptor.connectionOpened(connection)
  }

  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)? {
    acceptor.accept(stream, headers: headers)
  }

  func hit(_ limit: ConnectionLimit) { board.hit(limit) }

  func drains(_ connection: Connection) {}

  func settled(_ connection: Connection, isFirst: Bool) {}

  func goAwayReceived(_ message: GoAway) {}

  func pingAnswered(_ connection: Connection) {}

  func closed(_ connection: Connection, reason: String) {
    table.remove(connection)
    if connection.opened == nil { endedHandshake(connection) }
    lingering.insert(connection)
    board.update { counters in
      counters.openConnections -= 1
      counters.lingeringConnections += 1
    }
    if connection.opened != nil { acceptor.connectionClosed(connection, reason: reason) }
    notifyIfIdle()
  }

  func released(_ connection: Connection) {
    lingering.remove(connection)
    if let network = PeerNetwork(of: connection.peer) { admission.leave(network) }
    board.update { $0.lingeringConnections -= 1 }
    notifyIfReleased()
  }

  private func notifyIfReleased() {
    guard isEnded, table.count == 0, lingering.isEmpty else { return }
    let waiting = onReleased
    onReleased = []
    for notify in waiting { notify() }
  }

  private func notifyIfIdle() {
    guard isEnded, table.count == 0 else { return }
    let waiting = onIdle
    onIdle = []
    for notify in waiting { notify() }
  }
}
