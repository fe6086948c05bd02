internal import EventLoop
internal import HTTP2

/// One call on the server: the stream on one side, the handler's task on the other. Confined to its loop.
final class ServerCall: StreamHandler, OpenCall, @unchecked Sendable {
  private let context: ServerContext
  private let handler: RPCMethod.Handler?
  private let stream: HTTP2.Stream
  private let environment: CallEnvironment
  private let reply: ReplyChannel
  private let inbox: MessageInbox
  private let encoding: MessageEncoding
  private var deframer: MessageDeframer
  private var sole: SoleRequest?
  private var requestMessages = 0
  private var requestBytes = 0
  private var begun = 0
  private var task: HandlerTask?
  private var deadlineTimer: TimerID?
  private var hasEnded = false

  /// A call whose headers have been read; without a handler it is a call of an unknown method. `start(fault:)` sets it
  /// going.
  init(
    context: ServerContext, handler: RPCMethod.Handler?, encodings: ReplyNegotiation, stream: HTTP2.Stream,
    environment: CallEnvironment
  ) {
    self.context = context
    self.handler = handler
    self.stream = stream
    self.environment = environment
    reply = ReplyChannel(stream: stream, context: context, encodings: encodings, environment: environment)
    inbox = MessageInbox(loop: environment.loop) { stream.consume($0) }
    deframer = MessageDeframer(limit: environment.limits.maxRequestMessageBytes)
    deframer.encoding = encodings.requests
    encoding = encodings.requests
    switch handler {
    case .unary, .serverStreaming: sole = SoleRequest()
    case .clientStreaming, .bidirectional, nil: sole = nil
    }
    if encodings.requests != .identity {
      inbox.prepare = { [weak self] message throws(RPCError) in try self?.expanded(message) ?? message.bytes }
    }
  }

  // MARK: Beginning

  /// Lets the interceptors judge the call, then refuses it or sets it going. `fault` is what is wrong with its headers.
  func start(fault: RPCError?) {
    environment.counters.callStarted()
    environment.openCalls.insert(self)
    let beginning = environment.interceptors.begin(context)
    begun = beginning.begun
    if let refusal = beginning.refusal ?? fault { return fail(refusal) }
    guard handler != nil else { return fail(.unimplemented("no method \(context.path) is offered here")) }
    guard armDeadline() else { return }
    if sole == nil { run([]) }
  }

  /// False when the deadline has passed already.
  private func armDeadline() -> Bool {
    guard let deadline = context.deadline, deadline < .distantFuture else { return true }
    guard deadline > environment.loop.now else {
      expire()
      return false
    }
    deadlineTimer = environment.loop.schedule(at: deadline) { [weak self] in self?.expire() }
    return true
  }

  private func expire() {
    end(with: .deadlineExceeded("the deadline passed before the call ended"))
  }

  private func run(_ request: [UInt8]) {
    guard let handler else { return }
    let work = HandlerTask.Work(handler: handler, request: request, source: inbox, sink: reply, context: context)
    task = .start(work, logger: environment.logger) { [self] in handlerEnded($0) }
  }

  private func handlerEnded(_ result: Result<MessageFrame?, RPCError>) {
    guard !hasEnded else { return }
    do throws(RPCError) {
      if let frame = try result.get() { try reply.send(frame) }
      end(.ok)
    } catch {
      fail(error)
    }
  }

  // MARK: Receiving

  func received(data: UnsafeRawBufferPointer, on stream: HTTP2.Stream) {
    guard !hasEnded else { return stream.consume(data.count) }
    do throws(FramingError) {
      unsafe try deframer.receive(data) { take($0) }
    } catch {
      refuse(error)
    }
    guard !hasEnded else { return stream.consume(data.count) }
    inbox.received(data.count)
    // Half a message must be followed by the rest soon, unless it is this side that keeps the window closed.
    stream.isInputIncomplete = deframer.isWithinMessage && !inbox.messagesWait
  }

  func receivedEnd(trailers: [HeaderField], on stream: HTTP2.Stream) {
    guard !hasEnded else { return }
    do throws(FramingError) { try deframer.finish() } catch { return refuse(error) }
    guard sole != nil else { return inbox.end(.success(())) }
    do throws(RPCError) {
      if let request = try sole?.finish() { run(try expanded(request)) }
    } catch {
      fail(error)
    }
  }

  private func take(_ message: ReceivedMessage) {
    guard !hasEnded else { return }
    requestMessages += 1
    requestBytes += message.bytes.count
    stream.isInputIncomplete = false
    guard sole != nil else { return inbox.put(message) }
    do throws(RPCError) { try sole?.receive(message) } catch { fail(error) }
  }

  /// The message as it was before it was compressed; when that cannot be known, the call ends.
  private func expanded(_ message: ReceivedMessage) throws(RPCError) -> [UInt8] {
    guard let algorithm = encoding.algorithm else { return message.bytes }
    context.requestWasCompressed = message.isCompressed
    guard message.isCompressed else { return message.bytes }
    do throws(InflateError) {
      return try environment.compressor.expand(
        message.bytes, with: algorithm, limit: environment.limits.maxRequestMessageBytes)
    } catch {
      end(with: error.rpcError)
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

  func writable(on stream: HTTP2.Stream) { reply.writable() }

  // MARK: The end

  /// Ends the call with an error the handler does not know of, and cancels it.
  func end(with error: RPCError) {
    end(error, cancelling: true)
  }

  /// Ends the call with the handler's own error, or one found before it ran.
  private func fail(_ error: RPCError) {
    end(error, cancelling: false)
  }

  private func end(_ error: RPCError, extra: [HeaderField] = [], cancelling: Bool) {
    guard !hasEnded else { return }
    reply.end(error.status, trailing: error.trailing, extra: extra)
    conclude(error.status, error, cancelling: cancelling)
  }

  private func end(_ status: Status) {
    reply.end(status, trailing: Metadata(), extra: [])
    conclude(status, .cancelled("the call has ended"), cancelling: false)
  }

  func closed(on stream: HTTP2.Stream, reason: StreamCloseReason) {
    guard !hasEnded else { return }
    let error = RPCError.cancelled("\(reason)")
    conclude(error.status, error, cancelling: true)
  }

  /// The call has its status, sent or not; what still uses it is told `error`.
  private func conclude(_ status: Status, _ error: RPCError, cancelling: Bool) {
    hasEnded = true
    if let deadlineTimer { environment.loop.cancel(deadlineTimer) }
    environment.openCalls.remove(self)
    environment.counters.callEnded(status.code)
    environment.interceptors.finish(context, outcome(status), begun: begun)
    stream.isInputIncomplete = false
    inbox.abort(error)
    reply.close(error)
    if cancelling { context.cancel() } else { context.end() }
    if cancelling { task?.cancel() }
    task = nil
  }

  private func outcome(_ status: Status) -> CallOutcome {
    CallOutcome(
      status: status, requestMessages: requestMessages, replyMessages: reply.messages, requestBytes: requestBytes,
      replyBytes: reply.messageBytes, durationNanoseconds: (environment.loop.now - context.started).wholeNanoseconds)
  }
}
