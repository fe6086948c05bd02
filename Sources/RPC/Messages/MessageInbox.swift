internal import EventLoop

/// The receiving side of a call: messages wait here until a task takes them, tasks until a message comes.
///
/// Confined to its loop but for `nextMessage()`, which any task may call.
final class MessageInbox: MessageSource, @unchecked Sendable {
  private let loop: EventLoop
  private let giveBack: (Int) -> Void
  private var queue = MessageQueue<MessageWaiter>()
  private var credit = ReceiveCredit()
  private var lastWaiterID: UInt64 = 0
  /// The handler's own task. It is cancelled by the end of the call alone, which aborts every wait, so that its waits
  /// need not look out for cancellation.
  private var taker: TaskIdentity?
  /// That task, while it waits.
  private var parked: Parking?

  /// Makes of a message that is taken what the taker gets, on the loop; nil leaves it as it is. It expands what is
  /// compressed only now, so that what waits never takes more memory than what was sent.
  var prepare: ((ReceivedMessage) throws(RPCError) -> [UInt8])?

  /// An empty inbox; `giveBack` opens the peer's window by a number of bytes, on the loop.
  init(loop: EventLoop, giveBack: @escaping (Int) -> Void) {
    self.loop = loop
    self.giveBack = giveBack
  }

  /// The running task is the one that is cancelled with the call.
  func belongsToRunningTask() {
    taker = .current
  }

  /// Whether whole messages wait to be taken.
  var messagesWait: Bool { !queue.isEmpty }

  /// Takes note of bytes that arrived, after the messages whole with them were put.
  func received(_ count: Int) {
    release(credit.received(count, messagesWait: messagesWait))
  }

  /// Adds a message.
  func put(_ message: ReceivedMessage) {
    queue.put(message)?.resume(returning: prepared(message))
    wakeTaker()
  }

  /// Ends the stream after the messages that wait; with an error, that is thrown to whoever wants more.
  func end(_ result: Result<Void, RPCError>) {
    for waiter in queue.end(result) { waiter.resume(returning: result.map { nil }) }
    wakeTaker()
  }

  /// Ends the stream with an error and drops what waits.
  func abort(_ error: RPCError) {
    taker = nil
    for waiter in queue.abort(error) { waiter.resume(returning: .failure(error)) }
    release(credit.releaseAll())
    wakeTaker()
  }

  /// The next message, nil after the last; suspends until there is one.
  /// - Throws: why there will be none, or CANCELLED when the task that waits is cancelled.
  @inline(__always)
  func nextMessage() async throws(RPCError) -> [UInt8]? {
    guard isTakerRunning else { return try await nextMessageUnlessCancelled() }
    while !queue.isReady { await Parking.park { parked = $0 } }
    return try takeReady()
  }

  private var isTakerRunning: Bool {
    guard loop.isInLoop, let taker else { return false }
    return taker == .current
  }

  private func wakeTaker() {
    parked?.resume()
    parked = nil
  }

  /// Not inlined: what it works with would lie in the frame of every call that waits.
  @inline(never)
  private func takeReady() throws(RPCError) -> [UInt8]? {
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
    switch queue.take() {
    case .message(let message):
      release(credit.took(message.bytes.count + MessageFrame.prefixLength, messagesWait: messagesWait))
      return prepared(message)
    case .end(let result): return result.map { nil }
    case .nothing: return nil
    }
  }

  private func prepared(_ message: ReceivedMessage) -> Result<[UInt8]?, RPCError> {
    guard let prepare else { return .success(message.bytes) }
    do throws(RPCError) { return .success(try prepare(message)) } catch { return .failure(error) }
  }

  private func serve(_ waiter: MessageWaiter, _ ticket: Ticket) {
    if let taken = take() { return waiter.resume(returning: taken) }
    guard !ticket.isCancelled else { return waiter.resume(returning: .failure(Self.cancellation)) }
    wait(waiter)
    ticket.id = lastWaiterID
  }

  private func wait(_ waiter: MessageWaiter) {
    lastWaiterID += 1
    queue.wait(waiter, id: lastWaiterID)
  }

  private func cancel(_ ticket: Ticket) {
    ticket.isCancelled = true
    guard let id = ticket.id else { return }
    queue.removeWaiter(id: id)?.resume(returning: .failure(Self.cancellation))
  }

  private func release(_ count: Int) {
    if count > 0 { giveBack(count) }
  }

  private static let cancellation = RPCError.cancelled("the task that waited for a message was cancelled")
}

/// Ties a task's cancellation to its place among the waiters; confined to the inbox's loop.
private final class Ticket: @unchecked Sendable {
  var id: UInt64?
  var isCancelled = false
}
