internal import EventLoop
internal import Transport

/// Whoever a ``UnaryCaller`` makes a call for; told of its end, once, on the loop.
package protocol UnaryCallOwner: AnyObject {
  /// The call has succeeded with this reply.
  func succeeded(_ reply: [UInt8])
  /// The call has failed.
  func failed(_ error: RPCError)
}

/// Makes one unary call after another, on encoded messages, from the loop's own thread and without a task: what a load
/// generator needs, where a call must cost little. Of the loop only.
///
/// The calls are those of the channel: they share its connections and wait for streams with the others, and end by their
/// deadline or when the channel closes. What the server has not looked at is sent again, nothing else.
package final class UnaryCaller: AttemptOwner, TimerTarget {
  private var owner: (any UnaryCallOwner)?
  private var route: UnaryRoute?
  private var attempt: CallAttempt?
  private var request: MessageFrame?
  private var deadline: MonotonicTime?
  private var plan = AttemptPlan(nil)
  private var message = SoleMessage()
  /// What came before the reply.
  private var headers: [HeaderField] = []
  private var started = MonotonicTime(nanoseconds: 0)
  /// One timer serves call after call: it is moved on when it fires, which is much less often than calls end.
  private var timer: (id: TimerID, due: MonotonicTime, loop: EventLoop)?

  /// A caller without a call.
  package init() {}

  /// Makes a call; the one before must have ended.
  package func call(_ request: EncodedRequest, over route: UnaryRoute, for owner: any UnaryCallOwner) {
    guard self.owner == nil else { return owner.failed(.failedPrecondition("the caller has a call under way")) }
    if let fault = route.core.enter() { return owner.failed(fault) }
    self.owner = owner
    self.route = route
    plan = AttemptPlan(nil)
    message = SoleMessage()
    started = route.environment.loop.now
    deadline = route.deadline(now: started)
    do throws(RPCError) { self.request = try route.outgoing(request) } catch { return conclude(.failure(error)) }
    if let deadline, !arm(deadline, route.environment.loop) { return expire() }
    startAttempt()
  }

  /// Lets go of the loop: no more calls follow for now.
  package func rest() {
    if let timer { timer.loop.cancel(timer.id) }
    timer = nil
  }

  private func startAttempt() {
    guard let route else { return }
    let attempt = CallAttempt(
      route.head(deadline: deadline), previousAttempts: plan.begin(), maxReplyBytes: route.maxReplyBytes,
      accepted: route.environment.limits.compression.accepted, began: route.environment.loop.now, owner: self)
    self.attempt = attempt
    route.environment.metrics?.attemptStarted(route.method)
    route.core.place(attempt)
  }

  // MARK: The deadline

  private func arm(_ deadline: MonotonicTime, _ loop: EventLoop) -> Bool {
    guard deadline > loop.now else { return false }
    if let timer, timer.due <= deadline, timer.loop === loop { return true }
    rest()
    timer = (loop.schedule(at: deadline, self), deadline, loop)
    return true
  }

  package func timerFired() {
    timer = nil
    guard let route, let deadline else { return }
    if !arm(deadline, route.environment.loop) { expire() }
  }

  private func expire() {
    let place = attempt?.whereabouts ?? route?.core.waitingReason ?? "it had not begun"
    let attempt = attempt
    self.attempt = nil
    if let attempt { giveUp(attempt) }
    conclude(.failure(.deadlineExceeded("the deadline passed before the call ended; \(place)")))
  }

  private func giveUp(_ attempt: CallAttempt) {
    guard let route else { return }
    route.core.withdraw(attempt)
    route.environment.metrics?.attemptEnded(route.method, .cancelled, attempt, route.environment.loop.now)
    attempt.abandon()
  }

  // MARK: Events

  func opened(_ attempt: CallAttempt) {
    guard let request, let stream = attempt.stream else { return }
    attempt.hasFinishedSending = true
    attempt.sent = request.messageLength
    stream.send(request.bytes, endStream: true)
  }

  func replyBegan(_ attempt: CallAttempt, _ headers: [HeaderField]) { self.headers = headers }

  func received(_ message: ReceivedMessage) { self.message.receive(message) }

  func arrived(_ count: Int, on stream: Transport.Stream) -> Bool {
    stream.consume(count)
    return false
  }

  func writable(_ attempt: CallAttempt) {}

  func ended(_ attempt: CallAttempt, _ end: AttemptEnd) {
    guard let route, attempt === self.attempt else { return }
    if end.isExpiry(of: deadline) { return expire() }
    self.attempt = nil
    route.environment.metrics?.attemptEnded(route.method, end.status.code, attempt, route.environment.loop.now)
    if end.status.code == .ok {
      route.core.throttle.succeeded()
      return conclude(reply(attempt, route))
    }
    isRepeated(attempt, end, route) ? startAttempt() : conclude(.failure(end.error))
  }

  private func isRepeated(_ attempt: CallAttempt, _ end: AttemptEnd, _ route: UnaryRoute) -> Bool {
    if attempt.hasReply || end.reach == .possible { return false }
    let failure = AttemptPlan.Failure(code: end.status.code, reach: end.reach, pushback: nil)
    return plan.failed(failure, others: 0, throttle: &route.core.throttle, chance: 0) == .again
  }

  private func reply(_ attempt: CallAttempt, _ route: UnaryRoute) -> Result<[UInt8], RPCError> {
    do throws(RPCError) {
      let reply = try message.get()
      return .success(
        try attempt.encoding.expand(reply, route.environment.compressor, limit: route.maxReplyBytes))
    } catch {
      return .failure(error)
    }
  }

  private func conclude(_ result: Result<[UInt8], RPCError>) {
    guard let owner, let route else { return }
    self.owner = nil
    self.route = nil
    request = nil
    message = SoleMessage()
    let headers = headers
    self.headers = []
    if let metrics = route.environment.metrics { report(result, route, metrics) }
    route.core.leave()
    switch result {
    case .success(let reply): owner.succeeded(reply)
    case .failure(var error):
      error.initial = StatusTrailers.metadata(in: headers)
      owner.failed(error)
    }
  }

  private func report(_ result: Result<[UInt8], RPCError>, _ route: UnaryRoute, _ metrics: ClientMetrics) {
    var code = StatusCode.ok
    if case .failure(let error) = result { code = error.code }
    let duration = MonotonicTime.now().nanoseconds - started.nanoseconds
    metrics.callEnded(route.method, code, nanoseconds: duration, plan.counts, retryDelay: .zero)
  }
}
