internal import EventLoop
internal import Logging
internal import Transport

/// One call on the server: the stream on one side, the handler on the other. Confined to its loop.
final class ServerCall: CallChannel, StreamHandler, OpenCall, TimerTarget, @unchecked Sendable {
  // In an order that leaves no gaps: a call that waits is to take little memory.
  private var requestMessages: UInt32 = 0
  private let entry: MethodEntry
  private var deframer: MessageDeframer
  private var requestBytes = 0
  var progress = CallProgress.receiving(SoleRequest())
  private var begun: UInt16 = 0
  private var deadlineTimer: TimerID?

  /// Whether the call has its status.
  var hasEnded: Bool {
    switch progress {
    case .abandoned, .ended: true
    case .receiving, .waiting, .inTask, .inRunner: false
    }
  }

  /// A call that has its status, or that anybody may make, does not stand in the way of others.
  var keepsConnection: Bool { !hasEnded && !mayGiveWay }

  /// Whether the method takes a stream of requests.
  var takesStream: Bool { entry.takesStream }

  /// What answers the call; nil when no service has its method.
  var handler: RPCMethod.Handler? { entry.handler }

  /// How requests may be compressed, nil when they are not.
  private var encoding: CompressionAlgorithm? { request.encodings.requests.algorithm }

  /// A call of the method whose headers have been read. ``start()`` sets it going.
  init(
    _ request: ServerRequest, _ method: MethodEntry, connection: ServerConnection, number: UInt64,
    stream: Transport.Stream, environment: CallEnvironment
  ) {
    entry = method
    deframer = MessageDeframer(limit: environment.limits.maxRequestMessageBytes)
    deframer.encoding = request.encodings.requests
    super.init(request, connection: connection, number: number, stream: stream, environment: environment)
    guard takesStream, encoding != nil || environment.interceptors.seesMessages else { return }
    prepareMessages { [weak self] message throws(RPCError) in
      guard let self else { throw Self.afterEnd }
      return try prepared(message)
    }
  }

  // MARK: Beginning

  /// Lets the interceptors judge the call, then refuses it or sets it going.
  func start() {
    connection.startedCalls += 1
    environment.counters.callStarted()
    environment.openConnections.openCalls += 1
    let beginning = environment.interceptors.begin(self, admit: admit)
    begun = UInt16(clamping: beginning.begun)
    if let refusal = beginning.refusal ?? request.fault { return fail(refusal) }
    guard entry.handler != nil else { return fail(.unimplemented("no method \(path) is offered here")) }
    if case .unsupported(let name) = request.encodings.requests { return refuse(.unsupportedCompression(name)) }
    guard armDeadline() else { return }
    if takesStream { run([]) }
  }

  /// The error of a call for which the server has no time.
  private func admit() -> RPCError? {
    let refusal = environment.admission.judge(
      started, delay: loop.passDelay, openCalls: environment.openConnections.openCalls)
    if refusal != nil { environment.counters.callShed() }
    return refusal
  }

  /// False when the deadline has passed already.
  private func armDeadline() -> Bool {
    guard let deadline, deadline < .distantFuture else { return true }
    guard deadline > started else {
      expire()
      return false
    }
    // The loop keeps the call until the timer is cancelled, which the end of every call does.
    deadlineTimer = environment.loop.schedule(at: deadline, self)
    return true
  }

  func timerFired() { expire() }

  private func expire() {
    deadlineTimer = nil
    let isBlocked = stream.pendingBytes > 0
    end(with: .deadlineExceeded("the deadline passed before the call ended"))
    // The status cannot pass a caller who does not read.
    if isBlocked { stream.reset(.cancel) }
  }

  /// What runs around the handler, the outermost first.
  var around: [any HandlerInterceptor] { environment.interceptors.handlerInterceptors }

  /// Where faults of the handler are told.
  var logger: Logger { environment.logger }

  private func run(_ request: [UInt8]) {
    guard let handler else { return }
    if case .synchronousUnary(let body) = handler, around.isEmpty {
      return handlerEnded(result(of: body, request))
    }
    startHandler(handler, request)
  }

  /// The handler has ended, on the loop: with the one reply of a method that has one, otherwise nil.
  func handlerEnded(_ result: Result<MessageFrame?, RPCError>) {
    if case .abandoned = progress {
      progress = .ended
      connection.abandonedHandlers -= 1
    }
    guard !hasEnded else { return }
    do throws(RPCError) {
      if let frame = try result.get() { try send(frame) }
      succeed()
    } catch {
      fail(error)
    }
  }

  // MARK: Receiving

  func received(data: UnsafeRawBufferPointer, on stream: Transport.Stream) {
    guard !hasEnded else { return stream.consume(data.count) }
    if let message = unsafe deframer.sole(in: data) {
      take(message)
    } else {
      unsafe receivePart(data)
    }
    guard !hasEnded else { return stream.consume(data.count) }
    if takesStream { bytesArrived(data.count) } else { stream.consume(data.count) }
    // Half a message must be followed by the rest soon, unless it is this side that keeps the window closed.
    stream.isInputIncomplete = deframer.isWithinMessage && !inbox.messagesWait
  }

  private func receivePart(_ data: UnsafeRawBufferPointer) {
    do throws(FramingError) {
      unsafe try deframer.receive(data) { take($0) }
    } catch {
      refuse(error)
    }
  }

  func receivedEnd(trailers: [HeaderField], on stream: Transport.Stream) {
    guard !hasEnded else { return }
    do throws(FramingError) { try deframer.finish() } catch { return refuse(error) }
    if takesStream { return endMessages(.success(())) }
    do throws(RPCError) {
      run(try prepared(try progress.takeRequest()))
    } catch {
      fail(error)
    }
  }

  private func take(_ message: ReceivedMessage) {
    guard !hasEnded else { return }
    requestMessages &+= 1
    requestBytes += message.bytes.count
    if takesStream { return messageArrived(message) }
    do throws(RPCError) { try progress.receive(message) } catch { fail(error) }
  }

  /// What the handler gets of a message: expanded, and past the interceptors. When that cannot be, the call ends.
  private func prepared(_ message: ReceivedMessage) throws(RPCError) -> [UInt8] {
    do throws(RPCError) {
      let bytes = try expanded(message)
      return environment.interceptors.seesMessages ? try environment.interceptors.request(bytes, self) : bytes
    } catch {
      end(with: error)
      throw error
    }
  }

  private func expanded(_ message: ReceivedMessage) throws(RPCError) -> [UInt8] {
    guard let algorithm = encoding else { return message.bytes }
    requestWasCompressed = message.isCompressed
    guard message.isCompressed else { return message.bytes }
    do throws(InflateError) {
      return try environment.compressor.expand(
        message.bytes, with: algorithm, limit: environment.limits.maxRequestMessageBytes)
    } catch {
      throw error.rpcError
    }
  }

  private func refuse(_ error: FramingError) {
    guard case .unsupportedCompression(let name) = error else { return end(with: error.rpcError) }
    let accepted = environment.limits.compression.acceptEncoding
    end(
      .unimplemented("messages compressed with \"\(name)\" are not accepted; accepted: \(accepted)"),
      extra: [HeaderField("grpc-accept-encoding", accepted)], cancelling: true)
  }

  func writable(on stream: Transport.Stream) { takesMore() }

  // MARK: The end

  /// Ends the call with an error the handler does not know of, and cancels it.
  func end(with error: RPCError) {
    end(error, cancelling: true)
  }

  override func endFromOutside(_ error: RPCError) { end(with: error) }

  /// Ends the call with the handler's own error, or one found before it ran.
  private func fail(_ error: RPCError) {
    end(error, cancelling: false)
  }

  private func end(_ error: RPCError, extra: [HeaderField] = [], cancelling: Bool) {
    guard !hasEnded else { return }
    end(error.status, trailing: error.trailing, extra: extra)
    conclude(error.status, error, cancelling: cancelling)
  }

  private func succeed() {
    guard !hasEnded else { return }
    end()
    conclude(.ok, nil, cancelling: false)
  }

  func closed(on stream: Transport.Stream, reason: StreamCloseReason) {
    guard !hasEnded else { return }
    let error = RPCError.cancelled("\(reason)")
    conclude(error.status, error, cancelling: true)
  }

  /// The call has its status, sent or not; what still uses it is told `error`, or without one that it has ended.
  private func conclude(_ status: Status, _ error: RPCError?, cancelling: Bool) {
    let handler = progress
    if cancelling, handler.isRunning {
      progress = .abandoned
      connection.abandonedHandlers += 1
    } else {
      progress = .ended
    }
    if let deadlineTimer { environment.loop.cancel(deadlineTimer) }
    environment.openConnections.openCalls -= 1
    environment.counters.callEnded(status.code)
    if status.code == .ok { connection.succeededCalls += 1 } else { connection.failedCalls += 1 }
    environment.interceptors.finish(self, begun: Int(begun)) { outcome(status) }
    stream.isInputIncomplete = false
    if takesStream { abortMessages(error ?? Self.afterEnd) }
    close(error)
    if cancelling { cancel() } else { forgetCancelActions() }
    if cancelling { handler.cancelHandler() }
  }

  private func outcome(_ status: Status) -> CallOutcome {
    CallOutcome(
      status: status, requestMessages: Int(requestMessages), replyMessages: replyMessages, requestBytes: requestBytes,
      replyBytes: replyBytes, durationNanoseconds: environment.loop.now.nanoseconds - started.nanoseconds)
  }

  // MARK: Listing

  var snapshot: CallSnapshot {
    CallSnapshot(
      stream: stream.id, path: path, requestID: requestID, started: started,
      deadline: deadline, requestMessages: Int(requestMessages), replyMessages: replyMessages,
      pendingBytes: stream.pendingBytes)
  }
}
