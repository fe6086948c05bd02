public import WireFormat

/// The replies of a server-streaming or bidirectional call, each decoded when it is taken; the server may send more
/// only as they are.
///
/// When every copy of the stream is gone before its end, the call is cancelled.
public struct ReplyStream<M: Message>: AsyncSequence, Sendable {
  /// A decoded message.
  public typealias Element = M
  /// Why there are no more.
  public typealias Failure = RPCError

  let call: StreamingCall

  /// The next reply, nil after the last of a call that succeeded.
  /// - Throws: `RPCError` with the status of a call that failed, or why the connection did.
  public func next() async throws(RPCError) -> M? {
    guard let bytes = try await call.nextMessage() else { return nil }
    return try decodeReply(bytes)
  }

  /// Whether the reply taken last was compressed on its way.
  public var lastWasCompressed: Bool { call.lastWasCompressed }

  /// The metadata sent before the first reply; suspends until it is there.
  public func initialMetadata() async throws(RPCError) -> Metadata { try await call.initialMetadata() }

  /// The metadata sent at the end, nil before the end.
  public var trailingMetadata: Metadata? { call.trailingMetadata }

  /// Gives the call up; replies not taken yet are lost and `next()` throws CANCELLED.
  public func cancel() { call.cancel() }

  /// Iterates the same stream; every iterator takes from one queue.
  public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

  /// Takes one reply after another.
  public struct Iterator: AsyncIteratorProtocol {
    let stream: ReplyStream

    /// The next reply, nil after the last.
    public mutating func next() async throws(RPCError) -> M? { try await stream.next() }

    /// The next reply; the stream is not bound to an actor, so the isolation makes no difference.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> M? {
      try await stream.next()
    }
  }
}
