/// How far a call has come with its request and its handler, in two words: a call that waits is to take little memory.
enum CallProgress {
  /// The request of a method that takes one is arriving; nothing to wait for with a method that takes a stream.
  case receiving(SoleRequest)
  /// The handler is to run with the request.
  case waiting([UInt8])
  /// The handler runs in a task of the call's own.
  case inTask(Task<Void, any Error>)
  /// The handler runs in a task that runs other handlers after it.
  case inRunner(HandlerRunner)
  /// The call has its status, and its handler, which nobody waits for any more, still runs.
  case abandoned
  /// The call has its status.
  case ended

  /// Takes a request of a method that takes one.
  /// - Throws: UNIMPLEMENTED when it is not the first.
  mutating func receive(_ message: ReceivedMessage) throws(RPCError) {
    guard case .receiving(var sole) = self else { throw SoleRequest.surplus }
    try sole.receive(message)
    self = .receiving(sole)
  }

  /// The request, when the caller has finished sending.
  /// - Throws: UNIMPLEMENTED when there is none.
  mutating func takeRequest() throws(RPCError) -> ReceivedMessage {
    guard case .receiving(var sole) = self else { throw SoleRequest.surplus }
    self = .receiving(SoleRequest())
    return try sole.finish()
  }

  /// The request of a handler that is to run, which begins in the runner.
  mutating func begin(in runner: HandlerRunner) -> [UInt8]? {
    guard case .waiting(let request) = self else { return nil }
    self = .inRunner(runner)
    return request
  }

  /// Whether the handler runs in a task.
  var isRunning: Bool {
    switch self {
    case .inTask, .inRunner: true
    case .receiving, .waiting, .abandoned, .ended: false
    }
  }

  /// Tells the handler that nobody waits any more.
  func cancelHandler() {
    switch self {
    case .inTask(let task): task.cancel()
    case .inRunner(let runner): runner.cancel()
    case .receiving, .waiting, .abandoned, .ended: break
    }
  }
}
