internal import EventLoop
internal import HTTP2

/// The part of a channel on one loop: gives calls streams, on connections that a balancer chooses among the addresses
/// a resolver finds. Confined to its loop.
final class ChannelCore: ClientCallOwner, @unchecked Sendable {
  private enum Phase {
    case idle, active, closed
  }

  let environment: ClientEnvironment
  var throttle: RetryThrottle
  private let configuration: ChannelConfiguration
  private let connector: ChannelConnector
  private let headers: RequestHeaders
  private let place: ChannelTarget.Place
  private let targetName: String
  private let report: (ConnectivityState) -> Void
  private let ownsLoop: Bool
  private var resolution: ResolutionLoop?
  private var balancer: (any Balancer)?
  private var loadBalancing: LoadBalancing?
  private var methods: MethodConfigTable
  private var phase = Phase.idle
  private var resolutionFailure: RPCError?
  private var waiting = AttemptQueue()
  private var open = OpenCalls()
  private var kept = 0
  private var isRetiring = false
  private var idleSince: MonotonicTime
  private var idleTimer: TimerID?

  /// A core that has not connected; `report` is told its state, on the loop.
  init(
    _ recipe: ConnectionRecipe, _ configuration: ChannelConfiguration, loop: EventLoop, ownsLoop: Bool,
    report: @escaping (ConnectivityState) -> Void
  ) {
    let metrics = configuration.metrics.map { ClientMetrics($0, target: recipe.target.description) }
    self.configuration = configuration
    self.ownsLoop = ownsLoop
    self.report = report
    environment = ClientEnvironment(
      loop: loop, limits: configuration.limits,
      compressor: MessageCompressor(level: configuration.limits.compression.level), metrics: metrics)
    connector = ChannelConnector(recipe, configuration, metrics: metrics, loop: loop)
    headers = RequestHeaders(
      recipe.target, userAgent: configuration.userAgent, compression: configuration.limits.compression)
    place = recipe.target.place
    targetName = recipe.target.description
    methods = MethodConfigTable(configuration.serviceConfig.methods)
    throttle = RetryThrottle(configuration.serviceConfig.retryThrottling)
    idleSince = loop.now
  }

  /// What has gone over the core's connections. Any thread.
  var traffic: ChannelTraffic { connector.traffic.current }

  private var loop: EventLoop { environment.loop }

  // MARK: Calls

  /// Takes a new call, for whose reply somebody waits.
  func admit(_ call: ClientCall, _ reply: SoleReply, _ waiter: ReplyWaiter) {
    reply.wait(waiter)
    admit(call)
  }

  /// Takes a new call.
  func admit(_ call: ClientCall) {
    guard phase != .closed else { return call.give(up: Self.closed) }
    guard !call.hasEnded else { return }
    open.insert(call)
    call.begin(self, methods[call.method])
  }

  func callEnded(_ call: ClientCall) {
    if open.remove(call) { callsEnded() }
  }

  /// A caller begins a call, which keeps no place among the open ones; answers why it must not.
  func enter() -> RPCError? {
    guard phase != .closed else { return Self.closed }
    open.enter()
    return nil
  }

  /// That call has ended.
  func leave() {
    open.leave()
    callsEnded()
  }

  private func callsEnded() {
    guard open.isEmpty else { return }
    if isRetiring { return close(Self.closed) }
    idleSince = loop.now
    armIdle()
  }

  /// How calls of the method are to be made; nil when nothing is said of it.
  func config(of method: MethodDescriptor) -> MethodConfig? { methods[method] }

  func keep(_ bytes: Int) -> Bool {
    guard bytes < 0 || kept + bytes <= configuration.limits.retryBufferBytes else { return false }
    kept += bytes
    return true
  }

  func place(_ attempt: CallAttempt) {
    guard phase != .closed else { return attempt.fail(Self.closed) }
    wake()
    guard !attempt.isOver else { return }
    guard waiting.isEmpty else {
      enqueue(attempt)
      return serve()
    }
    switch offer(attempt, waiting: 1) {
    case .placed: break
    case .wait: enqueue(attempt)
    case .fail(let error): attempt.head.waitsForReady ? enqueue(attempt) : attempt.fail(error)
    }
  }

  func withdraw(_ attempt: CallAttempt) {
    if !waiting.isEmpty { waiting.remove(attempt) }
  }

  private func enqueue(_ attempt: CallAttempt) {
    guard !attempt.isOver else { return }
    let most = configuration.limits.maxWaitingCalls
    guard waiting.count < most else {
      return attempt.fail(
        .resourceExhausted("\(waiting.count) calls wait already, which is the limit; \(waitingReason)"))
    }
    waiting.append(attempt)
  }

  private enum Offer {
    case placed, wait
    case fail(RPCError)
  }

  /// Gives the attempt a stream, if there is one to be had for one of so many that wait.
  private func offer(_ attempt: CallAttempt, waiting: Int) -> Offer {
    guard let balancer else { return resolutionFailure.map(Offer.fail) ?? .wait }
    // A connection that turns out to take no streams has told the balancer so by then.
    for _ in 0..<2 {
      switch balancer.pick(waiting: waiting) {
      case .wait: return .wait
      case .fail(let error): return .fail(error)
      case .lane(let lane):
        let timeout = headers.timeout(of: attempt, now: loop.now)
        if lane.open(attempt, headers.headers(of: attempt), timeout) { return .placed }
      }
    }
    return .wait
  }

  /// Gives as many waiting attempts a stream as there is room for.
  private func serve() {
    while let attempt = waiting.first() {
      switch offer(attempt, waiting: waiting.count) {
      case .placed: waiting.remove(attempt)
      case .wait: return
      case .fail(let error): return failImpatient(error)
      }
    }
  }

  private func failImpatient(_ error: RPCError) {
    for attempt in waiting.takeAll(where: { !$0.head.waitsForReady }) { attempt.fail(error) }
  }

  var waitingReason: String {
    if let balancer { return balancer.waitingReason }
    if let resolutionFailure { return "it waited to look \(targetName) up again: \(resolutionFailure.message)" }
    return "it waited for the addresses of \(targetName)"
  }

  // MARK: Idle and active

  /// Connects without a call.
  func connect() { wake() }

  private func wake() {
    switch phase {
    case .closed: return
    case .active:
      guard let balancer, balancer.state == .idle else { return }
      balancer.connect()
    case .idle:
      phase = .active
      if resolution == nil { resolution = makeResolution() }
      resolution?.request()
      balancer?.connect()
      armIdle()
    }
    reportState()
  }

  private func makeResolution() -> ResolutionLoop {
    ResolutionLoop(
      place, resolver: configuration.resolver, interval: configuration.resolutionInterval,
      backoff: configuration.backoff, loop: loop
    ) { self.resolved($0) }
  }

  private func armIdle() {
    guard let timeout = configuration.idleTimeout, idleTimer == nil, phase == .active else { return }
    idleTimer = loop.schedule(at: idleSince + timeout) { [self] in
      idleTimer = nil
      idleIfDue(timeout)
    }
  }

  private func idleIfDue(_ timeout: Duration) {
    guard phase == .active, open.isEmpty else { return }
    guard loop.now >= idleSince + timeout else { return armIdle() }
    phase = .idle
    headers.forget()
    balancer?.close(atOnce: false)
    reportState()
  }

  private func reportState() {
    switch phase {
    case .closed: report(.shutdown)
    case .idle: report(.idle)
    case .active: report(balancer?.state ?? (resolutionFailure == nil ? .connecting : .transientFailure))
    }
  }

  // MARK: Addresses

  // A caller whose call fails may look at the state next: it is reported first.
  private func resolved(_ result: Result<Resolution, RPCError>) {
    guard phase != .closed else { return }
    switch result {
    case .success(let found):
      apply(found)
      if phase == .active { reportState() }
    case .failure(let error):
      guard balancer == nil else { return }
      resolutionFailure = error
      if phase == .active { reportState() }
      failImpatient(error)
    }
  }

  private func apply(_ found: Resolution) {
    resolutionFailure = nil
    if let config = found.serviceConfig {
      methods = MethodConfigTable(config.methods)
      throttle = RetryThrottle(config.retryThrottling)
    }
    let wanted = found.serviceConfig?.loadBalancing ?? configuration.serviceConfig.loadBalancing ?? .pickFirst()
    if loadBalancing != wanted { changeBalancer(wanted) }
    balancer?.update(found.addresses)
    guard phase == .active else { return }
    balancer?.connect()
    serve()
  }

  private func changeBalancer(_ wanted: LoadBalancing) {
    loadBalancing = wanted
    balancer?.close(atOnce: false)
    switch wanted {
    case .pickFirst(let shuffled): balancer = PickFirst(shuffled: shuffled, connector, observer: self)
    case .roundRobin: balancer = RoundRobin(connector, observer: self)
    }
  }

  // MARK: The end

  private static let closed = RPCError.unavailable("the channel has been closed")

  /// Ends every call with the error, closes the connections and, if it is the channel's own, stops the loop.
  func close(_ error: RPCError) {
    guard phase != .closed else { return }
    phase = .closed
    resolution?.stop()
    resolution = nil
    if let idleTimer { loop.cancel(idleTimer) }
    reportState()
    headers.forget()
    for call in open.calls { call.give(up: error) }
    for attempt in waiting.takeAll(where: { _ in true }) { attempt.fail(error) }
    balancer?.close(atOnce: true)
    balancer = nil
    if ownsLoop { loop.retire() }
  }

  /// Closes with UNAVAILABLE.
  func close() { close(Self.closed) }

  /// Closes when the last call has ended.
  func retire() {
    isRetiring = true
    if open.isEmpty { close() }
  }
}

extension ChannelCore: BalancerObserver {
  func balancerChanged() {
    guard phase == .active else { return }
    reportState()
    if !waiting.isEmpty { balancer?.connect() }
    serve()
  }

  func balancerWantsResolution() {
    if case .name = place { resolution?.request() }
  }
}
