internal import EventLoop
internal import Logging
internal import Synchronization

/// A handler running as one task on the loop of its call.
struct HandlerTask: Sendable {
  /// The handler, and everything it works on.
  struct Work: Sendable {
    let handler: RPCMethod.Handler
    /// The one request of a method that takes one, otherwise empty.
    let request: [UInt8]
    /// Where requests of a stream come from; nil for a method that takes one.
    let source: (any MessageSource)?
    let sink: any MessageSink
    let context: ServerContext
    /// What runs around the handler, the outermost first.
    let around: [any HandlerInterceptor]
    let logger: Logger
  }

  private let task: Task<Void, Never>

  /// Starts the handler, at once and up to the first time it waits; `completion` gets its result on the loop: the one
  /// reply of a method that has one, otherwise nil.
  static func start(
    _ work: Work, completion: @escaping @Sendable (Result<MessageFrame?, RPCError>) -> Void
  ) -> HandlerTask {
    let loop = work.context.loop
    let task = Task.immediate(executorPreference: loop) {
      let result = await ServerContext.$current.withValue(work.context) { await work.result() }
      if loop.isInLoop { completion(result) } else { loop.execute { completion(result) } }
    }
    return HandlerTask(task: task)
  }

  /// Tells the handler that nobody waits any more.
  func cancel() {
    task.cancel()
  }
}

extension HandlerTask.Work {
  /// What a synchronous handler answers.
  func immediateResult(_ body: ([UInt8], ServerContext) throws -> MessageFrame) -> Result<MessageFrame?, RPCError> {
    do {
      return .success(try body(request, context))
    } catch {
      return .failure(rpcError(for: error))
    }
  }

  fileprivate func result() async -> Result<MessageFrame?, RPCError> {
    do throws(RPCError) {
      return .success(try await run(around[...]))
    } catch {
      return .failure(error)
    }
  }

  private func run(_ around: ArraySlice<any HandlerInterceptor>) async throws(RPCError) -> MessageFrame? {
    do {
      guard let interceptor = around.first else { return try await handle() }
      let reply = ReplyBox()
      try await interceptor.intercept(context) { () async throws(RPCError) in
        reply.put(try await run(around.dropFirst()))
      }
      return try reply.take()
    } catch {
      throw rpcError(for: error)
    }
  }

  private func handle() async throws -> MessageFrame? {
    switch (handler, source) {
    case (.unary(let body), _): return try await body(request, context)
    case (.synchronousUnary(let body), _): return try body(request, context)
    case (.serverStreaming(let body), _): try await body(request, sink, context)
    case (.clientStreaming(let body), let source?): return try await body(source, context)
    case (.bidirectional(let body), let source?): try await body(source, sink, context)
    case (.clientStreaming, nil), (.bidirectional, nil): throw RPCError.internal("the call has no stream of requests")
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
        "request_id": "\(context.requestID)", "path": "\(context.path)", "error_type": "\(type(of: error))",
      ])
    return .internal("internal error; request id \(context.requestID)")
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
