internal import ProtoSchema

/// How a method looks in Swift.
struct MethodForm {
  /// Which sides stream; the raw value is the runtime's name of the kind.
  enum Kind: String { case unary, serverStreaming, clientStreaming, bidirectional }

  let method: MethodDescriptor
  let swiftName: String
  let request: String
  let reply: String
  let kind: Kind
  /// The options on it that protobuf itself does not define, in their binary form.
  let customOptions: [UInt8]

  init(_ method: MethodDescriptor, swiftName: String, names: TypeNames) {
    self.method = method
    self.swiftName = swiftName
    request = names[method.requestType]
    reply = names[method.replyType]
    customOptions = method.options.encodedExtensions
    kind =
      switch (method.isRequestStream, method.isReplyStream) {
      case (false, false): .unary
      case (false, true): .serverStreaming
      case (true, false): .clientStreaming
      case (true, true): .bidirectional
      }
  }

  /// The requirement of the server's protocol.
  var serverDeclaration: String {
    switch kind {
    case .unary:
      "func \(swiftName)(_ request: \(request), context: RPC.ServerContext) async throws -> RPC.Reply<\(reply)>"
    case .serverStreaming:
      "func \(swiftName)(_ request: \(request), replies: RPC.ReplyWriter<\(reply)>, context: RPC.ServerContext) async throws"
    case .clientStreaming:
      "func \(swiftName)(_ requests: RPC.RequestStream<\(request)>, context: RPC.ServerContext) async throws -> RPC.Reply<\(reply)>"
    case .bidirectional:
      "func \(swiftName)(_ requests: RPC.RequestStream<\(request)>, replies: RPC.ReplyWriter<\(reply)>, "
        + "context: RPC.ServerContext) async throws"
    }
  }

  /// The requirement as a value, by its full name so that overloads of a server do not matter.
  var handlerReference: String {
    switch kind {
    case .unary, .clientStreaming: "self.\(swiftName)(_:context:)"
    case .serverStreaming, .bidirectional: "self.\(swiftName)(_:replies:context:)"
    }
  }

  /// The client's method, without access.
  var clientDeclaration: String {
    switch kind {
    case .unary:
      "func \(swiftName)(_ request: \(request), options: RPC.CallOptions = .init()) async throws -> \(reply)"
    case .serverStreaming:
      "func \(swiftName)(_ request: \(request), options: RPC.CallOptions = .init()) async throws -> RPC.ReplyStream<\(reply)>"
    case .clientStreaming:
      "func \(swiftName)(options: RPC.CallOptions = .init()) async throws -> RPC.ClientStreamingCall<\(request), \(reply)>"
    case .bidirectional:
      "func \(swiftName)(options: RPC.CallOptions = .init()) async throws -> RPC.BidirectionalCall<\(request), \(reply)>"
    }
  }

  /// The client's call of the channel.
  func clientBody(methods: String) -> String {
    switch kind {
    case .unary, .serverStreaming:
      "try await channel.\(kind.rawValue)(\(methods).\(swiftName), request, options: options)"
    case .clientStreaming, .bidirectional:
      "try await channel.\(kind.rawValue)(\(methods).\(swiftName), options: options)"
    }
  }
}
