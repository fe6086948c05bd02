internal import EventLoop

/// All calls go to the first address that answers, after gRPC's `pick_first` and gRFC A61: the addresses are tried in
/// order, the next when one fails or takes longer than 250 ms; the first that is ready is kept and the others dropped.
final class PickFirst: Balancer {
  /// How long an address is tried alone (RFC 8305, "Connection Attempt Delay").
  static let attemptDelay = Duration.milliseconds(250)

  private(set) var state = ConnectivityState.idle
  private let connector: ChannelConnector
  private let observer: any BalancerObserver
  private let isShuffled: Bool
  private var addresses: [Endpoint] = []
  private var subchannels: [Subchannel] = []
  private var selected: Subchannel?
  private var tried = 0
  private var delay: TimerID?

  /// A balancer without addresses.
  init(shuffled: Bool, _ connector: ChannelConnector, observer: any BalancerObserver) {
    isShuffled = shuffled
    self.connector = connector
    self.observer = observer
  }

  func update(_ addresses: [Endpoint]) {
    self.addresses = isShuffled ? addresses.shuffled() : AddressOrder.interleaved(addresses)
    switch state {
    case .ready:
      guard let selected, !addresses.contains(selected.address) else { return }
      drop(atOnce: false)
      become(.idle)
    case .connecting, .transientFailure:
      guard Set(subchannels.map(\.address)) != Set(addresses) else { return }
      drop(atOnce: false)
      begin()
    case .idle, .shutdown: break
    }
  }

  func connect() {
    guard state == .idle, !addresses.isEmpty else { return }
    state = .connecting
    begin()
  }

  func pick(waiting: Int) -> Pick {
    switch state {
    case .ready:
      guard let selected else { return .wait }
      if let lane = selected.laneWithRoom() { return .lane(lane) }
      selected.makeRoom(waiting: waiting)
      return .wait
    case .transientFailure: return .fail(AddressOrder.failure(of: subchannels))
    case .idle, .connecting, .shutdown: return .wait
    }
  }

  func close(atOnce: Bool) {
    state = .idle
    drop(atOnce: atOnce)
  }

  var waitingReason: String {
    switch state {
    case .ready: "it waited for \(selected.map { "\($0.address)" } ?? "the server") to allow another stream"
    case .transientFailure: "it waited to connect again: \(AddressOrder.failure(of: subchannels).message)"
    default: "it waited for the connection to \(AddressOrder.describe(addresses))"
    }
  }

  // MARK: Connecting

  private func begin() {
    subchannels = addresses.map { address in
      Subchannel(address, connector) { self.changed($0) }
    }
    tried = 0
    tryNext()
  }

  private func tryNext() {
    cancelDelay()
    guard tried < subchannels.count else { return }
    let subchannel = subchannels[tried]
    tried += 1
    if tried < subchannels.count {
      delay = connector.loop.schedule(after: Self.attemptDelay) { [self] in
        delay = nil
        tryNext()
      }
    }
    subchannel.connect()
  }

  private func cancelDelay() {
    if let delay { connector.loop.cancel(delay) }
    delay = nil
  }

  private func drop(atOnce: Bool) {
    cancelDelay()
    let all = subchannels
    subchannels = []
    selected = nil
    for subchannel in all { subchannel.shutdown(atOnce: atOnce) }
  }

  private func changed(_ subchannel: Subchannel) {
    if let selected { return selectedChanged(selected, subchannel) }
    switch subchannel.state {
    case .ready: select(subchannel)
    case .transientFailure:
      if tried < subchannels.count { return tryNext() }
      guard subchannels.allSatisfy(\.isFailing) else { return }
      observer.balancerWantsResolution()
      become(.transientFailure)
    case .idle: subchannel.connect()
    case .connecting, .shutdown: break
    }
  }

  private func select(_ subchannel: Subchannel) {
    cancelDelay()
    selected = subchannel
    for other in subchannels where other !== subchannel { other.shutdown() }
    subchannels = [subchannel]
    become(.ready)
  }

  private func selectedChanged(_ selected: Subchannel, _ subchannel: Subchannel) {
    guard subchannel === selected else { return }
    guard selected.state != .ready else { return become(.ready) }
    drop(atOnce: false)
    state = .idle
    observer.balancerWantsResolution()
    observer.balancerChanged()
  }

  private func become(_ new: ConnectivityState) {
    state = new
    observer.balancerChanged()
  }
}
