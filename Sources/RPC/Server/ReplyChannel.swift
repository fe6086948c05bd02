internal import EventLoop
internal import HTTP2

/// The sending side of a call on the server: headers, messages, trailers, in that order and each when it is due.
///
/// Confined to its loop but for `write(_:)`, which any task may call.
final class ReplyChannel: MessageSink, @unchecked Sendable {
  private static let responseHead = ConstantHeaders([":status": "200", "content-type": "application/grpc"])

  private let stream: HTTP2.Stream
  private let context: ServerContext
  private let gate = WriteGate()
  private var state = ResponseState()
  private var endError = RPCError.cancelled("the call has ended")
  /// Reply messages handed to the connection.
  private(set) var messages = 0
  /// Their bytes, without prefixes.
  private(set) var messageBytes = 0

  /// The channel of a call that has not been answered.
  init(stream: HTTP2.Stream, context: ServerContext) {
    self.stream = stream
    self.context = context
  }

  /// Sends a message, after the headers if it is the first.
  /// - Throws: INTERNAL when it does not fit the prefix, otherwise why the call has ended.
  func send(_ frame: MessageFrame) throws(RPCError) {
    guard frame.isRepresentable else {
      throw .internal("a reply of \(frame.messageLength) bytes does not fit the protocol's \(UInt32.max) bytes")
    }
    switch state.message() {
    case .sendHeadersAndMessage:
      stream.sendHeaders(context.initialMetadata.headerFields, constant: Self.responseHead)
      stream.send(frame.bytes)
    case .sendMessage: stream.send(frame.bytes)
    case .drop: throw endError
    }
    messages += 1
    messageBytes += frame.messageLength
  }

  /// Ends the answer with the status and more trailing metadata after the context's.
  func end(_ status: Status, trailing: Metadata, extra: [HeaderField]) {
    switch state.end() {
    case .sendTrailersOnly:
      let fields = context.initialMetadata.headerFields + trailers(status, trailing) + extra
      stream.sendHeaders(fields, constant: Self.responseHead, endStream: true)
    case .sendTrailers: stream.sendTrailers(trailers(status, trailing) + extra)
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

  private func trailers(_ status: Status, _ trailing: Metadata) -> [HeaderField] {
    var fields = StatusTrailers.fields(for: status)
    fields.append(HeaderField(RequestID.headerName, context.requestID))
    fields += context.trailingMetadata.headerFields
    fields += trailing.headerFields
    return fields
  }
}
