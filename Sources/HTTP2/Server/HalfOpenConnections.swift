internal import EventLoop

/// Connections that have not ended their TLS handshake, by their networks, in the order in which they came.
struct HalfOpenConnections {
  private struct Queue {
    var connections: [Connection] = []
    /// How many of them are still shaking hands.
    var count = 0
  }

  private var queues: [PeerNetwork: Queue] = [:]

  /// How many of a network there are.
  func count(of network: PeerNetwork) -> Int { queues[network]?.count ?? 0 }

  /// Adds a connection that begins its handshake.
  mutating func insert(_ connection: Connection, of network: PeerNetwork) {
    queues[network, default: Queue()].connections.append(connection)
    queues[network]?.count += 1
  }

  /// Notes that one of a network has ended its handshake, or itself.
  mutating func remove(of network: PeerNetwork) {
    guard let count = queues[network]?.count else { return }
    queues[network]?.count = count - 1
    if count <= 1 {
      queues[network] = nil
    } else if let queue = queues[network], queue.connections.count > 2 * queue.count + Self.sampleSize {
      queues[network]?.connections.removeAll { $0.state != .handshaking }
    }
  }

  /// Those that came first, some of them where there are many.
  func oldest(of network: PeerNetwork) -> [Connection] {
    guard let queue = queues[network] else { return [] }
    return Array(queue.connections.lazy.filter { $0.state == .handshaking }.prefix(Self.sampleSize))
  }

  private static let sampleSize = 32
}
