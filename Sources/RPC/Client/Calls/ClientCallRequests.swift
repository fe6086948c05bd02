internal import EventLoop
internal import HTTP2
internal import Transport

/// The requests of a call, on its loop but for `send(_:)`.
extension ClientCall {
  /// Puts the request of a method that takes one into the log; false when it is too large, which ends the call.
  func takeSoleRequest() -> Bool {
    guard let frame = soleRequest else { return true }
    soleRequest = nil
    if let fault = settings.sizeFault(frame) {
      give(up: fault)
      return false
    }
    requests.append(settings.compression.apply(to: frame, environment.compressor))
    requests.isFinished = true
    keepForRetries()
    return true
  }

  /// Sends what an attempt has not sent yet.
  func send(on attempt: CallAttempt) {
    guard let stream = attempt.stream, !attempt.hasFinishedSending else { return }
    while let frame = requests.frame(attempt.nextRequest) {
      attempt.nextRequest += 1
      attempt.sent += frame.messageLength
      attempt.hasFinishedSending = requests.isFinished && requests.isSent(attempt.nextRequest)
      stream.send(frame.bytes, endStream: attempt.hasFinishedSending)
    }
    if requests.isFinished, !attempt.hasFinishedSending {
      attempt.hasFinishedSending = true
      stream.send([], endStream: true)
    }
    forgetSent()
    if stream.isWritable { gate.open(.success(true)) }
  }

  /// Lets go of requests that no attempt will have to send any more.
  func forgetSent() {
    guard isCommitted, let attempt = attempts.first else { return }
    requests.forget(before: attempt.nextRequest)
  }

  func writable(_ attempt: CallAttempt) { gate.open(.success(true)) }

  /// No more requests follow.
  func finishSending() {
    guard !requests.isFinished, sendingEnd == nil else { return }
    requests.isFinished = true
    for attempt in attempts { send(on: attempt) }
  }

  /// Ends the sending: with false when the server has all it wants, with an error when the call failed.
  func endSending(_ result: Result<Bool, RPCError>) {
    guard sendingEnd == nil else { return }
    sendingEnd = result
    gate.open(result)
  }

  /// Counts what is kept for attempts that may follow; with too much of it, none may.
  private func keepForRetries() {
    guard !isCommitted, let owner else { return }
    let more = requests.bytes - kept
    if requests.bytes <= environment.limits.retryBufferBytesPerCall, owner.keep(more) {
      kept = requests.bytes
    } else {
      commit(to: attempts.first { $0.stream != nil } ?? attempts.first)
    }
  }

  /// Gives back what was kept.
  func release(_ bytes: Int, _ owner: (any ClientCallOwner)?) {
    guard bytes > 0 else { return }
    _ = owner?.keep(-bytes)
    kept = 0
  }

  // MARK: Any task

  /// Sends a request; suspends while too much waits.
  /// - Returns: false when the server has ended the call with success and takes no more.
  func send(_ frame: MessageFrame) async throws(RPCError) -> Bool {
    guard environment.loop.isInLoop else {
      return try await suspended { waiter in self.onLoop { self.send(frame, waiter) } }
    }
    if let result = accept(frame) { return try result.get() }
    // The request is taken already: all there is to do is to wait.
    return try await suspended { waiter in self.waitUntilWritable(waiter) }
  }

  /// Suspends the caller until its waiter is resumed; when its task is cancelled, the call is given up.
  private func suspended(_ body: (WriteGate.Waiter) -> Void) async throws(RPCError) -> Bool {
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation(body)
    } onCancel: {
      cancel()
    }
    return try result.get()
  }

  /// Resumes the waiter when the stream takes more, or at once when the sending has ended: a task that was cancelled
  /// before it waits has ended the call by then.
  private func waitUntilWritable(_ waiter: WriteGate.Waiter) {
    if let sendingEnd { waiter.resume(returning: sendingEnd) } else { gate.wait(waiter) }
  }

  private func send(_ frame: MessageFrame, _ waiter: WriteGate.Waiter) {
    if let result = accept(frame) { waiter.resume(returning: result) } else { waitUntilWritable(waiter) }
  }

  /// Takes a request; nil when its sender is to wait.
  private func accept(_ frame: MessageFrame) -> Result<Bool, RPCError>? {
    if let sendingEnd { return sendingEnd }
    guard !requests.isFinished else {
      return .failure(.failedPrecondition("the caller has finished sending requests"))
    }
    if let fault = settings.sizeFault(frame) {
      give(up: fault)
      return .failure(fault)
    }
    requests.append(settings.compression.apply(to: frame, environment.compressor))
    keepForRetries()
    for attempt in attempts { send(on: attempt) }
    let stream = attempts.lazy.compactMap(\.stream).first
    let isWritable = stream?.isWritable ?? (requests.bytes < environment.limits.requestHighWaterBytes)
    return isWritable ? .success(true) : nil
  }
}
