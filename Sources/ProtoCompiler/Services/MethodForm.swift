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

  private static let context = "context: RPC.ServerContext"
  private static let options = "options: RPC.CallOptions = .init()"

  /// The requirement of the server's protocol.
  var serverDeclaration: String {
    let (one, many) = ("_ request: \(request)", "_ requests: RPC.RequestStream<\(request)>")
    let replies = "replies: RPC.ReplyWriter<\(reply)>"
    let context = Self.context
    switch kind {
    case .unary: return "func \(swiftName)(\(one), \(context)) async throws -> RPC.Reply<\(reply)>"
    case .serverStreaming: return "func \(swiftName)(\(one), \(replies), \(context)) async throws"
    case .clientStreaming: return "func \(swiftName)(\(many), \(context)) async throws -> RPC.Reply<\(reply)>"
    case .bidirectional: return "func \(swiftName)(\(many), \(replies), \(context)) async throws"
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
    let (one, options) = ("_ request: \(request)", Self.options)
    switch kind {
    case .unary: return "func \(swiftName)(\(one), \(options)) async throws -> \(reply)"
    case .serverStreaming: return "func \(swiftName)(\(one), \(options)) async throws -> RPC.ReplyStream<\(reply)>"
    case .clientStreaming:
      return "func \(swiftName)(\(options)) async throws -> RPC.ClientStreamingCall<\(request), \(reply)>"
    case .bidirectional:
      return "func \(swiftName)(\(options)) async throws -> RPC.BidirectionalCall<\(request), \(reply)>"
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
