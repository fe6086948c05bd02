public import WireFormat

extension RPCMethod {
  /// A method with one request and one reply whose handler reads the request where it lies.
  ///
  /// The request is checked as decoding it would be; the handler gets a view that it cannot keep, and so answers without
  /// waiting, on the call's loop and without a task, like ``unary(_:synchronous:)``.
  public static func unary<Request: Message, Response: Message>(
    _ name: String,
    view handler: @escaping @Sendable (borrowing MessageView<Request>, ServerContext) throws -> Reply<Response>
  ) -> RPCMethod {
    RPCMethod(
      name, Request.self, Response.self,
      .synchronousUnary { bytes, context in
        try viewRequest(bytes) { request in try handler(request, context) }.frame
      })
  }
}

/// What a handler answers to a view of the request in these bytes.
/// - Throws: INVALID_ARGUMENT naming the message, the field and the reason, or what the handler throws.
private func viewRequest<Request: Message, Response: Message>(
  _ bytes: [UInt8], _ handler: (borrowing MessageView<Request>) throws -> Reply<Response>
) throws -> Reply<Response> {
  do {
    return try Request.withView(of: bytes, handler)
  } catch let error as DecodingError {
    throw RPCError.invalidArgument("the request is not a \(Request.messageName): \(error)")
  }
}
