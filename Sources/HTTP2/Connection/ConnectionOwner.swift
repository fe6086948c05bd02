/// Who a connection belongs to: a server, or the client's side.
protocol ConnectionOwner: AnyObject {
  /// The handshake is over and streams may come.
  func opened(_ connection: Connection)
  /// A peer has opened a stream; answers its handler, nil to refuse it.
  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)?
  /// The connection takes no new streams any more.
  func drains(_ connection: Connection)
  /// The peer has answered a PING.
  func pingAnswered(_ connection: Connection)
  /// The connection is gone, opened or not; its streams have been closed.
  func closed(_ connection: Connection, reason: String)
}
