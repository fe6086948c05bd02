extension MessageSource {
  /// The message of a stream that must hold exactly one.
  /// - Throws: why the call failed, or UNIMPLEMENTED (as gRPC lists it) when it succeeded with none or several.
  func soleMessage() async throws(RPCError) -> [UInt8] {
    guard let message = try await nextMessage() else {
      throw RPCError.unimplemented("the server ended the call with success and without the one reply it must have")
    }
    guard try await nextMessage() == nil else {
      throw RPCError.unimplemented("the server sent more than the one reply the call must have")
    }
    return message
  }
}
