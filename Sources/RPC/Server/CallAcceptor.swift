internal import EventLoop
internal import Transport

/// Makes a call of every stream that arrives on one kind of listener of one loop. Confined to the loop.
final class CallAcceptor: StreamAcceptor, @unchecked Sendable {
  private let kind: ListenerKind
  private let methods: MethodTable
  private let environment: CallEnvironment
  private let doors: CallDoors
  private let offer: CallOffer
  private var recent: MethodEntry?

  /// An acceptor for the listener's methods; `doors` are asked about requests that are no gRPC calls.
  init(kind: ListenerKind, methods: MethodTable, environment: CallEnvironment, doors: CallDoors) {
    self.kind = kind
    self.methods = methods
    self.environment = environment
    self.doors = doors
    offer = CallOffer(methods, environment.limits)
  }

  func accept(_ stream: Transport.Stream, headers: [HeaderField]) -> (any StreamHandler)? {
    let connection = known(stream.connection)
    guard connection.state.abandonedHandlers < environment.limits.maxAbandonedHandlers else { return nil }
    if let recent = connection.recent, recent.isFor(headers) {
      return start(recent.request, recent.method, connection.state, stream)
    }
    switch RequestHead.judge(headers) {
    case .call where stream.connection.applicationProtocol != .http2:
      return doors.refuse(505, [], HTTPRequestHead(headers), stream)
    case .call(let head):
      let method = method(head.path)
      let request = request(head, method)
      connection.keep(RecentRequest(headers, request, method), environment.loop)
      return start(request, method, connection.state, stream)
    case .refuse(let status, let fields):
      let head = HTTPRequestHead(headers)
      switch doors.judge(head, offer, isHTTP2: stream.connection.applicationProtocol == .http2) {
      case .call(let request): return start(request, head, connection.state, stream)
      case .answer(let answer): return doors.answer(answer, to: head, on: stream)
      case .other:
        if let handler = doors.fallback?.accept(stream, headers: headers) { return handler }
        return doors.refuse(status, fields, head, stream)
      }
    }
  }

  /// Starts a call that was made in another protocol.
  private func start(
    _ translated: TranslatedRequest, _ head: HTTPRequestHead, _ connection: ServerConnection, _ stream: Transport.Stream
  ) -> CallBridge {
    let inner = RequestHead(translated)
    let method = method(inner.path)
    let bridge = CallBridge(
      stream, translated.translation, method, environment, additions: doors.additions(for: head))
    bridge.start(
      request(inner, method), keepable: translated.keepable, connection: connection,
      number: environment.requestIDs.next())
    return bridge
  }

  func connectionOpened(_ connection: any HTTPConnection) {
    _ = known(connection)
    environment.counters.connectionOpened()
  }

  func connectionClosed(_ connection: any HTTPConnection, reason: String) {
    if let known = connection.attachment as? AcceptedConnection { environment.openConnections.remove(known.state) }
    environment.counters.connectionClosed()
  }

  private func known(_ connection: any HTTPConnection) -> AcceptedConnection {
    if let known = connection.attachment as? AcceptedConnection { return known }
    let made = ServerConnection(connection, id: environment.openConnections.nextID(), listener: kind)
    environment.openConnections.insert(connection, made)
    let accepted = AcceptedConnection(made)
    connection.attachment = accepted
    return accepted
  }

  private func start(
    _ request: ServerRequest, _ method: MethodEntry, _ connection: ServerConnection, _ stream: Transport.Stream
  ) -> ServerCall {
    let call = ServerCall(
      request, method, connection: connection, number: environment.requestIDs.next(), stream: stream,
      environment: environment)
    call.start()
    return call
  }

  private func request(_ head: RequestHead, _ method: MethodEntry) -> ServerRequest {
    let requests = MessageEncoding(head.encoding, accepted: environment.limits.compression.accepted)
    let encodings = ReplyNegotiation(
      accepted: head.acceptEncoding, requests: requests, isStream: method.givesManyReplies)
    return ServerRequest(head, method.descriptor, index: method.index, encodings: encodings)
  }

  /// What is called most is called again and again: the entry found last is tried before the table.
  private func method(_ path: String) -> MethodEntry {
    if let recent, recent.descriptor.path == path { return recent }
    guard let found = methods[path] else { return MethodEntry(unknownPath: path) }
    recent = found
    return found
  }
}

/// A connection and the request that came on it last; confined to its loop.
private final class AcceptedConnection: @unchecked Sendable {
  let state: ServerConnection
  private(set) var recent: RecentRequest?

  init(_ state: ServerConnection) {
    self.state = state
  }

  /// Keeps a request for a second at most: there may be secrets among its headers.
  func keep(_ request: RecentRequest, _ loop: EventLoop) {
    if recent == nil { loop.schedule(after: .seconds(1)) { [weak self] in self?.recent = nil } }
    recent = request
  }
}

/// A request and the headers it was read from.
private final class RecentRequest: Sendable {
  private let headers: [HeaderField]
  let request: ServerRequest
  let method: MethodEntry

  init(_ headers: [HeaderField], _ request: ServerRequest, _ method: MethodEntry) {
    self.headers = headers
    self.request = request
    self.method = method
  }

  /// Whether the headers are the very array that was read, which says what it said as long as it is kept here.
  func isFor(_ headers: [HeaderField]) -> Bool {
    unsafe self.headers.withUnsafeBufferPointer { mine in
      unsafe headers.withUnsafeBufferPointer { unsafe mine.baseAddress == $0.baseAddress && mine.count == $0.count }
    }
  }
}
