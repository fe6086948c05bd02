internal import EventLoop
internal import Transport

/// One call on the client: the caller's task on one side, attempts to have it answered on the other. Confined to its
/// loop but for what says otherwise.
final class ClientCall: TimerTarget, @unchecked Sendable {
  /// The method called.
  let method: MethodDescriptor
  /// What the caller set.
  let options: CallOptions
  /// What the calls of the loop share.
  let environment: ClientEnvironment
  /// Where the replies go.
  let receiver: any ReplyReceiver
  /// When the caller began.
  let started: MonotonicTime
  /// The call's place among the open ones of its owner.
  var position = 0
  /// Whether the call has its status.
  private(set) var hasEnded = false

  /// Whoever gives the attempts their streams, while the call is open.
  var owner: (any ClientCallOwner)?
  /// The request of a method that takes one, until the requests are in the log.
  var soleRequest: MessageFrame?
  /// The requests.
  var requests = RequestLog()
  /// Who waits until requests have left.
  var gate = WriteGate()
  /// How the sending ended: with false when the server has all it wants.
  var sendingEnd: Result<Bool, RPCError>?
  /// What holds for the call; from its beginning on the loop.
  var settings: CallSettings
  /// What every attempt says in its headers.
  var head: CallHead
  /// The attempts that are not over.
  var attempts: [CallAttempt] = []
  /// The attempt whose reply is the call's.
  var committed: CallAttempt?
  /// What follows failed attempts.
  var plan: AttemptPlan
  /// Why the last attempt failed.
  var lastFailure: AttemptEnd?
  /// Fires when the next attempt is due.
  var attemptTimer: TimerID?
  /// Whether any more attempts are ruled out.
  var isCommitted = false
  /// Bytes kept for attempts that may follow, as the owner knows it.
  var kept = 0
  /// The reply so far.
  var replyMessages = 0
  var replyBytes = 0
  /// The interceptors, when there are any.
  var watch: CallWatch?
  /// Since when no attempt is under way, and how long that was in all.
  var idleSince: MonotonicTime?
  var retryDelay = Duration.zero

  private var deadlineTimer: TimerID?

  /// A call that starts now and has not begun on its loop; `soleRequest` is the request of a method that takes one.
  init(
    method: MethodDescriptor, soleRequest: MessageFrame?, options: CallOptions, receiver: any ReplyReceiver,
    environment: ClientEnvironment, watch: CallWatch?
  ) {
    let started = environment.loop.now
    self.method = method
    self.options = options
    self.soleRequest = soleRequest
    self.receiver = receiver
    self.environment = environment
    self.started = started
    self.watch = watch
    settings = CallSettings(options, nil, environment.limits, start: started)
    head = CallHead(path: method.path, deadline: nil, encoding: nil, waitsForReady: false, metadata: Metadata())
    plan = AttemptPlan(nil)
  }

  // MARK: Beginning and end, on the loop

  /// Sets the call going; a call that was cancelled before is answered here.
  func begin(_ owner: any ClientCallOwner, _ config: MethodConfig?) {
    guard !hasEnded else { return }
    self.owner = owner
    if let config {
      settings = CallSettings(options, config, environment.limits, start: started)
      plan = AttemptPlan(config.repetition)
    }
    guard takeSoleRequest() else { return }
    head = CallHead(
      path: method.path, deadline: settings.deadline, encoding: settings.compression.algorithm,
      waitsForReady: settings.waitsForReady, metadata: options.metadata)
    guard armDeadline() else { return }
    startAttempt()
  }

  private func armDeadline() -> Bool {
    guard let deadline = settings.deadline else { return true }
    // The loop's time is that of its last pass, which may have begun before the call.
    guard deadline > max(started, environment.loop.now) else {
      expire()
      return false
    }
    deadlineTimer = environment.loop.schedule(at: deadline, self)
    return true
  }

  /// The deadline has passed.
  func timerFired() { expire() }

  /// Ends the call because its time is over.
  func expire() {
    give(up: .deadlineExceeded("the deadline passed before the call ended; \(whereabouts)"))
  }

  /// Ends the call with an error, which takes along what the server had sent before it.
  func give(up error: RPCError) {
    var error = error
    error.initial = receiver.initialMetadata
    conclude(.failure(error))
  }

  /// Ends the call, once: every attempt but the one that ended it is given up.
  func conclude(_ result: Result<[HeaderField], RPCError>) {
    guard !hasEnded else { return }
    hasEnded = true
    if let deadlineTimer { environment.loop.cancel(deadlineTimer) }
    cancelAttemptTimer()
    let owner = owner
    self.owner = nil
    abandonAttempts(but: nil)
    release(kept, owner)
    requests.forget(before: requests.count)
    report(result)
    endSending(result.map { _ in false })
    receiver.ended(result)
    owner?.callEnded(self)
  }

  private func report(_ result: Result<[HeaderField], RPCError>) {
    guard watch != nil || environment.metrics != nil else { return }
    let duration = (MonotonicTime.now() - started).wholeNanoseconds
    let status: Status
    switch result {
    case .success: status = .ok
    case .failure(let error): status = error.status
    }
    environment.metrics?.callEnded(method, status.code, nanoseconds: duration, plan.counts, retryDelay: retryDelay)
    watch?.finish(
      CallOutcome(
        status: status, requestMessages: requests.count, replyMessages: replyMessages,
        requestBytes: requests.totalMessageBytes, replyBytes: replyBytes, durationNanoseconds: duration))
    watch = nil
  }

  /// Where the call is, for the error of one that took too long.
  var whereabouts: String {
    if let committed { return committed.whereabouts ?? "the reply had begun" }
    guard let attempt = attempts.last else {
      guard let lastFailure else { return owner?.waitingReason ?? "it had not begun" }
      return "it waited to try again after \(lastFailure.status.code): \(lastFailure.status.message)"
    }
    return attempt.whereabouts ?? owner?.waitingReason ?? "it had no connection"
  }

  /// What cancels a call is often that its time, or that of the call it is made for, is over.
  private func giveUp() {
    if let deadline = settings.deadline, deadline <= MonotonicTime.now() { return expire() }
    give(up: .cancelled("the caller gave the call up"))
  }

  // MARK: Any thread

  /// Gives the call up.
  func cancel() {
    onLoop { self.giveUp() }
  }

  /// Runs the work on the call's loop, at once when that is where the caller is.
  func onLoop(_ work: @escaping @Sendable () -> Void) {
    let loop = environment.loop
    if loop.isInLoop { work() } else { loop.execute(work) }
  }
}
