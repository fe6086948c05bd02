internal import EventLoop

/// A call as a handler's task sees it: what its handler knows, where its replies go, and who learns of its end.
protocol HandlerOwner: ServerContext, MessageSink {
  /// The running task takes the call's requests from now on: where they wait.
  func beginStream() -> CallChannel
  /// The handler of a method with one reply has ended with it.
  func handlerEnds(with reply: MessageFrame)
  /// The handler of a method that gives many replies has ended.
  func handlerEnds()
  /// The handler threw.
  func handlerEnds(throwing error: any Error)
}
