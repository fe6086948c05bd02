internal import EventLoop

/// The connection, as its session sees it.
protocol SessionOwner: HTTP2Connection {
  /// A peer has opened a stream; answers its handler, nil to refuse it.
  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)?
  /// There is something to write.
  func outputRequested()
  /// The last open stream has closed.
  func streamsEnded()
  /// The peer has sent GOAWAY.
  func goAwayReceived(_ code: ErrorCode, _ text: String)
  /// The peer has answered a PING.
  func pingAnswered()
}
