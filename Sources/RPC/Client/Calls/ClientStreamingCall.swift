public import WireFormat

/// A call with a stream of requests and one reply.
///
/// When every copy of the value is gone before the reply was taken, the call is cancelled.
public struct ClientStreamingCall<Request: Message, Response: Message>: Sendable {
  let call: StreamingCall

  /// Sends a request; suspends while too much waits to be sent.
  /// - Returns: false when the server has answered already and takes no more: `finish()` then has the reply.
  /// - Throws: `RPCError` with the reason the call failed.
  @discardableResult
  public func send(_ request: Request, compression: CompressionChoice = .automatic) async throws(RPCError) -> Bool {
    try await call.send(MessageFrame(request, compression: compression))
  }

  /// Says that no more requests follow and waits for the reply.
  /// - Throws: `RPCError` with the status of a call that failed, UNIMPLEMENTED when there is not exactly one reply.
  public func finish() async throws(RPCError) -> Response {
    call.finishSending()
    return try decodeReply(await call.soleMessage())
  }

  /// Whether the reply was compressed on its way; false before it was taken.
  public var replyWasCompressed: Bool { call.lastWasCompressed }

  /// The metadata sent before the reply; suspends until it is there.
  public func initialMetadata() async throws(RPCError) -> Metadata { try await call.initialMetadata() }

  /// The metadata sent at the end, nil before the end.
  public var trailingMetadata: Metadata? { call.trailingMetadata }

  /// Gives the call up.
  public func cancel() { call.cancel() }
}
