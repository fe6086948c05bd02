/// The request of a method that takes exactly one. Another number of requests is UNIMPLEMENTED, as gRPC lists it.
struct SoleRequest: Sendable {
  private var message: ReceivedMessage?

  /// The error of a second request.
  static let surplus = RPCError.unimplemented(
    "the method takes exactly one request message and the caller sent more than one")

  /// Takes a request; a second one is an error.
  mutating func receive(_ received: ReceivedMessage) throws(RPCError) {
    guard message == nil else { throw Self.surplus }
    message = received
  }

  /// The request, when the caller has finished sending.
  mutating func finish() throws(RPCError) -> ReceivedMessage {
    guard let message else {
      throw RPCError.unimplemented("the method takes exactly one request message and the caller sent none")
    }
    self.message = nil
    return message
  }
}
