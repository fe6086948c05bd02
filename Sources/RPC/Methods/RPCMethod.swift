internal import EventLoop
public import WireFormat

/// One method of a service: its name and an async handler, erased to bytes.
public struct RPCMethod: Sendable {
  /// The handler of each kind, on encoded messages; a single request or reply is passed by value, a stream through its
  /// inbox or sink.
  enum Handler: Sendable {
    case unary(@Sendable ([UInt8], ServerContext) async throws -> MessageFrame)
    case synchronousUnary(@Sendable ([UInt8], ServerContext) throws -> MessageFrame)
    case serverStreaming(@Sendable ([UInt8], any MessageSink, ServerContext) async throws -> Void)
    case clientStreaming(@Sendable (CallChannel, ServerContext) async throws -> MessageFrame, any StreamTask)
    case bidirectional(@Sendable (CallChannel, any MessageSink, ServerContext) async throws -> Void, any StreamTask)
  }

  /// The method's name within its service, such as `Check`.
  public let name: String
  let handler: Handler
  /// The options of the schema's own that stand on the method, as ``MethodDescriptor/options``.
  public private(set) var options: [UInt8] = []
  /// Whether the schema says that it changes nothing, as ``MethodDescriptor/isFreeOfSideEffects``.
  public private(set) var isFreeOfSideEffects = false
  /// The types of its messages, for JSON.
  let messages: MessagePair

  /// How many messages go which way.
  public var kind: MethodKind {
    switch handler {
    case .unary, .synchronousUnary: .unary
    case .serverStreaming: .serverStreaming
    case .clientStreaming: .clientStreaming
    case .bidirectional: .bidirectional
    }
  }

  /// A method whose request and reply are of these types.
  init(_ name: String, _ request: any Message.Type, _ reply: any Message.Type, _ handler: Handler) {
    self.name = name
    self.handler = handler
    messages = MessagePair(request: request, reply: reply)
  }

  /// Returns the method with the options of the schema's own that stand on it.
  public func with(options: [UInt8]) -> RPCMethod {
    var method = self
    method.options = options
    return method
  }

  /// Returns the method as one that changes nothing, which may be called by HTTP GET where a protocol has that.
  public func freeOfSideEffects() -> RPCMethod {
    var method = self
    method.isFreeOfSideEffects = true
    return method
  }

  /// A method with one request and one reply.
  public static func unary<Request: Message, Response: Message>(
    _ name: String, _ handler: @escaping @Sendable (Request, ServerContext) async throws -> Reply<Response>
  ) -> RPCMethod {
    RPCMethod(
      name, Request.self, Response.self,
      .unary { bytes, context in
        try await handler(decodeRequest(bytes), context).frame
      })
  }

  /// A method with one request and one reply that is made at once, for hot methods: the handler runs on the call's loop
  /// without a task (about a microsecond less), must not block, and cannot wait for anything. Nothing can cancel it, and
  /// `ServerContext.current` is not set for it.
  public static func unary<Request: Message, Response: Message>(
    _ name: String, synchronous handler: @escaping @Sendable (Request, ServerContext) throws -> Reply<Response>
  ) -> RPCMethod {
    RPCMethod(
      name, Request.self, Response.self,
      .synchronousUnary { bytes, context in
        try handler(decodeRequest(bytes), context).frame
      })
  }

  /// A method with one request and a stream of replies.
  public static func serverStreaming<Request: Message, Response: Message>(
    _ name: String,
    _ handler: @escaping @Sendable (Request, ReplyWriter<Response>, ServerContext) async throws -> Void
  ) -> RPCMethod {
    RPCMethod(
      name, Request.self, Response.self,
      .serverStreaming { bytes, sink, context in
        try await handler(decodeRequest(bytes), ReplyWriter(sink: sink), context)
      })
  }

  /// A method with a stream of requests and one reply.
  public static func clientStreaming<Request: Message, Response: Message>(
    _ name: String,
    _ handler: @escaping @Sendable (RequestStream<Request>, ServerContext) async throws -> Reply<Response>
  ) -> RPCMethod {
    RPCMethod(
      name, Request.self, Response.self,
      .clientStreaming(
        { source, context in try await handler(RequestStream(source: source), context).frame },
        ClientStreamingTask(handler)))
  }

  /// A method with a stream of requests and a stream of replies.
  public static func bidirectional<Request: Message, Response: Message>(
    _ name: String,
    _ handler:
      @escaping @Sendable (RequestStream<Request>, ReplyWriter<Response>, ServerContext) async throws -> Void
  ) -> RPCMethod {
    RPCMethod(
      name, Request.self, Response.self,
      .bidirectional(
        { source, sink, context in
          try await handler(RequestStream(source: source), ReplyWriter(sink: sink), context)
        }, BidirectionalTask(handler)))
  }
}
