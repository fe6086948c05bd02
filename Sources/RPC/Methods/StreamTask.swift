internal import EventLoop
internal import WireFormat

/// Starts the handler of a stream of requests in a task of its own on the call's loop.
///
/// It does the same as calling the handler, but a handler that waits keeps in memory the frames of every function
/// between it and its task, and what the task closes over. So the task calls the service's function directly, finds its
/// call as `ServerContext.current`, and closes over this object alone, which all calls of the method share: closing over
/// one object takes no memory. Its type says that it may throw, which it never does: a task that may not is wrapped in
/// one more function.
protocol StreamTask: AnyObject, Sendable {
  /// Starts the handler of the call that `ServerContext.current` is, on the call's loop.
  func start(on loop: EventLoop) -> Task<Void, any Error>
}

/// The call whose handler the running task is.
private var currentCall: (any HandlerOwner)? { ServerContext.current as? any HandlerOwner }

/// Starts the handlers of a method with a stream of requests and one reply.
final class ClientStreamingTask<Request: Message, Response: Message>: StreamTask {
  private let handler: @Sendable (RequestStream<Request>, ServerContext) async throws -> Reply<Response>

  init(_ handler: @escaping @Sendable (RequestStream<Request>, ServerContext) async throws -> Reply<Response>) {
    self.handler = handler
  }

  func start(on loop: EventLoop) -> Task<Void, any Error> {
    Task(executorPreference: loop) { [self] () async throws in
      guard let call = currentCall else { return }
      let source = call.beginStream()
      do { call.handlerEnds(with: try await handler(RequestStream(source: source), call).frame) } catch {
        call.handlerEnds(throwing: error)
      }
    }
  }
}

/// Starts the handlers of a method with a stream of requests and a stream of replies.
final class BidirectionalTask<Request: Message, Response: Message>: StreamTask {
  private let handler: @Sendable (RequestStream<Request>, ReplyWriter<Response>, ServerContext) async throws -> Void

  init(
    _ handler:
      @escaping @Sendable (RequestStream<Request>, ReplyWriter<Response>, ServerContext) async throws -> Void
  ) {
    self.handler = handler
  }

  func start(on loop: EventLoop) -> Task<Void, any Error> {
    Task(executorPreference: loop) { [self] () async throws in
      guard let call = currentCall else { return }
      let source = call.beginStream()
      do {
        try await handler(RequestStream(source: source), ReplyWriter(sink: call), call)
        call.handlerEnds()
      } catch {
        call.handlerEnds(throwing: error)
      }
    }
  }
}
