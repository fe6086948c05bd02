internal import EventLoop
internal import Transport

/// The connection, as its session sees it.
protocol SessionOwner: HTTPConnection {
  /// A peer has opened a stream; answers its handler, nil to refuse it.
  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)?
  /// SETTINGS of the peer have arrived, its first or others.
  func settled(isFirst: Bool)
  /// A limit was gone over.
  func hit(_ limit: ConnectionLimit)
  /// There is something to write.
  func outputRequested()
  /// The last open stream has closed.
  func streamsEnded()
  /// The peer has sent GOAWAY.
  func goAwayReceived(_ message: GoAway)
  /// The peer has answered a PING.
  func pingAnswered(_ purpose: PingPurpose)
}
