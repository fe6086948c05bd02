/// The open connections of one loop; confined to it.
final class OpenConnections: @unchecked Sendable {
  private var connections: [ServerConnection] = []
  private var lastID: UInt64 = 0

  /// The number for the next connection.
  func nextID() -> UInt64 {
    lastID += 1
    return lastID
  }

  /// Adds a connection.
  func insert(_ connection: ServerConnection) {
    connection.position = connections.count
    connections.append(connection)
  }

  /// Removes a connection in constant time: the last one takes its place.
  func remove(_ connection: ServerConnection) {
    let position = connection.position
    guard position < connections.count, connections[position] === connection else { return }
    connections.swapAt(position, connections.count - 1)
    connections[position].position = position
    connections.removeLast()
  }

  /// How the connections stand, with the calls given by their number.
  func snapshots(loop: Int, calls: [UInt64: [CallSnapshot]]) -> [ConnectionSnapshot] {
    connections.map { ConnectionSnapshot($0, loop: loop, calls: calls[$0.id] ?? []) }
  }
}
