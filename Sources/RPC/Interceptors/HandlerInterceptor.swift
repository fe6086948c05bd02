/// An interceptor that runs around a call's handler, in its task: it may wait before it, set task-local values for it,
/// and look at the error it throws or throw another.
///
/// The first one given is the outermost. A server with such an interceptor runs every handler in a task, also the
/// synchronous ones.
public protocol HandlerInterceptor: ServerInterceptor {
  /// Runs `next`, which is the handler or the next interceptor around it, once; not at all when it throws instead.
  /// - Throws: the error the call ends with.
  func intercept(
    _ context: ServerContext, _ next: @escaping @Sendable () async throws(RPCError) -> Void
  ) async throws
}
