internal import EventLoop

/// Calls go to all addresses that are ready, in turn; every address is kept connected.
final class RoundRobin: Balancer {
  private(set) var state = ConnectivityState.idle
  private let connector: ChannelConnector
  private let observer: any BalancerObserver
  private var addresses: [Endpoint] = []
  private var subchannels: [Subchannel] = []
  private var ready: [Subchannel] = []
  private var next = 0

  /// A balancer without addresses.
  init(_ connector: ChannelConnector, observer: any BalancerObserver) {
    self.connector = connector
    self.observer = observer
  }

  func update(_ addresses: [Endpoint]) {
    self.addresses = addresses
    guard state != .idle else { return }
    let gone = subchannels.filter { !addresses.contains($0.address) }
    subchannels.removeAll { !addresses.contains($0.address) }
    for subchannel in gone { subchannel.shutdown() }
    for address in addresses where !subchannels.contains(where: { $0.address == address }) { add(address) }
    refresh()
  }

  func connect() {
    guard state == .idle, !addresses.isEmpty else { return }
    state = .connecting
    for address in addresses { add(address) }
  }

  func pick(waiting: Int) -> Pick {
    switch state {
    case .ready:
      for _ in ready.indices {
        next = (next + 1) % ready.count
        if let lane = ready[next].laneWithRoom() { return .lane(lane) }
      }
      for subchannel in ready { subchannel.makeRoom(waiting: waiting) }
      return .wait
    case .transientFailure: return .fail(AddressOrder.failure(of: subchannels))
    case .idle, .connecting, .shutdown: return .wait
    }
  }

  func close(atOnce: Bool) {
    state = .idle
    let all = subchannels
    subchannels = []
    ready = []
    for subchannel in all { subchannel.shutdown(atOnce: atOnce) }
  }

  var waitingReason: String {
    switch state {
    case .ready: "it waited for one of \(AddressOrder.describe(ready.map(\.address))) to allow another stream"
    case .transientFailure: "it waited to connect again: \(AddressOrder.failure(of: subchannels).message)"
    default: "it waited for the connection to one of \(AddressOrder.describe(addresses))"
    }
  }

  private func add(_ address: Endpoint) {
    let subchannel = Subchannel(address, connector) { self.changed($0) }
    subchannels.append(subchannel)
    subchannel.connect()
  }

  private func changed(_ subchannel: Subchannel) {
    switch subchannel.state {
    case .idle:
      // One that was ready may have moved; one that was failing has waited long enough.
      if !subchannel.isFailing { observer.balancerWantsResolution() }
      subchannel.connect()
    case .transientFailure: observer.balancerWantsResolution()
    case .connecting, .ready, .shutdown: break
    }
    refresh()
  }

  private func refresh() {
    guard state != .idle else { return }
    ready = subchannels.filter { $0.state == .ready }
    if ready.isEmpty {
      state = subchannels.allSatisfy(\.isFailing) ? .transientFailure : .connecting
    } else {
      state = .ready
    }
    observer.balancerChanged()
  }
}
