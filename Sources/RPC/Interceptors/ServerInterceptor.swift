public import EventLoop

/// Sees every call twice: before its handler, and when it has ended. Both run on the call's loop and must not block.
///
/// An interceptor that also wants to see messages is a ``MessageInterceptor``, one that wants to run around the handler
/// a ``HandlerInterceptor``.
public protocol ServerInterceptor: Sendable {
  /// The interceptor for the calls of one loop, asked for once when the server starts: one that keeps state can answer
  /// a new value with state of its own, so that loops never contend for it. Nil when it has nothing to do.
  func instance(for loop: EventLoop) -> (any ServerInterceptor)?

  /// Judges the call when its headers are there and nothing else is; interceptors begin in the order they were given. A
  /// method no service has is judged too, with the kind `.unknown`, before it is refused.
  /// - Throws: the error the call ends with; interceptors after this one and the handler then never see it.
  func begin(_ context: ServerContext) throws(RPCError)

  /// Takes note of how the call ended: exactly once for every call whose `begin` returned here, in the reverse order.
  func finish(_ context: ServerContext, _ outcome: CallOutcome)
}

extension ServerInterceptor {
  /// The interceptor itself, for every loop.
  public func instance(for loop: EventLoop) -> (any ServerInterceptor)? { self }

  /// Lets every call pass.
  public func begin(_ context: ServerContext) throws(RPCError) {}

  /// Takes no note.
  public func finish(_ context: ServerContext, _ outcome: CallOutcome) {}
}

/// An interceptor that refuses nothing and only observes.
///
/// Observers that are given before all other interceptors also see the calls that an overloaded server refuses; those
/// never reach any other.
public protocol CallObserver: ServerInterceptor {}
