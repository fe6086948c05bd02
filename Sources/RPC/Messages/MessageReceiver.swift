internal import EventLoop

/// The receiving side of a call: messages wait here until a task takes them, tasks until a message comes.
///
/// Confined to its loop but for `nextMessage()`, which any task may call.
protocol MessageReceiver: MessageSource {
  var inbox: MessageInbox { get set }
  /// The loop of the call.
  var loop: EventLoop { get }
  /// Lets the peer send so many bytes more. On the loop.
  func giveBack(_ count: Int)
}

extension MessageReceiver {
  /// Makes of a message that is taken what the taker gets, on the loop; without it that is the message as it is. It
  /// expands what is compressed only now, so that what waits never takes more memory than what was sent.
  func prepareMessages(_ body: @escaping (ReceivedMessage) throws(RPCError) -> [UInt8]) {
    inbox.kept.prepare = body
  }

  /// The running task is the one that is cancelled with the call.
  func belongsToRunningTask() {
    inbox.taker = .current
  }

  /// Takes note of bytes that arrived, after the messages whole with them were put.
  func bytesArrived(_ count: Int) {
    release(inbox.kept.credit.received(count, messagesWait: inbox.messagesWait))
  }

  /// Takes a message that has arrived whole.
  func messageArrived(_ message: ReceivedMessage) {
    let contents = inbox.kept
    contents.queue.put(message)?.resume(returning: contents.prepared(message))
    wakeTaker()
  }

  /// Ends the messages after those that wait; with an error, that is thrown to whoever wants more.
  func endMessages(_ result: Result<Void, RPCError>) {
    for waiter in inbox.kept.queue.end(result) { waiter.resume(returning: result.map { nil }) }
    wakeTaker()
  }

  /// Ends the messages with an error and drops what waits.
  func abortMessages(_ error: RPCError) {
    let contents = inbox.kept
    inbox.taker = nil
    for waiter in contents.queue.abort(error) { waiter.resume(returning: .failure(error)) }
    release(contents.credit.releaseAll())
    wakeTaker()
  }

  /// The next message, nil after the last; suspends until there is one.
  /// - Throws: why there will be none, or CANCELLED when the task that waits is cancelled.
  func nextMessage() async throws(RPCError) -> [UInt8]? {
    guard isTakerRunning else { return try await nextMessageUnlessCancelled() }
    while !inbox.isReady { await Parking.park { inbox.parked = $0 } }
    return try takeReady()
  }

  /// Suspends until there is something to take. Nil says that it is ready to be taken, which it is for the handler's own
  /// task; any other has the next message in the answer. An error lies there too: in the frame of whoever asks it would
  /// take memory in every call that waits.
  @inline(__always)
  func nextDelivery() async -> MessageDelivery? {
    guard isTakerRunning else { return await deliveryUnlessCancelled() }
    while !inbox.isReady { await Parking.park { inbox.parked = $0 } }
    return nil
  }

  @inline(never)
  private func deliveryUnlessCancelled() async -> MessageDelivery {
    do throws(RPCError) {
      return MessageDelivery(.success(try await nextMessageUnlessCancelled()))
    } catch {
      return MessageDelivery(.failure(error))
    }
  }

  private var isTakerRunning: Bool {
    guard loop.isInLoop, let taker = inbox.taker else { return false }
    return taker == .current
  }

  private func wakeTaker() {
    inbox.parked?.resume()
    inbox.parked = nil
  }

  /// What there is to take, when there is something. Not inlined: what it works with would lie in the frame of every
  /// call that waits.
  @inline(never)
  func takeReady() throws(RPCError) -> [UInt8]? {
    try take()?.get()
  }

  private func nextMessageUnlessCancelled() async throws(RPCError) -> [UInt8]? {
    if loop.isInLoop, let taken = take() { return try taken.get() }
    let ticket = Ticket()
    return try await withTaskCancellationHandler {
      await MessageWaiter.wait { waiter in
        if loop.isInLoop { serve(waiter, ticket) } else { loop.execute { self.serve(waiter, ticket) } }
      }
    } onCancel: {
      loop.execute { self.cancel(ticket) }
    }.get()
  }

  /// What there is to take, nil when the taker must wait.
  private func take() -> Result<[UInt8]?, RPCError>? {
    guard let contents = inbox.contents else { return nil }
    switch contents.queue.take() {
    case .message(let message):
      let count = message.bytes.count + MessageFrame.prefixLength
      release(contents.credit.took(count, messagesWait: !contents.queue.isEmpty))
      return contents.prepared(message)
    case .end(let result): return result.map { nil }
    case .nothing: return nil
    }
  }

  private func serve(_ waiter: MessageWaiter, _ ticket: Ticket) {
    if let taken = take() { return waiter.resume(returning: taken) }
    guard !ticket.isCancelled else { return waiter.resume(returning: .failure(Ticket.cancellation)) }
    ticket.id = inbox.kept.wait(waiter)
  }

  private func cancel(_ ticket: Ticket) {
    ticket.isCancelled = true
    guard let id = ticket.id else { return }
    inbox.contents?.queue.removeWaiter(id: id)?.resume(returning: .failure(Ticket.cancellation))
  }

  private func release(_ count: Int) {
    if count > 0 { giveBack(count) }
  }
}

/// Ties a task's cancellation to its place among the waiters; confined to the receiver's loop.
private final class Ticket: @unchecked Sendable {
  static let cancellation = RPCError.cancelled("the task that waited for a message was cancelled")

  var id: UInt64?
  var isCancelled = false
}
