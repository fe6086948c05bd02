internal import EventLoop
internal import Transport

/// The attempts of a call.
extension ClientCall: AttemptOwner {
  /// Begins an attempt, the first or another.
  func startAttempt() {
    guard !hasEnded, !isCommitted || attempts.isEmpty, let owner else { return }
    let attempt = CallAttempt(
      head, previousAttempts: plan.begin(), maxReplyBytes: settings.maxReplyBytes,
      accepted: environment.limits.compression.accepted, began: max(started, environment.loop.now), owner: self)
    attempts.append(attempt)
    if let idleSince { retryDelay += environment.loop.now - idleSince }
    idleSince = nil
    environment.metrics?.attemptStarted(method)
    armHedge(owner)
    owner.place(attempt)
  }

  private func armHedge(_ owner: any ClientCallOwner) {
    guard settings.repetition != nil, !isCommitted, attemptTimer == nil else { return }
    guard let delay = plan.nextHedge(owner.throttle) else { return }
    startAttempt(after: delay)
  }

  private func startAttempt(after delay: Duration) {
    cancelAttemptTimer()
    attemptTimer = environment.loop.schedule(after: delay) { [self] in
      attemptTimer = nil
      startAttempt()
    }
  }

  /// No attempt is due any more.
  func cancelAttemptTimer() {
    if let attemptTimer { environment.loop.cancel(attemptTimer) }
    attemptTimer = nil
  }

  /// Gives up every attempt but one.
  func abandonAttempts(but kept: CallAttempt?) {
    let others = attempts
    attempts = kept.map { [$0] } ?? []
    for attempt in others where attempt !== kept {
      owner?.withdraw(attempt)
      if let metrics = environment.metrics { metrics.attemptEnded(method, .cancelled, attempt, environment.loop.now) }
      attempt.abandon()
    }
  }

  /// From now on no request needs to be sent again; with an attempt, the reply is that one's or nobody's.
  func commit(to attempt: CallAttempt?) {
    guard !isCommitted else { return }
    isCommitted = true
    plan.exhaust()
    if let attempt, attempts.count > 1 { abandonAttempts(but: attempt) }
    if attempt != nil { cancelAttemptTimer() }
    release(kept, owner)
    forgetSent()
  }

  // MARK: Events

  func opened(_ attempt: CallAttempt) { send(on: attempt) }

  func replyBegan(_ attempt: CallAttempt, _ headers: [HeaderField]) {
    commit(to: attempt)
    committed = attempt
    watch?.replyBegan(headers)
    receiver.began(headers, attempt.encoding, limit: settings.maxReplyBytes)
  }

  func received(_ message: ReceivedMessage) {
    replyMessages += 1
    replyBytes += message.bytes.count
    receiver.received(message)
  }

  func arrived(_ count: Int, on stream: Transport.Stream) -> Bool { receiver.arrived(count, on: stream) }

  func ended(_ attempt: CallAttempt, _ end: AttemptEnd) {
    if !hasEnded, end.isExpiry(of: settings.deadline) { return expire() }
    attempts.removeAll { $0 === attempt }
    environment.metrics?.attemptEnded(method, end.status.code, attempt, environment.loop.now)
    guard !hasEnded else { return }
    if end.status.code == .ok {
      owner?.throttle.succeeded()
      return conclude(.success(end.trailers))
    }
    guard committed == nil else { return fail(end) }
    lastFailure = end
    decide(end)
  }

  private func decide(_ end: AttemptEnd) {
    guard let owner else { return fail(end) }
    let failure = AttemptPlan.Failure(code: end.status.code, reach: end.reach, pushback: Pushback(end.trailers))
    let others = attempts.count + (attemptTimer == nil ? 0 : 1)
    let decision = plan.failed(failure, others: others, throttle: &owner.throttle, chance: .random(in: 0..<1))
    switch decision {
    case .fail: fail(end)
    case .wait: break
    case .again: startAttempt()
    case .retry(let delay):
      if attempts.isEmpty { idleSince = environment.loop.now }
      startAttempt(after: delay)
    }
  }

  private func fail(_ end: AttemptEnd) { give(up: end.error) }
}
