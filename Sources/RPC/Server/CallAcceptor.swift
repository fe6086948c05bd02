internal import EventLoop
internal import HTTP2

/// Makes a call of every stream that arrives on one kind of listener of one loop. Confined to the loop.
final class CallAcceptor: StreamAcceptor, @unchecked Sendable {
  private let kind: ListenerKind
  private let methods: MethodTable
  private let environment: CallEnvironment
  private let fallback: (any StreamAcceptor)?

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
    connection.attachment = PeerName(connection.peer)
    environment.counters.connectionOpened()
  }

  func connectionClosed(_ connection: any HTTP2Connection, reason: String) {
    environment.counters.connectionClosed()
  }

  private func start(_ head: RequestHead, _ stream: HTTP2.Stream) -> ServerCall {
    let entry = methods[head.path]
    let call = ServerCall(
      context: context(head, entry?.descriptor ?? MethodDescriptor(unknownPath: head.path), stream),
      handler: entry?.handler, encodings: encodings(head, entry?.descriptor.kind), stream: stream,
      environment: environment)
    call.start(fault: head.fault)
    return call
  }

  private func encodings(_ head: RequestHead, _ kind: MethodKind?) -> ReplyNegotiation {
    let requests = MessageEncoding(head.encoding, accepted: environment.limits.compression.accepted)
    return ReplyNegotiation(
      accepted: head.acceptEncoding, requests: requests, isStream: kind == .serverStreaming || kind == .bidirectional)
  }

  private func context(_ head: RequestHead, _ method: MethodDescriptor, _ stream: HTTP2.Stream) -> ServerContext {
    let now = environment.loop.now
    let given = head.metadata[RequestID.headerName].flatMap { RequestID.isValid($0) ? $0 : nil }
    return ServerContext(
      method: method, metadata: head.metadata, deadline: head.timeout.map { now + .nanoseconds($0) },
      peer: (stream.connection.attachment as? PeerName)?.text ?? PeerName(stream.connection.peer).text, listener: kind,
      requestID: given ?? RequestID.make(), started: now, loop: environment.loop)
  }
}

/// The address of a connection's other end in gRPC's words, made once for each connection.
private final class PeerName {
  let text: String

  init(_ peer: Endpoint) {
    text =
      switch peer {
      case .tcp(let host, let port): host.contains(":") ? "ipv6:[\(host)]:\(port)" : "ipv4:\(host):\(port)"
      case .unix(let path): "unix:\(path)"
      }
  }
}

/// Lets the body of a request that was refused pass by.
private final class RefusedRequest: StreamHandler {
  func received(data: UnsafeRawBufferPointer, on stream: HTTP2.Stream) { stream.consume(data.count) }
  func receivedEnd(trailers: [HeaderField], on stream: HTTP2.Stream) {}
  func writable(on stream: HTTP2.Stream) {}
  func closed(on stream: HTTP2.Stream, reason: StreamCloseReason) {}
}
