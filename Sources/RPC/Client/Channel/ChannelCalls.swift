public import WireFormat

/// The one reply of a call together with the metadata around it.
public struct UnaryResponse<M: Message>: Sendable {
  /// The reply.
  public let message: M
  /// The metadata sent before the reply.
  public let initialMetadata: Metadata
  /// The metadata sent after the reply.
  public let trailingMetadata: Metadata
}

extension Channel {
  /// Calls a method with one request and one reply. Cancelling the task cancels the call.
  /// - Throws: `RPCError` with the server's status, or UNAVAILABLE saying why the server cannot be reached.
  public func unary<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> Response {
    try decodeReply(await startCall(method, request: request, options: options).soleMessage())
  }

  /// Calls a method with one request and one reply and answers the reply's metadata too.
  /// - Throws: as `unary(_:_:options:)`.
  public func unaryResponse<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> UnaryResponse<Response> {
    let call = startCall(method, request: request, options: options)
    let message: Response = try decodeReply(await call.soleMessage())
    return UnaryResponse(
      message: message, initialMetadata: try await call.initialMetadata(),
      trailingMetadata: call.trailingMetadata ?? Metadata())
  }

  /// Calls a method with one request and a stream of replies; returns at once, an error comes with the first reply.
  public func serverStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> ReplyStream<Response> {
    ReplyStream(lease: CallLease(startCall(method, request: request, options: options)))
  }

  /// Calls a method with a stream of requests and one reply; returns at once.
  public func clientStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> ClientStreamingCall<Request, Response> {
    ClientStreamingCall(lease: CallLease(startCall(method, options: options)))
  }

  /// Calls a method with a stream of requests and a stream of replies; returns at once.
  public func bidirectional<Request: Message, Response: Message>(
    _ method: MethodDescriptor, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> BidirectionalCall<Request, Response> {
    BidirectionalCall(lease: CallLease(startCall(method, options: options)))
  }

  private func startCall(_ method: MethodDescriptor, request: some Message, options: CallOptions) -> any ClientCallPort
  {
    start(method, soleRequest: MessageFrame(request), options: options)
  }

  private func startCall(_ method: MethodDescriptor, options: CallOptions) -> any ClientCallPort {
    start(method, soleRequest: nil, options: options)
  }
}
