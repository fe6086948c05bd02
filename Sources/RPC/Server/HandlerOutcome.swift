internal import EventLoop
internal import Logging
internal import Synchronization

/// What becomes of a call when its handler has ended, and what runs around it. Any task.
extension ServerCall {
  /// The handler's result goes to the call, on the loop.
  func handlerEnds(_ result: Result<MessageFrame?, RPCError>) {
    if loop.isInLoop { handlerEnded(result) } else { loop.execute { self.handlerEnded(result) } }
  }

  func beginStream() -> CallChannel {
    belongsToRunningTask()
    return self
  }

  // Not inlined: what they work with would lie in the frame of every handler that waits.

  @inline(never)
  func handlerEnds(with reply: MessageFrame) { handlerEnds(.success(reply)) }

  @inline(never)
  func handlerEnds() { handlerEnds(.success(nil)) }

  /// The handler threw.
  @inline(never)
  func handlerEnds(throwing error: any Error) {
    handlerEnds(.failure(rpcError(for: error)))
  }

  /// Runs a synchronous handler.
  func result(
    of body: ([UInt8], ServerContext) throws -> MessageFrame, _ request: [UInt8]
  ) -> Result<MessageFrame?, RPCError> {
    do { return .success(try body(request, self)) } catch { return .failure(rpcError(for: error)) }
  }

  /// Runs the handler within the interceptors, the first of them outermost.
  func run(
    _ handler: RPCMethod.Handler, _ request: [UInt8], within around: ArraySlice<any HandlerInterceptor>
  ) async throws(RPCError) -> MessageFrame? {
    do {
      guard let interceptor = around.first else { return try await run(handler, request) }
      let box = ReplyBox()
      try await interceptor.intercept(self) { () async throws(RPCError) in
        box.put(try await self.run(handler, request, within: around.dropFirst()))
      }
      return try box.take()
    } catch {
      throw rpcError(for: error)
    }
  }

  private func run(_ handler: RPCMethod.Handler, _ request: [UInt8]) async throws -> MessageFrame? {
    switch handler {
    case .unary(let body): return try await body(request, self)
    case .synchronousUnary(let body): return try body(request, self)
    case .serverStreaming(let body): try await body(request, self, self)
    case .clientStreaming(let body, _): return try await body(self, self)
    case .bidirectional(let body, _): try await body(self, self, self)
    }
    return nil
  }

  /// What the caller is told: an `RPCError` as it is, of anything else the request id and nothing of the inside.
  private func rpcError(for error: any Error) -> RPCError {
    if var error = error as? RPCError {
      if error.code == .ok { error.code = .internal }
      return error
    }
    if error is CancellationError { return .cancelled("the handler was cancelled") }
    logger.error(
      "a handler threw an error that is no RPCError",
      metadata: [
        "request_id": "\(requestID)", "path": "\(path)", "error_type": "\(type(of: error))",
      ])
    return .internal("internal error; request id \(requestID)")
  }
}

/// Carries a handler's reply past the interceptors around it.
private final class ReplyBox: Sendable {
  private let reply = Mutex<MessageFrame??>(nil)

  func put(_ frame: MessageFrame?) { reply.withLock { $0 = .some(frame) } }

  /// The reply.
  /// - Throws: INTERNAL when the handler never ran.
  func take() throws(RPCError) -> MessageFrame? {
    guard let frame = reply.withLock({ $0 }) else {
      throw .internal("an interceptor ended the call with success and without its handler")
    }
    return frame
  }
}
