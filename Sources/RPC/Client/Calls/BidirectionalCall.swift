public import WireFormat

/// A call with a stream of requests and a stream of replies, independent of each other.
///
/// When every copy of the value and of its replies is gone before the end, the call is cancelled.
public struct BidirectionalCall<Request: Message, Response: Message>: Sendable {
  let call: StreamingCall

  /// The replies.
  public var replies: ReplyStream<Response> { ReplyStream(call: call) }

  /// Sends a request; suspends while too much waits to be sent.
  /// - Returns: false when the server has ended the call with success already and takes no more.
  /// - Throws: `RPCError` with the reason the call failed.
  @discardableResult
  public func send(_ request: Request, compression: CompressionChoice = .automatic) async throws(RPCError) -> Bool {
    try await call.send(MessageFrame(request, compression: compression))
  }

  /// Says that no more requests follow; replies may still come.
  public func finishSending() { call.finishSending() }

  /// Gives the call up.
  public func cancel() { call.cancel() }
}
