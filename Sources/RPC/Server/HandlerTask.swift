internal import EventLoop

/// The tasks that handlers run in, on the loop of their call.
extension ServerCall: RunnableCall, HandlerOwner {
  /// Starts the handler with the one request of a method that takes one. `handlerEnded` gets its result on the loop.
  func startHandler(_ handler: RPCMethod.Handler, _ request: [UInt8]) {
    guard around.isEmpty else { return startInRunner(request) }
    // Bound around the making of the task, which inherits it, and not within: that would be two frames more.
    switch handler {
    case .clientStreaming(_, let task), .bidirectional(_, let task):
      progress = .inTask(ServerContext.$current.withValue(self) { task.start(on: loop) })
    case .unary, .synchronousUnary, .serverStreaming: startInRunner(request)
    }
  }

  private func startInRunner(_ request: [UInt8]) {
    progress = .waiting(request)
    environment.runners.run(self)
  }

  func runHandler(in runner: HandlerRunner) async {
    guard let request = progress.begin(in: runner) else { return }
    await ServerContext.$current.withValue(self) {
      if takesStream { belongsToRunningTask() }
      do { handlerEnds(.success(try await answer(request))) } catch { handlerEnds(throwing: error) }
    }
  }

  private func answer(_ request: [UInt8]) async throws -> MessageFrame? {
    if case .unary(let body) = handler, around.isEmpty { return try await body(request, self) }
    guard let handler else { throw Self.afterEnd }
    return try await run(handler, request, within: around[...])
  }
}
