/// One call as its caller uses it, on encoded messages; safe to use from any task.
protocol ClientCallPort: MessageSource {
  /// Sends a request; suspends while too much waits to be sent.
  /// - Returns: false when the server has ended the call with success already and takes no more.
  /// - Throws: why the call failed.
  func send(_ frame: MessageFrame) async throws(RPCError) -> Bool

  /// Says that no more requests follow.
  func finishSending()

  /// The metadata before the first reply; suspends until the server sent it.
  func initialMetadata() async throws(RPCError) -> Metadata

  /// The metadata at the end of the call; nil before the end.
  var trailingMetadata: Metadata? { get }

  /// Gives the call up: the server's handler is cancelled.
  func cancel()
}
