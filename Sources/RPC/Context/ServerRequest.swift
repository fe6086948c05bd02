/// What the headers of a request say and which method they call: one for all calls of a connection that say the same.
final class ServerRequest: Sendable {
  /// The caller's metadata.
  let metadata: Metadata
  /// Nanoseconds the caller waits, nil for ever.
  let timeout: Int64?
  /// The method called; its kind is `.unknown` when no service has it.
  let method: MethodDescriptor
  /// The method's number among all methods of the server, from 0; -1 when no service has it.
  let methodIndex: Int
  /// The caller's own `x-request-id`, when it is valid.
  let givenID: String?
  /// How requests and replies may be compressed.
  let encodings: ReplyNegotiation
  /// The protocol in which the call was made.
  let callProtocol: String
  /// The first thing that is wrong with the headers.
  let fault: RPCError?

  /// A request with these headers for the method with the number.
  init(_ head: RequestHead, _ method: MethodDescriptor, index: Int, encodings: ReplyNegotiation) {
    metadata = head.metadata
    timeout = head.timeout
    self.method = method
    methodIndex = index
    givenID = head.metadata[RequestID.headerName].flatMap { RequestID.isValid($0) ? $0 : nil }
    self.encodings = encodings
    callProtocol = head.callProtocol
    fault = head.fault
  }
}
