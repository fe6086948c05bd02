internal import EventLoop

/// A call as a handler's task sees it: what its handler knows, where its replies go, and who learns of its end.
protocol HandlerOwner: ServerContext, MessageSink {
  /// The handler has ended, with the one reply of a method that has one.
  func handlerEnds(_ result: Result<MessageFrame?, RPCError>)
  /// The handler threw.
  func handlerEnds(throwing error: any Error)
}
