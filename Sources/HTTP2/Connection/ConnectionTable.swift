internal import EventLoop

/// The connections of one owner, swept at an interval.
final class ConnectionTable {
  private(set) var connections: [Connection] = []
  private let loop: EventLoop
  private let interval: Duration
  private var timer: TimerID?

  init(loop: EventLoop, limits: HTTP2Limits) {
    self.loop = loop
    let times = [
      limits.handshakeTimeout, limits.prefaceTimeout, limits.stalledStreamTimeout, limits.idleTimeout,
      limits.maxAge, limits.maxAgeGrace, limits.keepaliveInterval,
      limits.keepaliveInterval == nil ? nil : limits.keepaliveTimeout,
    ]
    let shortest = times.compactMap(\.self).min() ?? .seconds(1)
    interval = max(.milliseconds(5), min(.seconds(1), shortest / 4))
  }

  /// How many there are.
  var count: Int { connections.count }

  /// Adds a connection; sweeping begins with the first.
  func insert(_ connection: Connection) {
    connection.position = connections.count
    connections.append(connection)
    if timer == nil { scheduleSweep() }
  }

  /// Removes a connection in constant time: the last one takes its place.
  func remove(_ connection: Connection) {
    let position = connection.position
    guard position < connections.count, connections[position] === connection else { return }
    connections.swapAt(position, connections.count - 1)
    connections[position].position = position
    connections.removeLast()
  }

  private func scheduleSweep() {
    timer = loop.schedule(after: interval) { [weak self] in self?.sweep() }
  }

  private func sweep() {
    timer = nil
    let now = loop.now
    for connection in connections { connection.sweep(now) }
    if !connections.isEmpty { scheduleSweep() }
  }
}
