internal import Transport

/// Who a connection belongs to: a server, or the client's side.
protocol ConnectionOwner: AnyObject {
  /// What is spoken with peers that do not speak HTTP/2; nil where nothing is.
  var alternative: (any AlternativeProtocol)? { get }
  /// The handshake is over and streams may come.
  func opened(_ connection: Connection)
  /// SETTINGS of the peer have arrived. The first say that it speaks HTTP/2 and has accepted what it was shown; others
  /// may allow more streams than before.
  func settled(_ connection: Connection, isFirst: Bool)
  /// A peer has opened a stream; answers its handler, nil to refuse it.
  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)?
  /// The peer has gone over a limit.
  func hit(_ limit: ConnectionLimit)
  /// The connection takes no new streams any more.
  func drains(_ connection: Connection)
  /// The peer has sent GOAWAY.
  func goAwayReceived(_ message: GoAway)
  /// The peer has answered a PING that was sent for the owner.
  func pingAnswered(_ connection: Connection)
  /// The connection is gone, opened or not; its streams have been closed.
  func closed(_ connection: Connection, reason: String)
  /// The socket of a connection that had been told as closed is closed too.
  func released(_ connection: Connection)
}
