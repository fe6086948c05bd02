internal import EventLoop
internal import HTTP2

/// The working part of a channel: keeps one connection for new calls, and the calls that wait for a place on it.
/// Confined to its loop.
final class ChannelCore: ClientCallOwner, @unchecked Sendable {
  private enum State {
    case idle
    case connecting
    case ready(ConnectionLane)
    /// The last attempt failed; the next is made when the time has come and a call wants it.
    case failed(RPCError, until: MonotonicTime)
    case closed
  }

  private let recipe: ConnectionRecipe
  private let configuration: ChannelConfiguration
  private let loop: EventLoop
  private let ownsLoop: Bool
  private var state = State.idle
  private var failures = 0
  private var waiting: [ClientCall] = []
  private var open: [ObjectIdentifier: ClientCall] = [:]
  private var retryTimer: TimerID?
  private var isRetiring = false

  /// A core that has not connected.
  init(recipe: ConnectionRecipe, configuration: ChannelConfiguration, loop: EventLoop, ownsLoop: Bool) {
    self.recipe = recipe
    self.configuration = configuration
    self.loop = loop
    self.ownsLoop = ownsLoop
  }

  // MARK: Calls

  /// Takes a new call: gives it a stream, or lets it wait for one, or fails it with the reason there is none.
  func admit(_ call: ClientCall) {
    if case .closed = state { return call.give(up: .unavailable("the channel has been closed")) }
    guard !call.hasEnded else { return }
    open[ObjectIdentifier(call)] = call
    call.owner = self
    guard call.armDeadline() else { return }
    if case .failed(let error, let until) = state, until > loop.now, !call.options.waitsForReady {
      return call.give(up: error)
    }
    waiting.append(call)
    serve()
  }

  func callEnded(_ call: ClientCall) {
    open[ObjectIdentifier(call)] = nil
    waiting.removeAll { $0 === call }
    if isRetiring, open.isEmpty { close(.unavailable("the channel has been closed")) }
  }

  func callWantsAnotherStream(_ call: ClientCall) {
    if case .closed = state { return call.give(up: .unavailable("the channel has been closed")) }
    waiting.append(call)
    serve()
  }

  var waitingReason: String {
    switch state {
    case .idle, .connecting: "it waited for the connection to \(recipe.endpoint)"
    case .ready: "it waited for the server to allow another stream"
    case .failed(let error, _): error.message
    case .closed: "the channel has been closed"
    }
  }

  /// Gives as many waiting calls a stream as there is room for, connecting first if need be.
  private func serve() {
    while !waiting.isEmpty {
      guard case .ready(let lane) = state else { return connectIfDue() }
      guard lane.isUsable else {
        state = .idle
        continue
      }
      guard lane.hasRoom else { return }
      let call = waiting.removeFirst()
      let fields = RequestHeaders.fields(
        for: call, recipe: recipe, userAgent: configuration.userAgent, now: loop.now)
      guard !lane.open(call, fields, streamClosed: { [weak self] in self?.serve() }) else { continue }
      waiting.insert(call, at: 0)
      state = .idle
    }
  }

  // MARK: Connecting

  private func connectIfDue() {
    switch state {
    case .idle: connect()
    case .failed(_, let until): if until <= loop.now { connect() } else { armRetry(at: until) }
    case .connecting, .ready, .closed: break
    }
  }

  private func armRetry(at time: MonotonicTime) {
    guard retryTimer == nil else { return }
    retryTimer = loop.schedule(at: time) { [weak self] in
      self?.retryTimer = nil
      self?.serve()
    }
  }

  private func connect() {
    state = .connecting
    Task(executorPreference: loop) { [self] in
      let result = await recipe.connect(on: loop, configuration)
      if loop.isInLoop { connected(result) } else { loop.execute { self.connected(result) } }
    }
  }

  private func connected(_ result: Result<ClientConnection, RPCError>) {
    guard case .connecting = state else {
      if case .success(let connection) = result { connection.close() }
      return
    }
    switch result {
    case .success(let connection): ready(ConnectionLane(connection))
    case .failure(let error): failed(error)
    }
  }

  private func ready(_ lane: ConnectionLane) {
    failures = 0
    state = .ready(lane)
    lane.whenUnusable { [weak self, weak lane] in
      guard let self, let lane, case .ready(let current) = state, current === lane else { return }
      state = .idle
      serve()
    }
    serve()
  }

  private func failed(_ error: RPCError) {
    failures += 1
    let wait = configuration.backoff.wait(failures: failures, chance: .random(in: 0..<1))
    let until = loop.now + wait
    state = .failed(error, until: until)
    for call in waiting where !call.options.waitsForReady { call.give(up: error) }
    if !waiting.isEmpty { armRetry(at: until) }
  }

  // MARK: The end

  /// Ends every call with the error, closes the connection and, if it is the channel's own, stops the loop.
  func close(_ error: RPCError) {
    let last = state
    if case .closed = last { return }
    state = .closed
    if let retryTimer { loop.cancel(retryTimer) }
    for call in Array(open.values) { call.give(up: error) }
    if case .ready(let lane) = last { lane.close() }
    if ownsLoop { loop.retire() }
  }

  /// Closes the channel when its last call has ended.
  func retire() {
    isRetiring = true
    if open.isEmpty { close(.unavailable("the channel has been closed")) }
  }
}
