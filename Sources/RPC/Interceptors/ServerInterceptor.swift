/// Sees every call twice: before its handler, and when it has ended. Both run on the call's loop and must not block.
public protocol ServerInterceptor: Sendable {
  /// Judges the call when its headers are there and nothing else is; interceptors begin in the order they were given. A
  /// method no service has is judged too, with the kind `.unknown`, before it is refused.
  /// - Throws: the error the call ends with; interceptors after this one and the handler then never see it.
  func begin(_ context: ServerContext) throws(RPCError)

  /// Takes note of how the call ended: exactly once for every call whose `begin` returned here, in the reverse order.
  func finish(_ context: ServerContext, _ outcome: CallOutcome)
}

extension ServerInterceptor {
  /// Lets every call pass.
  public func begin(_ context: ServerContext) throws(RPCError) {}

  /// Takes no note.
  public func finish(_ context: ServerContext, _ outcome: CallOutcome) {}
}
