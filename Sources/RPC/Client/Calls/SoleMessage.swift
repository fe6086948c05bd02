extension MessageSource {
  /// The message of a stream that must hold exactly one.
  /// - Throws: why the call failed, or UNIMPLEMENTED (as gRPC lists it) when it succeeded with none or several.
  func soleMessage() async throws(RPCError) -> [UInt8] {
    guard let message = try await nextMessage() else { throw SoleMessage.missing }
    guard try await nextMessage() == nil else { throw SoleMessage.tooMany }
    return message
  }
}

/// The one reply of a call that has one, as it arrives.
struct SoleMessage {
  /// Why a call failed that succeeded without a reply.
  static var missing: RPCError {
    .unimplemented("the server ended the call with success and without the one reply it must have")
  }
  /// Why a call failed that succeeded with several.
  static var tooMany: RPCError { .unimplemented("the server sent more than the one reply the call must have") }

  private var first: ReceivedMessage?
  private var hasMore = false

  /// Takes a message.
  mutating func receive(_ message: ReceivedMessage) {
    if first == nil { first = message } else { hasMore = true }
  }

  /// The message once the call has succeeded.
  /// - Throws: when there was none, or more than one.
  func get() throws(RPCError) -> ReceivedMessage {
    guard let first else { throw Self.missing }
    if hasMore { throw Self.tooMany }
    return first
  }
}
