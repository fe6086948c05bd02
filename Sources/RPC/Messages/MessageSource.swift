/// Where a stream's encoded messages come from; safe to use from any task, made to be used from one.
protocol MessageSource: AnyObject, Sendable {
  /// The next message, nil after the last; suspends until there is one.
  /// - Throws: why no more can come: the call was cancelled, its deadline passed, the peer sent something malformed.
  func nextMessage() async throws(RPCError) -> [UInt8]?
}

/// Where a stream's encoded messages go.
protocol MessageSink: AnyObject, Sendable {
  /// Takes the message; suspends while too much waits to be sent.
  /// - Throws: why no more can be sent.
  func write(_ frame: MessageFrame) async throws(RPCError)
}
