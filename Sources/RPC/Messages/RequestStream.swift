public import WireFormat

/// The requests of a client-streaming or bidirectional call, each decoded when it is taken; the peer may send more only
/// as they are.
public struct RequestStream<M: Message>: AsyncSequence, Sendable {
  /// A decoded message.
  public typealias Element = M
  /// Why there are no more.
  public typealias Failure = RPCError

  let source: CallChannel

  /// The next request, nil after the last.
  /// - Throws: `RPCError` when the call was cancelled, its deadline passed, or the request is malformed or too large.
  public func next() async throws(RPCError) -> M? {
    try decoded(await source.nextDelivery())
  }

  /// The request that has been delivered, or else is ready. Not inlined: what it works with would lie in the frame of
  /// every call that waits.
  @inline(never)
  private func decoded(_ delivery: MessageDelivery?) throws(RPCError) -> M? {
    let bytes = if let delivery { try delivery.result.get() } else { try source.takeReady() }
    guard let bytes else { return nil }
    return try decodeRequest(bytes)
  }

  /// Iterates the same stream; every iterator takes from one queue.
  public func makeAsyncIterator() -> Iterator { Iterator(stream: self) }

  /// Takes one request after another.
  public struct Iterator: AsyncIteratorProtocol {
    let stream: RequestStream

    /// The next request, nil after the last.
    public mutating func next() async throws(RPCError) -> M? { try await stream.next() }

    /// The next request; the stream is not bound to an actor, so the isolation makes no difference.
    public mutating func next(isolation actor: isolated (any Actor)?) async throws(RPCError) -> M? {
      // Not by the stream's own function: its frame would lie in the memory of every call that waits.
      try stream.decoded(await stream.source.nextDelivery())
    }
  }
}
