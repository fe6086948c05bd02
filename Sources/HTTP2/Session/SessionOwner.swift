internal import EventLoop
internal import Transport

/// The connection, as its session sees it.
protocol SessionOwner: SessionCarrier {
  /// SETTINGS of the peer have arrived, its first or others.
  func settled(isFirst: Bool)
  /// The peer has sent GOAWAY.
  func goAwayReceived(_ message: GoAway)
  /// The peer has answered a PING.
  func pingAnswered(_ purpose: PingPurpose)
}
