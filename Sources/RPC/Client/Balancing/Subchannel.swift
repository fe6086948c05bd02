internal import EventLoop
internal import HTTP2

/// One address of a target and the connections to it: none, one, or several where the server's limit of concurrent
/// streams keeps calls waiting. Confined to its loop.
final class Subchannel: @unchecked Sendable {
  /// The address.
  let address: Endpoint
  /// How the address stands.
  private(set) var state = ConnectivityState.idle
  /// Why the last attempt to connect failed; nil after one that succeeded.
  private(set) var failure: RPCError?
  /// Whether no attempt has succeeded since one failed.
  var isFailing: Bool { failure != nil }

  private let connector: ChannelConnector
  private var changed: ((Subchannel) -> Void)?
  private var lanes: [ConnectionLane] = []
  private var next = 0
  private var failures = 0
  private var isAdding = false
  private var addNotBefore: MonotonicTime?
  private var timer: TimerID?

  /// A subchannel that is idle; `changed` is told when its state or its room has.
  init(_ address: Endpoint, _ connector: ChannelConnector, changed: @escaping (Subchannel) -> Void) {
    self.address = address
    self.connector = connector
    self.changed = changed
  }

  /// Connects if the subchannel is idle.
  func connect() {
    guard state == .idle else { return }
    state = .connecting
    open()
  }

  /// A connection with room for a stream, in turn; nil when there is none.
  func laneWithRoom() -> ConnectionLane? {
    if lanes.count == 1 { return lanes[0].hasRoom ? lanes[0] : nil }
    for _ in lanes.indices {
      next = (next + 1) % lanes.count
      if lanes[next].hasRoom { return lanes[next] }
    }
    return nil
  }

  /// Opens one more connection when so many calls wait that a queue is not enough.
  func makeRoom(waiting: Int) {
    let limits = connector.configuration.limits
    guard state == .ready, !isAdding, lanes.count < limits.maxConnectionsPerAddress,
      waiting >= limits.waitingCallsPerConnection
    else { return }
    if let addNotBefore, addNotBefore > connector.loop.now { return }
    isAdding = true
    open()
  }

  /// Ends the subchannel: connections close when their streams have ended, or at once.
  func shutdown(atOnce: Bool = false) {
    changed = nil
    state = .shutdown
    cancelTimer()
    let ended = lanes
    lanes = []
    for lane in ended { lane.close(atOnce: atOnce) }
  }

  // MARK: Connecting

  private func open() {
    let connector = connector
    connector.connect(to: address) { [self] result in
      connector.attempted(succeeded: (try? result.get()) != nil)
      opened(result)
    }
  }

  private func opened(_ result: Result<ClientConnection, RPCError>) {
    isAdding = false
    guard state != .shutdown else {
      if case .success(let connection) = result { connection.close() }
      return
    }
    switch result {
    case .success(let connection): add(ConnectionLane(connection, address, connector))
    case .failure(let error): state == .ready ? failedToAdd() : failed(error)
    }
  }

  private func add(_ lane: ConnectionLane) {
    guard lane.isUsable else {
      lane.close(atOnce: true)
      return failed(lane.unusableError)
    }
    failures = 0
    failure = nil
    lanes.append(lane)
    lane.whenUnusable { self.remove(lane) }
    lane.whenRoom { self.changed?(self) }
    become(.ready)
  }

  private func remove(_ lane: ConnectionLane) {
    guard let index = lanes.firstIndex(where: { $0 === lane }) else { return }
    lanes.remove(at: index)
    if lanes.isEmpty { become(.idle) }
  }

  private func failed(_ error: RPCError) {
    failures += 1
    failure = error
    let wait = connector.configuration.backoff.wait(failures: failures, chance: .random(in: 0..<1))
    cancelTimer()
    timer = connector.loop.schedule(after: wait) { [self] in
      timer = nil
      become(.idle)
    }
    become(.transientFailure)
  }

  private func failedToAdd() {
    addNotBefore = connector.loop.now + connector.configuration.backoff.initial
  }

  private func cancelTimer() {
    if let timer { connector.loop.cancel(timer) }
    timer = nil
  }

  private func become(_ new: ConnectivityState) {
    state = new
    changed?(self)
  }
}
