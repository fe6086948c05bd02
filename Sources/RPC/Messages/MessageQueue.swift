/// Messages that have arrived and were not taken yet, and who waits for more: the receiving side of a call as a value.
struct MessageQueue<Waiter> {
  /// What a taker gets.
  enum Taken {
    /// The next message.
    case message(ReceivedMessage)
    /// There are no more messages: the end, or why there are none.
    case end(Result<Void, RPCError>)
    /// Nothing yet: wait.
    case nothing
  }

  private var messages: [ReceivedMessage] = []
  private var head = 0
  private var end: End?
  /// Who waits, in order; mostly nobody or one.
  private var waiters: [(id: UInt64, waiter: Waiter)] = []

  /// The end in a single word: a call that waits for messages is to take little memory.
  private enum End {
    case done
    indirect case failed(RPCError)

    init(_ result: Result<Void, RPCError>) {
      switch result {
      case .success: self = .done
      case .failure(let error): self = .failed(error)
      }
    }

    var result: Result<Void, RPCError> {
      switch self {
      case .done: .success(())
      case .failed(let error): .failure(error)
      }
    }
  }

  /// Whether no whole message waits to be taken.
  var isEmpty: Bool { head == messages.count }

  /// Whether taking answers something: a message or the end.
  var isReady: Bool { !isEmpty || end != nil }

  /// Adds a message; answers the waiter it must be given to instead, if there is one. After the end it is dropped.
  mutating func put(_ message: ReceivedMessage) -> Waiter? {
    guard end == nil else { return nil }
    if !waiters.isEmpty { return waiters.removeFirst().waiter }
    messages.append(message)
    return nil
  }

  /// Takes the next message; messages that came before the end are taken first.
  mutating func take() -> Taken {
    guard head < messages.count else { return end.map { .end($0.result) } ?? .nothing }
    let message = messages[head]
    messages[head] = ReceivedMessage(bytes: [], isCompressed: false)
    head += 1
    if head == messages.count {
      messages.removeAll(keepingCapacity: true)
      head = 0
    }
    return .message(message)
  }

  /// Adds someone to be given the next message, or the end.
  mutating func wait(_ waiter: Waiter, id: UInt64) {
    waiters.append((id, waiter))
  }

  /// Takes a waiter away; nil when it has been served.
  mutating func removeWaiter(id: UInt64) -> Waiter? {
    guard let index = waiters.firstIndex(where: { $0.id == id }) else { return nil }
    return waiters.remove(at: index).waiter
  }

  /// Ends the stream after the messages that wait, once; answers those who wait for more.
  mutating func end(_ result: Result<Void, RPCError>) -> [Waiter] {
    guard end == nil else { return [] }
    end = End(result)
    return takeWaiters()
  }

  /// Ends the stream with an error now, whatever the end before: messages not taken are dropped. Answers those who
  /// wait.
  mutating func abort(_ error: RPCError) -> [Waiter] {
    messages = []
    head = 0
    end = .failed(error)
    return takeWaiters()
  }

  private mutating func takeWaiters() -> [Waiter] {
    guard !waiters.isEmpty else { return [] }
    defer { waiters = [] }
    return waiters.map(\.waiter)
  }
}
