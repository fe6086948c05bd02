/// What the receiving side of a call keeps: who waits for messages, and what has come. Of one ``MessageReceiver`` alone.
///
/// It is little while nothing has arrived: many calls do nothing but wait.
struct MessageInbox {
  /// The handler's own task. It is cancelled by the end of the call alone, which aborts every wait, so that its waits
  /// need not look out for cancellation.
  var taker: TaskIdentity?
  /// That task, while it waits.
  var parked: Parking?
  var contents: InboxContents?

  /// Whether whole messages wait to be taken.
  var messagesWait: Bool { contents.map { !$0.queue.isEmpty } ?? false }

  var isReady: Bool { contents?.queue.isReady ?? false }

  var kept: InboxContents {
    mutating get {
      if let contents { return contents }
      let made = InboxContents()
      contents = made
      return made
    }
  }
}
