public import WireFormat

/// A call with a stream of requests and one reply.
///
/// When every copy of the value is gone before the reply was taken, the call is cancelled.
public struct ClientStreamingCall<Request: Message, Response: Message>: Sendable {
  let lease: CallLease

  /// Sends a request; suspends while too much waits to be sent.
  /// - Returns: false when the server has answered already and takes no more: `finish()` then has the reply.
  /// - Throws: `RPCError` with the reason the call failed.
  @discardableResult
  public func send(_ request: Request) async throws(RPCError) -> Bool {
    try await lease.port.send(MessageFrame(request))
  }

  /// Says that no more requests follow and waits for the reply.
  /// - Throws: `RPCError` with the status of a call that failed, UNIMPLEMENTED when there is not exactly one reply.
  public func finish() async throws(RPCError) -> Response {
    lease.port.finishSending()
    return try decodeReply(await lease.port.soleMessage())
  }

  /// The metadata sent at the end, nil before the end.
  public var trailingMetadata: Metadata? { lease.port.trailingMetadata }

  /// Gives the call up.
  public func cancel() { lease.port.cancel() }
}
