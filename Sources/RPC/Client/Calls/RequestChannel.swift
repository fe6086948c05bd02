internal import EventLoop
internal import HTTP2

/// The sending side of a call on the client: requests wait here until the call has a stream, then go there. Confined to
/// its loop but for `send(_:)`, which any task may call.
final class RequestChannel: @unchecked Sendable {
  private let loop: EventLoop
  private let highWater: Int
  private var gate = WriteGate()
  private var stream: HTTP2.Stream?
  private var waiting: [MessageFrame] = []
  private var waitingBytes = 0
  /// Whether the caller has said that no more requests follow.
  private(set) var isFinished = false
  private var end: Result<Bool, RPCError>?

  /// A channel without a stream; a sender suspends while `highWater` bytes or more wait for one.
  init(loop: EventLoop, highWater: Int) {
    self.loop = loop
    self.highWater = highWater
  }

  /// The stream the requests go to; those that wait go at once.
  func open(_ stream: HTTP2.Stream) {
    self.stream = stream
    let frames = waiting
    waiting = []
    waitingBytes = 0
    for frame in frames { stream.send(frame.bytes) }
    if isFinished { stream.send([], endStream: true) }
    if stream.isWritable { gate.open(.success(true)) }
  }

  /// Puts a request before there is anyone to wait for it.
  func put(_ frame: MessageFrame) {
    if let stream { return stream.send(frame.bytes) }
    waiting.append(frame)
    waitingBytes += frame.bytes.count
  }

  /// No more requests follow.
  func finish() {
    guard !isFinished, end == nil else { return }
    isFinished = true
    stream?.send([], endStream: true)
  }

  /// Ends the sending: with false when the server has all it wants, with an error when the call failed.
  func close(_ result: Result<Bool, RPCError>) {
    guard end == nil else { return }
    end = result
    waiting = []
    stream = nil
    gate.open(result)
  }

  /// The stream takes more again.
  func writable() {
    gate.open(.success(true))
  }

  /// Sends a request; suspends while too much waits.
  /// - Returns: false when the server has ended the call with success and takes no more.
  func send(_ frame: MessageFrame) async throws(RPCError) -> Bool {
    guard frame.isRepresentable else {
      throw .resourceExhausted(
        "a request of \(frame.messageLength) bytes does not fit the protocol's \(UInt32.max) bytes")
    }
    return try await withCheckedContinuation { waiter in
      if loop.isInLoop { send(frame, waiter) } else { loop.execute { self.send(frame, waiter) } }
    }.get()
  }

  private func send(_ frame: MessageFrame, _ waiter: WriteGate.Waiter) {
    if let end { return waiter.resume(returning: end) }
    guard !isFinished else {
      return waiter.resume(returning: .failure(.failedPrecondition("the caller has finished sending requests")))
    }
    put(frame)
    let isWritable = stream?.isWritable ?? (waitingBytes < highWater)
    if isWritable { waiter.resume(returning: .success(true)) } else { gate.wait(waiter) }
  }
}
