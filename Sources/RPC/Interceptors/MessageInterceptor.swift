/// An interceptor that sees every message of a call, encoded and not compressed, and may put another in its place.
///
/// Requests pass the interceptors in their order when the handler takes them, replies in the reverse order when it gives
/// them. Everything runs on the call's loop and must not block.
public protocol MessageInterceptor: ServerInterceptor {
  /// What the handler, or the next interceptor, gets in place of the request.
  /// - Throws: the error the call ends with.
  func request(_ message: [UInt8], _ context: ServerContext) throws(RPCError) -> [UInt8]

  /// What the caller, or the next interceptor, gets in place of the reply.
  /// - Throws: the error the call ends with, which its handler is told too if it still runs.
  func reply(_ message: [UInt8], _ context: ServerContext) throws(RPCError) -> [UInt8]
}

extension MessageInterceptor {
  /// The request itself.
  public func request(_ message: [UInt8], _ context: ServerContext) throws(RPCError) -> [UInt8] { message }

  /// The reply itself.
  public func reply(_ message: [UInt8], _ context: ServerContext) throws(RPCError) -> [UInt8] { message }
}
