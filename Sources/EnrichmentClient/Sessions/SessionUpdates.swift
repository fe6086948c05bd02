/// What a session tells, from its opening to its end, over as many streams as it takes: after a cut it resumes with its
/// token and tells again what was not durable.
///
/// Messages are taken from the network as they are asked for. When its only iterator is gone, or the task that waits is
/// cancelled, the stream ends; the session can be resumed until it expires. It is iterated once.
public struct SessionUpdates: AsyncSequence, Sendable {
  /// Something that the session tells.
  public typealias Element = SessionNews

  let run: SessionRun

  /// The iterator of the session.
  public func makeAsyncIterator() -> Iterator { Iterator(run: run) }

  /// Takes one message after another.
  public struct Iterator: AsyncIteratorProtocol {
    let run: SessionRun

    /// What the session tells next; nil after `closed`.
    /// - Throws: `RPCError` that resuming does not help against: a request that is refused, a session that another stream
    ///   has taken over, or more cuts in a row than the session was allowed.
    public mutating func next() async throws -> SessionNews? { try await run.next() }
  }
}
