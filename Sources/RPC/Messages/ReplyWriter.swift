public import WireFormat

/// Sends the replies of a server-streaming or bidirectional call.
///
/// Writing from several tasks at once is safe; their messages then go out in no particular order.
public struct ReplyWriter<M: Message>: Sendable {
  let sink: any MessageSink

  /// Sends the message; suspends while more than the high-water mark waits behind the peer's window.
  /// - Throws: `RPCError` when the call has ended: cancelled by the caller, past its deadline, connection lost.
  public func write(_ message: M, compression: CompressionChoice = .automatic) async throws(RPCError) {
    try await sink.write(MessageFrame(message, compression: compression))
  }

  /// Sends a message that is encoded already; suspends and throws as `write(_:)` does.
  public func write(encoded: [UInt8], compression: CompressionChoice = .automatic) async throws(RPCError) {
    try await sink.write(MessageFrame(encoded: encoded, compression: compression))
  }
}
