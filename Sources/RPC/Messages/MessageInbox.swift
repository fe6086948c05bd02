internal import EventLoop
internal import HTTP2

/// The receiving side of a call: messages wait here until a task takes them, tasks until a message comes.
///
/// Confined to its loop but for `nextMessage()`, which any task may call. What it keeps while nothing has arrived is
/// little: many calls do nothing but wait.
final class MessageInbox: MessageSource, @unchecked Sendable {
  private let loop: EventLoop
  /// The stream whose window opens again as messages are taken; nil before it is known and once it is of no use.
  var stream: HTTP2.Stream?
  /// The handler's own task. It is cancelled by the end of the call alone, which aborts every wait, so that its waits
  /// need not look out for cancellation.
  private var taker: TaskIdentity?
  /// That task, while it waits.
  private var parked: Parking?
  private var contents: InboxContents?

  /// An empty inbox of a call on the loop.
  init(loop: EventLoop, stream: HTTP2.Stream? = nil) {
    self.loop = loop
    self.stream = stream
  }

  /// Makes of a message that is taken what the taker gets, on the loop; without it that is the message as it is. It
  /// expands what is compressed only now, so that what waits never takes more memory than what was sent.
  func prepare(_ body: @escaping (ReceivedMessage) throws(RPCError) -> [UInt8]) {
    kept().prepare = body
  }

  /// The running task is the one that is cancelled with the call.
  func belongsToRunningTask() {
    taker = .current
  }

  /// Whether whole messages wait to be taken.
  var messagesWait: Bool { contents.map { !$0.queue.isEmpty } ?? false }

  private var isReady: Bool { contents?.queue.isReady ?? false }

  /// Takes note of bytes that arrived, after the messages whole with them were put.
  func received(_ count: Int) {
    release(kept().credit.received(count, messagesWait: messagesWait))
  }

  /// Adds a message.
  func put(_ message: ReceivedMessage) {
    let contents = kept()
    contents.queue.put(message)?.resume(returning: contents.prepared(message))
    wakeTaker()
  }

  /// Ends the stream after the messages that wait; with an error, that is thrown to whoever wants more.
  func end(_ result: Result<Void, RPCError>) {
    for waiter in kept().queue.end(result) { waiter.resume(returning: result.map { nil }) }
    wakeTaker()
  }

  /// Ends the stream with an error and drops what waits.
  func abort(_ error: RPCError) {
    let contents = kept()
    taker = nil
    for waiter in contents.queue.abort(error) { waiter.resume(returning: .failure(error)) }
    release(contents.credit.releaseAll())
    wakeTaker()
  }

  /// The next message, nil after the last; suspends until there is one.
  /// - Throws: why there will be none, or CANCELLED when the task that waits is cancelled.
  func nextMessage() async throws(RPCError) -> [UInt8]? {
    guard isTakerRunning else { return try await nextMessageUnlessCancelled() }
    while !isReady { await Parking.park { parked = $0 } }
    return try takeReady()
  }

  /// Suspends until there is something to take. Nil says that it is ready to be taken, which it is for the handler's own
  /// task; any other has the next message in the answer. An error lies there too: in the frame of whoever asks it would
  /// take memory in every call that waits.
  @inline(__always)
  func nextDelivery() async -> MessageDelivery? {
    guard isTakerRunning else { return await deliveryUnlessCancelled() }
    while !isReady { await Parking.park { parked = $0 } }
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
    guard loop.isInLoop, let taker else { return false }
    return taker == .current
  }

  private func wakeTaker() {
    parked?.resume()
    parked = nil
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
    guard let contents else { return nil }
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
    guard !ticket.isCancelled else { return waiter.resume(returning: .failure(Self.cancellation)) }
    ticket.id = kept().wait(waiter)
  }

  private func cancel(_ ticket: Ticket) {
    ticket.isCancelled = true
    guard let id = ticket.id else { return }
    contents?.queue.removeWaiter(id: id)?.resume(returning: .failure(Self.cancellation))
  }

  private func release(_ count: Int) {
    if count > 0 { stream?.consume(count) }
  }

  private func kept() -> InboxContents {
    if let contents { return contents }
    let made = InboxContents()
    contents = made
    return made
  }

  private static let cancellation = RPCError.cancelled("the task that waited for a message was cancelled")
}

/// Ties a task's cancellation to its place among the waiters; confined to the inbox's loop.
private final class Ticket: @unchecked Sendable {
  var id: UInt64?
  var isCancelled = false
}

/// What a task gets that waits for a message.
final class MessageDelivery: Sendable {
  let result: Result<[UInt8]?, RPCError>

  init(_ result: Result<[UInt8]?, RPCError>) {
    self.result = result
  }
}
