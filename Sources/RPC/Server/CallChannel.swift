internal import EventLoop
internal import Transport

/// What the handler of a call holds on to: where its requests wait, and the sending side, which sends headers, messages
/// and trailers in that order and each when it is due.
///
/// Confined to its loop but for `nextMessage()`, `write(_:)` and what it has as a context, which any task may use. The
/// base of ``ServerCall``, so that a call, what its handler knows of it, its requests and its answer are one object.
class CallChannel: ServerContext, MessageReceiver, MessageSink, @unchecked Sendable {
  /// Where requests wait for the handler of a method that takes a stream of them.
  final var inbox = MessageInbox()
  /// The stream that carries the call.
  final let stream: Transport.Stream
  /// What all calls of the loop share.
  final let environment: CallEnvironment
  private final var gate = WriteGate()
  /// Bytes of the reply messages as they went out, compressed if they were, without prefixes.
  private(set) final var replyBytes = 0
  private final var messages: UInt32 = 0
  private final var compression = SendCompression.none
  private final var state = ResponseState()

  /// Reply messages handed to the connection.
  final var replyMessages: Int { Int(messages) }

  /// The channel of a call that has not been answered.
  init(
    _ request: ServerRequest, connection: ServerConnection, number: UInt64, stream: Transport.Stream,
    environment: CallEnvironment
  ) {
    self.stream = stream
    self.environment = environment
    super.init(request, connection: connection, number: number, started: environment.loop.now)
  }

  final func giveBack(_ count: Int) {
    stream.consume(count)
  }

  /// Sends a message, after the headers if it is the first.
  /// - Throws: RESOURCE_EXHAUSTED when it is larger than replies may be, otherwise why the call has ended.
  final func send(_ frame: MessageFrame) throws(RPCError) {
    let interceptors = environment.interceptors
    let frame = interceptors.seesMessages ? try interceptors.reply(frame, self) : frame
    let limit = min(environment.limits.maxReplyMessageBytes, Int(UInt32.max))
    guard frame.messageLength <= limit else {
      throw .resourceExhausted("a reply of \(frame.messageLength) bytes is larger than the limit of \(limit) bytes")
    }
    switch state.message() {
    case .sendHeadersAndMessage: sendHead(replyHead(), before: frame)
    case .sendMessage: break
    case .drop: throw gate.failure ?? Self.afterEnd
    }
    let sent = compression.algorithm == nil ? frame : compression.apply(to: frame, environment.compressor)
    stream.send(sent.bytes)
    messages &+= 1
    replyBytes += sent.messageLength
  }

  /// `first` is the reply that follows, nil when it is not known yet.
  private final func sendHead(_ head: ReplyHead, before first: MessageFrame?) {
    if !request.encodings.accepted.isEmpty {
      compression = request.encodings.compression(environment.limits.compression, call: head.compression, first: first)
    }
    stream.sendHeaders(head.fields, constant: ResponseHead.fields(compression.algorithm))
  }

  final override func sendInitialMetadata() {
    // What the caller of this changes afterwards comes too late, on whichever thread it is.
    settleInitialMetadata()
    let head = replyHead()
    if loop.isInLoop { sendEarly(head) } else { loop.execute { self.sendEarly(head) } }
  }

  private final func sendEarly(_ head: ReplyHead) {
    if state.headers() { sendHead(head, before: nil) }
  }

  /// Ends the answer with the status and more trailing metadata after the context's.
  final func end(_ status: Status, trailing: Metadata, extra: [HeaderField]) {
    switch state.end() {
    case .sendTrailersOnly: endWithoutReplies(StatusTrailers.fields(for: status) + trailers(trailing) + extra)
    case .sendTrailers: stream.sendTrailers(StatusTrailers.fields(for: status) + trailers(trailing) + extra)
    case .nothing: break
    }
  }

  /// Ends the answer with OK.
  final func end() {
    switch state.end() {
    case .sendTrailersOnly: endWithoutReplies(StatusTrailers.fields(for: .ok) + trailers(Metadata()))
    case .sendTrailers: stream.sendTrailers(trailers(Metadata()), constant: StatusTrailers.success)
    case .nothing: break
    }
  }

  /// Initial metadata has a block of its own: in one with the status, callers take it for trailing metadata.
  private final func endWithoutReplies(_ status: [HeaderField]) {
    let initial = replyHead().fields
    guard !initial.isEmpty else {
      return stream.sendHeaders(status, constant: ResponseHead.fields(nil), endStream: true)
    }
    stream.sendHeaders(initial, constant: ResponseHead.fields(nil))
    stream.sendTrailers(status)
  }

  /// Lets every writer go on with the reason the call has ended, nil when it has not failed; nothing can be sent any
  /// more.
  final func close(_ error: RPCError?) {
    _ = state.end()
    if let error { gate.close(error) } else { gate.open(.failure(Self.afterEnd)) }
  }

  /// The stream takes more again.
  final func takesMore() {
    gate.open(.success(true))
  }

  final func write(_ frame: MessageFrame) async throws(RPCError) {
    let loop = loop
    guard loop.isInLoop else {
      _ = try await withCheckedContinuation { waiter in
        loop.execute { self.send(frame, waiter) }
      }.get()
      return
    }
    try send(frame)
    guard !stream.isWritable else { return }
    _ = try await withCheckedContinuation { waiter in gate.wait(waiter) }.get()
  }

  private final func send(_ frame: MessageFrame, _ waiter: WriteGate.Waiter) {
    do throws(RPCError) { try send(frame) } catch { return waiter.resume(returning: .failure(error)) }
    if stream.isWritable { waiter.resume(returning: .success(true)) } else { gate.wait(waiter) }
  }

  /// The error of whatever comes after the end.
  static let afterEnd = RPCError.cancelled("the call has ended")

  /// The trailing metadata; an error that came from another server does not bring that one's request id along.
  private final func trailers(_ trailing: Metadata) -> [HeaderField] {
    // An id never comes again: in a compression table it would only push others out.
    var fields = [HeaderField(RequestID.headerName, requestID, isSensitive: true)]
    let own = trailingFields
    if !own.isEmpty { fields += own }
    if !trailing.isEmpty { fields += trailing.headerFields.filter { $0.name != RequestID.headerName } }
    return fields
  }
}
