public import WireFormat

/// The one reply of a call together with the metadata around it.
public struct UnaryResponse<M: Message>: Sendable {
  /// The reply.
  public let message: M
  /// The metadata sent before the reply.
  public let initialMetadata: Metadata
  /// The metadata sent after the reply.
  public let trailingMetadata: Metadata
  /// Whether the reply was compressed on its way.
  public let wasCompressed: Bool
}

extension Channel {
  /// Calls a method with one request and one reply. Cancelling the task cancels the call.
  /// - Throws: `RPCError` with the server's status, or UNAVAILABLE saying why the server cannot be reached.
  public func unary<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> Response {
    try decodeReply(await soleReply(method, MessageFrame(request), options).message)
  }

  /// Calls a method with one request and one reply and answers the reply's metadata too.
  /// - Throws: as `unary(_:_:options:)`.
  public func unaryResponse<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> UnaryResponse<Response> {
    let reply = try await soleReply(method, MessageFrame(request), options)
    return UnaryResponse(
      message: try decodeReply(reply.message), initialMetadata: StatusTrailers.metadata(in: reply.headers),
      trailingMetadata: StatusTrailers.metadata(in: reply.trailers), wasCompressed: reply.wasCompressed)
  }

  /// Calls a method with one request and a stream of replies; returns at once, an error comes with the first reply.
  public func serverStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> ReplyStream<Response> {
    ReplyStream(call: try await stream(method, MessageFrame(request), options))
  }

  /// Calls a method with a stream of requests and one reply; returns at once.
  public func clientStreaming<Request: Message, Response: Message>(
    _ method: MethodDescriptor, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> ClientStreamingCall<Request, Response> {
    ClientStreamingCall(call: try await stream(method, nil, options))
  }

  /// Calls a method with a stream of requests and a stream of replies; returns at once.
  public func bidirectional<Request: Message, Response: Message>(
    _ method: MethodDescriptor, options: CallOptions = CallOptions()
  ) async throws(RPCError) -> BidirectionalCall<Request, Response> {
    BidirectionalCall(call: try await stream(method, nil, options))
  }
}
