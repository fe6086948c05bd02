internal import EventLoop

/// Asks for addresses when told to, not oftener than allowed, and again after failures. Confined to its loop.
final class ResolutionLoop: @unchecked Sendable {
  private enum State {
    case waiting
    case asking
    case stopped
  }

  private let place: ChannelTarget.Place
  private let resolver: any AddressResolver
  private let interval: Duration
  private let backoff: Backoff
  private let loop: EventLoop
  private let deliver: (Result<Resolution, RPCError>) -> Void
  private var state = State.waiting
  private var isWanted = false
  private var failures = 0
  private var notBefore: MonotonicTime?
  private var timer: TimerID?

  /// A loop that has not asked; `deliver` gets what each question came to.
  init(
    _ place: ChannelTarget.Place, resolver: any AddressResolver, interval: Duration, backoff: Backoff,
    loop: EventLoop, deliver: @escaping (Result<Resolution, RPCError>) -> Void
  ) {
    self.place = place
    self.resolver = resolver
    self.interval = interval
    self.backoff = backoff
    self.loop = loop
    self.deliver = deliver
  }

  /// Asks as soon as that is allowed. Addresses that were given are answered at once.
  func request() {
    guard case .name(let host, let port) = place else { return deliverGiven() }
    switch state {
    case .stopped, .asking: isWanted = true
    case .waiting:
      guard let notBefore, notBefore > loop.now else { return ask(host, port) }
      wait(until: notBefore)
    }
  }

  /// Asks no more.
  func stop() {
    state = .stopped
    if let timer { loop.cancel(timer) }
    timer = nil
  }

  private func deliverGiven() {
    switch place {
    case .addresses(let addresses): deliver(.success(Resolution(addresses: addresses)))
    case .inProcess: deliver(.success(Resolution(addresses: [.unix(path: "in-process")])))
    case .name: break
    }
  }

  private func wait(until time: MonotonicTime) {
    guard timer == nil else { return }
    timer = loop.schedule(at: time) { [weak self] in
      self?.timer = nil
      self?.request()
    }
  }

  private func ask(_ host: String, _ port: UInt16) {
    state = .asking
    isWanted = false
    let (loop, resolver) = (loop, resolver)
    Task(executorPreference: loop) { [self] in
      let result = await Self.answer(resolver, host, port)
      loop.execute { self.answered(result) }
    }
  }

  private static func answer(
    _ resolver: any AddressResolver, _ host: String, _ port: UInt16
  ) async -> Result<Resolution, RPCError> {
    do throws(RPCError) {
      let resolution = try await resolver.resolve(host: host, port: port)
      guard !resolution.addresses.isEmpty else {
        return .failure(.unavailable("name resolution: \(host) has no address"))
      }
      return .success(resolution)
    } catch {
      return .failure(error)
    }
  }

  private func answered(_ result: Result<Resolution, RPCError>) {
    guard case .asking = state else { return }
    state = .waiting
    if case .failure = result {
      failures += 1
      notBefore = loop.now + backoff.wait(failures: failures, chance: .random(in: 0..<1))
    } else {
      failures = 0
      notBefore = loop.now + interval
    }
    deliver(result)
    guard case .waiting = state, let notBefore else { return }
    if case .failure = result { return wait(until: notBefore) }
    if isWanted { request() }
  }
}
