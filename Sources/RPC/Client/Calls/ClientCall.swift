internal import EventLoop
internal import HTTP2

/// Whoever gives calls their streams; everything on the loop.
protocol ClientCallOwner: AnyObject {
  /// The call has its status and needs nothing any more.
  func callEnded(_ call: ClientCall)
  /// The call's stream was closed untouched by the server: the call wants another.
  func callWantsAnotherStream(_ call: ClientCall)
  /// What a call without a stream waits for, in words.
  var waitingReason: String { get }
}

/// One call on the client: the caller's tasks on one side, a stream, once there is one, on the other. Confined to its
/// loop but for what `ClientCallPort` offers.
final class ClientCall: StreamHandler, ClientCallPort, @unchecked Sendable {
  /// The method called.
  let method: MethodDescriptor
  /// What the caller set.
  let options: CallOptions
  /// When the caller stops waiting.
  let deadline: MonotonicTime?
  /// Whoever gives the call its stream, until the call has ended.
  var owner: (any ClientCallOwner)?
  /// Called once when the call's present stream is closed.
  var whenStreamCloses: (() -> Void)?
  /// Whether the call has its status.
  private(set) var hasEnded = false

  private let loop: EventLoop
  private let soleRequest: MessageFrame?
  private let requests: RequestChannel
  private let inbox: MessageInbox
  private let streamBox = StreamBox()
  private let initial = MetadataCell()
  private let trailing = MetadataCell()
  private var deframer: MessageDeframer
  private var state = ReplyState()
  private var hasReply = false
  private var attempts = 0
  private var deadlineTimer: TimerID?

  /// A call without a stream; `soleRequest` is the request of a method that takes one.
  init(
    method: MethodDescriptor, soleRequest: MessageFrame?, options: CallOptions, loop: EventLoop, limits: ChannelLimits
  ) {
    self.method = method
    self.options = options
    self.loop = loop
    self.soleRequest = soleRequest
    let byTimeout = options.timeout.map { MonotonicTime.now() + $0 }
    deadline = [byTimeout, options.deadline].compactMap { $0 }.min()
    requests = RequestChannel(loop: loop, highWater: limits.requestHighWaterBytes)
    deframer = MessageDeframer(limit: limits.maxReplyMessageBytes)
    let box = streamBox
    inbox = MessageInbox(loop: loop) { box.stream?.consume($0) }
  }

  // MARK: Beginning, on the loop

  /// Starts the caller's deadline; false when it has passed.
  func armDeadline() -> Bool {
    guard let deadline, deadline < .distantFuture, !hasEnded else { return !hasEnded }
    guard deadline > loop.now else {
      expire()
      return false
    }
    deadlineTimer = loop.schedule(at: deadline) { [weak self] in self?.expire() }
    return true
  }

  /// The call's stream is open and its headers are on their way.
  func opened(_ stream: HTTP2.Stream) {
    attempts += 1
    streamBox.stream = stream
    if let soleRequest {
      stream.send(soleRequest.bytes, endStream: true)
    } else {
      requests.open(stream)
    }
  }

  private func expire() {
    let waiting = streamBox.stream == nil ? owner.map { "; \($0.waitingReason)" } ?? "" : ""
    give(up: .deadlineExceeded("the deadline passed before the call ended\(waiting)"))
  }

  /// Ends the call from this side.
  func give(up error: RPCError) {
    guard !hasEnded else { return }
    let stream = streamBox.stream
    fail(error)
    stream?.reset(.cancel)
  }

  // MARK: The stream

  func received(headers: [HeaderField], on stream: HTTP2.Stream) {
    guard !hasEnded else { return }
    hasReply = true
    switch state.headers(headers) {
    case .initialMetadata(let metadata): initial.set(.success(metadata))
    case .wholeAnswer: initial.set(.success(Metadata()))
    case .fail(let error): give(up: error)
    }
  }

  func received(data: UnsafeRawBufferPointer, on stream: HTTP2.Stream) {
    guard !hasEnded else { return stream.consume(data.count) }
    do throws(FramingError) {
      unsafe try deframer.receive(data) { inbox.put($0) }
    } catch {
      give(up: error.rpcError)
      return stream.consume(data.count)
    }
    inbox.received(data.count)
    stream.isInputIncomplete = deframer.isWithinMessage && !inbox.messagesWait
  }

  func receivedEnd(trailers: [HeaderField], on stream: HTTP2.Stream) {
    guard !hasEnded else { return }
    let end = state.end(trailers: trailers)
    do throws(FramingError) { try deframer.finish() } catch {
      if end.status.code == .ok { return fail(error.rpcError) }
    }
    let isHalfOpen = soleRequest == nil && !requests.isFinished
    conclude(end.status, end.metadata)
    if isHalfOpen { stream.reset(.noError) }
  }

  func writable(on stream: HTTP2.Stream) { requests.writable() }

  func closed(on stream: HTTP2.Stream, reason: StreamCloseReason) {
    whenStreamCloses?()
    whenStreamCloses = nil
    streamBox.stream = nil
    guard !hasEnded else { return }
    if StreamFailure.isUntouched(reason), soleRequest != nil, !hasReply, attempts < 2, let owner {
      return owner.callWantsAnotherStream(self)
    }
    fail(StreamFailure.error(for: reason))
  }

  // MARK: The end, on the loop

  private func fail(_ error: RPCError) {
    conclude(error.status, error.trailing)
  }

  private func conclude(_ status: Status, _ metadata: Metadata) {
    guard !hasEnded else { return }
    hasEnded = true
    if let deadlineTimer { loop.cancel(deadlineTimer) }
    let error = RPCError(
      code: status.code, message: status.message, packedDetails: status.details, trailing: metadata)
    let isSuccess = status.code == .ok
    trailing.set(.success(metadata))
    initial.set(isSuccess ? .success(Metadata()) : .failure(error))
    inbox.end(isSuccess ? .success(()) : .failure(error))
    requests.close(isSuccess ? .success(false) : .failure(error))
    owner?.callEnded(self)
    owner = nil
  }

  // MARK: Any task

  func nextMessage() async throws(RPCError) -> [UInt8]? {
    let result = await withTaskCancellationHandler {
      do throws(RPCError) { return Result<[UInt8]?, RPCError>.success(try await inbox.nextMessage()) } catch {
        return .failure(error)
      }
    } onCancel: {
      cancel()
    }
    return try result.get()
  }

  func send(_ frame: MessageFrame) async throws(RPCError) -> Bool { try await requests.send(frame) }

  func finishSending() { onLoop { self.requests.finish() } }

  func initialMetadata() async throws(RPCError) -> Metadata { try await initial.get() }

  var trailingMetadata: Metadata? { trailing.value }

  func cancel() { onLoop { self.give(up: .cancelled("the caller gave the call up")) } }

  private func onLoop(_ work: @escaping @Sendable () -> Void) {
    if loop.isInLoop { work() } else { loop.execute(work) }
  }
}

/// Where a call's inbox finds the call's stream; confined to the call's loop.
private final class StreamBox {
  var stream: HTTP2.Stream?
}
