internal import EventLoop
internal import HTTP2

/// Makes a call of every stream that arrives on one kind of listener of one loop. Confined to the loop.
final class CallAcceptor: StreamAcceptor, @unchecked Sendable {
  private let kind: ListenerKind
  private let methods: MethodTable
  private let environment: CallEnvironment
  private let fallback: (any StreamAcceptor)?
  private var recent: MethodEntry?

  /// An acceptor for the listener's methods; `fallback` is asked about requests that are no calls.
  init(kind: ListenerKind, methods: MethodTable, environment: CallEnvironment, fallback: (any StreamAcceptor)?) {
    self.kind = kind
    self.methods = methods
    self.environment = environment
    self.fallback = fallback
  }

  func accept(_ stream: HTTP2.Stream, headers: [HeaderField]) -> (any StreamHandler)? {
    switch RequestHead.judge(headers) {
    case .call(let head): return start(head, stream)
    case .refuse(let status, let fields):
      if let handler = fallback?.accept(stream, headers: headers) { return handler }
      let headers = [HeaderField(":status", "\(status)")] + fields.map { HeaderField($0.name, $0.value) }
      stream.sendHeaders(headers, endStream: true)
      return RefusedRequest()
    }
  }

  func connectionOpened(_ connection: any HTTP2Connection) {
    _ = opened(connection)
    environment.counters.connectionOpened()
  }

  func connectionClosed(_ connection: any HTTP2Connection, reason: String) {
    if let known = connection.attachment as? ServerConnection { environment.openConnections.remove(known) }
    environment.counters.connectionClosed()
  }

  private func opened(_ connection: any HTTP2Connection) -> ServerConnection {
    let made = ServerConnection(connection, id: environment.openConnections.nextID(), listener: kind)
    environment.openConnections.insert(made)
    connection.attachment = made
    return made
  }

  private func start(_ head: RequestHead, _ stream: HTTP2.Stream) -> ServerCall {
    let method = method(head.path)
    let requests = MessageEncoding(head.encoding, accepted: environment.limits.compression.accepted)
    let encodings = ReplyNegotiation(
      accepted: head.acceptEncoding, requests: requests, isStream: method.givesManyReplies)
    let call = ServerCall(
      context: context(head, method, stream), encodings: encodings, stream: stream, environment: environment)
    call.start(fault: head.fault)
    return call
  }

  /// What is called most is called again and again: the entry found last is tried before the table.
  private func method(_ path: String) -> MethodEntry {
    if let recent, recent.descriptor.path == path { return recent }
    guard let found = methods[path] else { return MethodEntry(unknownPath: path) }
    recent = found
    return found
  }

  private func context(_ head: RequestHead, _ method: MethodEntry, _ stream: HTTP2.Stream) -> ServerContext {
    let now = environment.loop.now
    let connection = stream.connection.attachment as? ServerConnection ?? opened(stream.connection)
    return ServerContext(
      entry: method, metadata: head.metadata, deadline: head.timeout.map { now.advanced(nanoseconds: $0) },
      connection: connection,
      requestID: requestID(head), started: now, loop: environment.loop)
  }

  private func requestID(_ head: RequestHead) -> String {
    if let given = head.metadata[RequestID.headerName], RequestID.isValid(given) { return given }
    return environment.requestIDs.next()
  }
}

/// Lets the body of a request that was refused pass by.
private final class RefusedRequest: StreamHandler {
  func received(data: UnsafeRawBufferPointer, on stream: HTTP2.Stream) { stream.consume(data.count) }
  func receivedEnd(trailers: [HeaderField], on stream: HTTP2.Stream) {}
  func writable(on stream: HTTP2.Stream) {}
  func closed(on stream: HTTP2.Stream, reason: StreamCloseReason) {}
}
