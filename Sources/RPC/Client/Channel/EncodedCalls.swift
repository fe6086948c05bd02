/// Calls on messages that are encoded already: for gateways, recorders and load generators, which need no Swift type of
/// a message.
extension Channel {
  /// Calls a method with one request and one reply.
  /// - Returns: the encoded reply.
  /// - Throws: as `unary(_:_:options:)`.
  public func unary(
    _ method: MethodDescriptor, encoded request: [UInt8], options: CallOptions = CallOptions()
  ) async throws(RPCError) -> [UInt8] {
    try await soleReply(method, MessageFrame(encoded: request), options).message
  }

  /// Starts a call of any kind; returns at once, an error comes with the first reply.
  public func encodedStream(_ method: MethodDescriptor, options: CallOptions = CallOptions())
    async throws(RPCError) -> EncodedCall
  {
    EncodedCall(call: try await stream(method, nil, options))
  }
}

/// A call with streams of encoded messages both ways; one of each is a unary call.
///
/// When every copy of the value is gone before the end, the call is cancelled.
public struct EncodedCall: Sendable {
  let call: StreamingCall

  /// Sends an encoded request; suspends while too much waits to be sent.
  /// - Returns: false when the server has ended the call with success already and takes no more.
  /// - Throws: `RPCError` with the reason the call failed.
  @discardableResult
  public func send(_ request: [UInt8]) async throws(RPCError) -> Bool {
    try await call.send(MessageFrame(encoded: request))
  }

  /// Says that no more requests follow; replies may still come.
  public func finishSending() { call.finishSending() }

  /// The next encoded reply, nil after the last of a call that succeeded.
  /// - Throws: `RPCError` with the status of a call that failed, or why the connection did.
  public func next() async throws(RPCError) -> [UInt8]? { try await call.nextMessage() }

  /// Gives the call up.
  public func cancel() { call.cancel() }
}
