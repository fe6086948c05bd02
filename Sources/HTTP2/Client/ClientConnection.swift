public import EventLoop
public import Transport

/// A client's connection to a server.
///
/// Everything but `connect`, `shutdown` and `close` belongs on its loop. A connection nobody holds any more closes when
/// its streams have ended.
public final class ClientConnection: @unchecked Sendable {
  let connection: Connection
  let link: ClientLink

  /// Called once, when the connection is gone, with the reason.
  public var onClosed: ((String) -> Void)? {
    get { link.onClosed }
    set { link.onClosed = newValue }
  }

  /// Called when the connection takes no new streams any more.
  public var onDraining: (() -> Void)? {
    get { link.onDraining }
    set { link.onDraining = newValue }
  }

  /// Called once, when the server's first SETTINGS arrive; never, when the connection ends before. A server that
  /// refuses the client's certificate does so before it sends them. Has been called if ``isReady``.
  public var onReady: (() -> Void)? {
    get { link.onReady }
    set { link.onReady = newValue }
  }

  /// Called when the server sends SETTINGS after its first: ``peerMaxConcurrentStreams`` may have changed.
  public var onSettings: (() -> Void)? {
    get { link.onSettings }
    set { link.onSettings = newValue }
  }

  init(_ connection: Connection, _ link: ClientLink) {
    self.connection = connection
    self.link = link
  }

  deinit {
    let connection = connection
    connection.loop.execute { connection.drain() }
  }

  /// Opens a stream. `headers` and `constant` hold `:method`, `:scheme`, `:path` and `:authority`.
  ///
  /// Beyond the number of streams the server allows, the request waits inside until another ends.
  public func openStream(
    _ headers: [HeaderField], constant: ConstantHeaders = .none, endStream: Bool = false, handler: any StreamHandler
  ) throws(StreamOpenError) -> Stream {
    let session = try openSession()
    guard let stream = session.open(headers, constant, endStream: endStream, handler: handler) else {
      throw .exhausted
    }
    return stream
  }

  /// Opens a stream for a request with a body. `extra` is one more header, which is not among the prepared ones and no
  /// pseudo-header.
  ///
  /// Beyond the number of streams the server allows, the request waits inside until another ends.
  public func openStream(
    _ headers: PreparedHeaders, _ extra: HeaderField? = nil, handler: any StreamHandler
  ) throws(StreamOpenError) -> Stream {
    guard let stream = try openSession().open(headers, extra, handler: handler) else { throw .exhausted }
    return stream
  }

  private func openSession() throws(StreamOpenError) -> Session {
    guard let session = connection.session else { throw .closed(link.closeReason ?? "not open") }
    guard !connection.isDraining else { throw .draining }
    return session
  }

  /// The loop.
  public var loop: EventLoop { connection.loop }
  /// Whether the server's first SETTINGS have arrived.
  public var isReady: Bool { connection.session?.hasPeerSettings ?? false }
  /// What the server's certificate says; nil without TLS.
  public var peerIdentity: TLSPeerIdentity? { connection.peerIdentity }
  /// Whether no new streams may be opened.
  public var isDraining: Bool { connection.isDraining }
  /// Whether the connection is gone.
  public var isClosed: Bool { connection.session == nil }
  /// Why the connection is gone; nil while it is not.
  public var closeReason: String? { link.closeReason }
  /// How many streams are open or wait to be.
  public var openStreamCount: Int { connection.openStreamCount }
  /// How many streams the server allows at once.
  public var peerMaxConcurrentStreams: Int { connection.session?.peerMaxConcurrentStreams ?? 0 }

  /// What the server said when it announced that it goes away; nil when it has not.
  public var goAway: GoAway? { link.goAway }

  /// Sends a PING and calls `answered` when the server has answered; never, when the connection ends before.
  public func ping(_ answered: @escaping () -> Void) {
    guard let session = connection.session else { return }
    link.pings.append(answered)
    session.submitPing(.probe)
    connection.outputRequested()
  }

  /// Opens no more streams and closes when the open ones have ended. Any thread.
  public func shutdown() { loop.execute { self.connection.drain() } }

  /// Closes at once; open streams end with `connectionLost`. Any thread.
  public func close() { loop.execute { self.connection.terminate(.noError, "closed by the client") } }
}
