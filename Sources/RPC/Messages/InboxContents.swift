/// What has come into an inbox and who waits for more. Of one ``MessageInbox`` alone, made when there is something.
final class InboxContents {
  var queue = MessageQueue<MessageWaiter>()
  var credit = ReceiveCredit()
  /// Makes of a message that is taken what the taker gets; nil leaves it as it is.
  var prepare: ((ReceivedMessage) throws(RPCError) -> [UInt8])?
  private var lastWaiterID: UInt64 = 0

  /// What the taker of the message gets.
  func prepared(_ message: ReceivedMessage) -> Result<[UInt8]?, RPCError> {
    guard let prepare else { return .success(message.bytes) }
    do throws(RPCError) { return .success(try prepare(message)) } catch { return .failure(error) }
  }

  /// Adds someone to be given the next message, or the end; answers the number to take it away by.
  func wait(_ waiter: MessageWaiter) -> UInt64 {
    lastWaiterID += 1
    queue.wait(waiter, id: lastWaiterID)
    return lastWaiterID
  }
}
