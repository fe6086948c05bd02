/// The request of a method that takes exactly one. Another number of requests is UNIMPLEMENTED, as gRPC lists it.
struct SoleRequest: Sendable {
  private var message: [UInt8]?

  /// Takes a request; a second one is an error.
  mutating func receive(_ bytes: [UInt8]) throws(RPCError) {
    guard message == nil else {
      throw RPCError.unimplemented("the method takes exactly one request message and the caller sent more than one")
    }
    message = bytes
  }

  /// The request, when the caller has finished sending.
  mutating func finish() throws(RPCError) -> [UInt8] {
    guard let message else {
      throw RPCError.unimplemented("the method takes exactly one request message and the caller sent none")
    }
    self.message = nil
    return message
  }
}
