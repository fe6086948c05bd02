internal import EventLoop

/// A handler running as one task on the loop of its call.
struct HandlerTask: Sendable {
  private let task: Task<Void, Never>

  /// Starts the handler with the one request of a method that takes one. The call's `handlerEnded` gets its result on
  /// the loop.
  ///
  /// Each kind has a task of its own and calls its handler directly: a handler that waits keeps the frames of every
  /// function between it and its task in memory.
  static func start(_ call: ServerCall, _ handler: RPCMethod.Handler, _ request: [UInt8]) -> HandlerTask {
    // Bound around the making of the task, which inherits it, and not within: that would be two frames more.
    HandlerTask(
      task: ServerContext.$current.withValue(call.context) {
        if !call.around.isEmpty { return startWithin(call, handler, request) }
        switch (handler, call.inbox) {
        case (.unary(let body), _): return startUnary(call, request, body)
        case (.serverStreaming(let body), _): return startServerStreaming(call, request, body)
        case (.clientStreaming(let body), let source?): return startClientStreaming(call, source, body)
        case (.bidirectional(let body), let source?): return startBidirectional(call, source, body)
        case (.synchronousUnary, _), (.clientStreaming, nil), (.bidirectional, nil):
          return startWithin(call, handler, request)
        }
      })
  }

  /// Tells the handler that nobody waits any more.
  func cancel() {
    task.cancel()
  }

  private static func startUnary(
    _ call: ServerCall, _ request: [UInt8],
    _ body: @escaping @Sendable ([UInt8], ServerContext) async throws -> MessageFrame
  ) -> Task<Void, Never> {
    Task(executorPreference: call.context.loop) {
      do { call.handlerEnds(.success(try await body(request, call.context))) } catch {
        call.handlerEnds(throwing: error)
      }
    }
  }

  private static func startServerStreaming(
    _ call: ServerCall, _ request: [UInt8],
    _ body: @escaping @Sendable ([UInt8], any MessageSink, ServerContext) async throws -> Void
  ) -> Task<Void, Never> {
    Task(executorPreference: call.context.loop) {
      do {
        try await body(request, call, call.context)
        call.handlerEnds(.success(nil))
      } catch {
        call.handlerEnds(throwing: error)
      }
    }
  }

  private static func startClientStreaming(
    _ call: ServerCall, _ source: MessageInbox,
    _ body: @escaping @Sendable (any MessageSource, ServerContext) async throws -> MessageFrame
  ) -> Task<Void, Never> {
    Task(executorPreference: call.context.loop) {
      source.belongsToRunningTask()
      do { call.handlerEnds(.success(try await body(source, call.context))) } catch {
        call.handlerEnds(throwing: error)
      }
    }
  }

  private static func startBidirectional(
    _ call: ServerCall, _ source: MessageInbox,
    _ body: @escaping @Sendable (any MessageSource, any MessageSink, ServerContext) async throws -> Void
  ) -> Task<Void, Never> {
    Task(executorPreference: call.context.loop) {
      source.belongsToRunningTask()
      do {
        try await body(source, call, call.context)
        call.handlerEnds(.success(nil))
      } catch {
        call.handlerEnds(throwing: error)
      }
    }
  }

  /// With interceptors around the handler.
  private static func startWithin(
    _ call: ServerCall, _ handler: RPCMethod.Handler, _ request: [UInt8]
  ) -> Task<Void, Never> {
    Task(executorPreference: call.context.loop) {
      call.inbox?.belongsToRunningTask()
      do {
        call.handlerEnds(.success(try await call.run(handler, request, within: call.around[...])))
      } catch {
        call.handlerEnds(throwing: error)
      }
    }
  }
}
