package import EventLoop

/// A connection that is looked at from time to time, for what takes too long.
package protocol SweptConnection: AnyObject {
  /// The connection's place in its ``ConnectionTable``, which alone sets it.
  var position: Int { get set }
  /// Ends or drains what has taken too long at `now`.
  func sweep(_ now: MonotonicTime)
}

/// The connections of one owner, swept at an interval.
package final class ConnectionTable<Member: SweptConnection> {
  /// The connections, in no particular order.
  package private(set) var connections: [Member] = []
  private let loop: EventLoop
  private let interval: Duration
  private var timer: TimerID?
  private var sampled = 0

  /// How many connections a sample has at the most.
  private static var sampleSize: Int { 32 }

  /// A table of connections on `loop` with limits of these times, nil for those that are off.
  package init(loop: EventLoop, times: [Duration?]) {
    self.loop = loop
    let shortest = times.compactMap(\.self).min() ?? .seconds(1)
    interval = max(.milliseconds(5), min(.seconds(1), shortest / 4))
  }

  /// How many there are.
  package var count: Int { connections.count }

  /// Adds a connection; sweeping begins with the first.
  package func insert(_ connection: Member) {
    connection.position = connections.count
    connections.append(connection)
    if timer == nil { scheduleSweep() }
  }

  /// Removes a connection in constant time: the last one takes its place.
  package func remove(_ connection: Member) {
    let position = connection.position
    guard position < connections.count, connections[position] === connection else { return }
    connections.swapAt(position, connections.count - 1)
    connections[position].position = position
    connections.removeLast()
  }

  /// Some of the connections, each time the next ones: among so many that do no work there is one to be found, and
  /// looking at all of them would cost more than a connection is worth.
  package func sample() -> [Member] {
    let count = min(Self.sampleSize, connections.count)
    defer { sampled &+= count }
    return (0..<count).map { connections[(sampled &+ $0) % connections.count] }
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
