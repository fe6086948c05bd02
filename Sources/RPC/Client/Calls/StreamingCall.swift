/// A streaming call as its caller uses it, on encoded messages. It gives the call up when nobody holds it any more, so
/// that a forgotten stream costs the server nothing.
final class StreamingCall: MessageSource {
  private let call: ClientCall
  private let replies: ReplyInbox

  /// The caller's side of a call whose replies go to the inbox.
  init(_ call: ClientCall, _ replies: ReplyInbox) {
    self.call = call
    self.replies = replies
  }

  deinit {
    call.cancel()
  }

  /// Sends a request; suspends while too much waits to be sent.
  /// - Returns: false when the server has ended the call with success already and takes no more.
  /// - Throws: why the call failed.
  func send(_ frame: MessageFrame) async throws(RPCError) -> Bool { try await call.send(frame) }

  /// Says that no more requests follow.
  func finishSending() {
    let call = call
    call.onLoop { call.finishSending() }
  }

  /// The next reply, nil after the last; cancelling the task that waits cancels the call.
  func nextMessage() async throws(RPCError) -> [UInt8]? {
    let result = await withTaskCancellationHandler {
      do throws(RPCError) { return Result<[UInt8]?, RPCError>.success(try await replies.nextMessage()) } catch {
        return .failure(error)
      }
    } onCancel: {
      call.cancel()
    }
    return try result.get()
  }

  /// Whether the reply taken last was compressed on its way.
  var lastWasCompressed: Bool { replies.lastWasCompressed }

  /// The metadata before the first reply; suspends until the server sent it.
  func initialMetadata() async throws(RPCError) -> Metadata { try await replies.initial.get() }

  /// The metadata at the end of the call; nil before the end.
  var trailingMetadata: Metadata? { replies.trailing.value }

  /// Gives the call up: the server's handler is cancelled.
  func cancel() { call.cancel() }
}
