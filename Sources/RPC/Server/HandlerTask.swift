internal import EventLoop
internal import Logging

/// A handler running as one task on the loop of its call.
struct HandlerTask: Sendable {
  /// The handler, and everything it works on.
  struct Work: Sendable {
    let handler: RPCMethod.Handler
    /// The one request of a method that takes one, otherwise empty.
    let request: [UInt8]
    let source: any MessageSource
    let sink: any MessageSink
    let context: ServerContext
  }

  private let task: Task<Void, Never>

  /// Starts the handler; `completion` gets its result on the loop: the one reply of a method that has one, otherwise
  /// nil.
  static func start(
    _ work: Work, logger: Logger, completion: @escaping @Sendable (Result<MessageFrame?, RPCError>) -> Void
  ) -> HandlerTask {
    let loop = work.context.loop
    let task = Task(executorPreference: loop) {
      let result = await result(of: work, logger)
      if loop.isInLoop { completion(result) } else { loop.execute { completion(result) } }
    }
    return HandlerTask(task: task)
  }

  /// Tells the handler that nobody waits any more.
  func cancel() {
    task.cancel()
  }

  private static func result(of work: Work, _ logger: Logger) async -> Result<MessageFrame?, RPCError> {
    do {
      return .success(try await run(work))
    } catch {
      return .failure(rpcError(for: error, work.context, logger))
    }
  }

  private static func run(_ work: Work) async throws -> MessageFrame? {
    switch work.handler {
    case .unary(let body): return try await body(work.request, work.context)
    case .clientStreaming(let body): return try await body(work.source, work.context)
    case .serverStreaming(let body): try await body(work.request, work.sink, work.context)
    case .bidirectional(let body): try await body(work.source, work.sink, work.context)
    }
    return nil
  }

  /// What the caller is told: an `RPCError` as it is, of anything else the request id and nothing of the inside.
  private static func rpcError(for error: any Error, _ context: ServerContext, _ logger: Logger) -> RPCError {
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
