internal import EventLoop
internal import HTTP2

/// The sending side of a call on the server: headers, messages, trailers, in that order and each when it is due.
///
/// Confined to its loop but for `write(_:)`, which any task may call.
final class ReplyChannel: MessageSink, @unchecked Sendable {

  private let stream: HTTP2.Stream
  private let context: ServerContext
  private var gate = WriteGate()
  private var state = ResponseState()
  private let encodings: ReplyNegotiation
  private let environment: CallEnvironment
  private var compression = SendCompression.none
  private var endError = RPCError.cancelled("the call has ended")
  /// Reply messages handed to the connection.
  private(set) var messages = 0
  /// Their bytes as they went out, compressed if they were, without prefixes.
  private(set) var messageBytes = 0

  /// The channel of a call that has not been answered.
  init(
    stream: HTTP2.Stream, context: ServerContext, encodings: ReplyNegotiation, environment: CallEnvironment
  ) {
    self.stream = stream
    self.context = context
    self.encodings = encodings
    self.environment = environment
  }

  /// Sends a message, after the headers if it is the first.
  /// - Throws: RESOURCE_EXHAUSTED when it is larger than replies may be, otherwise why the call has ended.
  func send(_ frame: MessageFrame) throws(RPCError) {
    let frame = try environment.interceptors.reply(frame, context)
    let limit = min(environment.limits.maxReplyMessageBytes, Int(UInt32.max))
    guard frame.messageLength <= limit else {
      throw .resourceExhausted("a reply of \(frame.messageLength) bytes is larger than the limit of \(limit) bytes")
    }
    switch state.message() {
    case .sendHeadersAndMessage: sendHead(for: frame)
    case .sendMessage: break
    case .drop: throw endError
    }
    let sent = compression.apply(to: frame, environment.compressor)
    stream.send(sent.bytes)
    messages += 1
    messageBytes += sent.messageLength
  }

  private func sendHead(for first: MessageFrame) {
    compression = encodings.compression(
      environment.limits.compression, call: context.replyCompression, first: first)
    stream.sendHeaders(context.initialMetadata.headerFields, constant: ResponseHead.fields(compression.algorithm))
  }

  /// Ends the answer with the status and more trailing metadata after the context's.
  func end(_ status: Status, trailing: Metadata, extra: [HeaderField]) {
    switch state.end() {
    case .sendTrailersOnly:
      let fields = StatusTrailers.fields(for: status) + context.initialMetadata.headerFields
      stream.sendHeaders(fields + trailers(trailing) + extra, constant: ResponseHead.fields(nil), endStream: true)
    case .sendTrailers where status.code == .ok && status.message.isEmpty:
      stream.sendTrailers(trailers(trailing) + extra, constant: StatusTrailers.success)
    case .sendTrailers: stream.sendTrailers(StatusTrailers.fields(for: status) + trailers(trailing) + extra)
    case .nothing: break
    }
  }

  /// Lets every writer go on with the reason the call has ended; nothing can be sent any more.
  func close(_ error: RPCError) {
    endError = error
    _ = state.end()
    gate.open(.failure(error))
  }

  /// The stream takes more again.
  func writable() {
    gate.open(.success(true))
  }

  func write(_ frame: MessageFrame) async throws(RPCError) {
    let loop = context.loop
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

  private func send(_ frame: MessageFrame, _ waiter: WriteGate.Waiter) {
    do throws(RPCError) { try send(frame) } catch { return waiter.resume(returning: .failure(error)) }
    if stream.isWritable { waiter.resume(returning: .success(true)) } else { gate.wait(waiter) }
  }

  /// The trailing metadata; an error that came from another server does not bring that one's request id along.
  private func trailers(_ trailing: Metadata) -> [HeaderField] {
    var fields = [HeaderField(RequestID.headerName, context.requestID)]
    let own = context.trailingMetadata
    if !own.isEmpty { fields += own.headerFields }
    if !trailing.isEmpty { fields += trailing.headerFields.filter { $0.name != RequestID.headerName } }
    return fields
  }
}
