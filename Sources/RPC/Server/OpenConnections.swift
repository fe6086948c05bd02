internal import Transport

/// The open connections of one loop and the calls on them; confined to it.
final class OpenConnections: @unchecked Sendable {
  private struct Open {
    let connection: any HTTPConnection
    let state: ServerConnection

    /// The calls that have no status yet.
    var calls: [any OpenCall] { connection.openHandlers.compactMap { $0 as? any OpenCall }.filter { !$0.hasEnded } }
  }

  private var connections: [Open] = []
  private var lastID: UInt64 = 0
  /// How many calls have no status yet.
  var openCalls = 0

  /// The number for the next connection.
  func nextID() -> UInt64 {
    lastID += 1
    return lastID
  }

  /// Adds a connection, which stays alive until it is removed.
  func insert(_ connection: any HTTPConnection, _ state: ServerConnection) {
    state.position = connections.count
    connections.append(Open(connection: connection, state: state))
  }

  /// Removes a connection in constant time: the last one takes its place.
  func remove(_ state: ServerConnection) {
    let position = state.position
    guard position < connections.count, connections[position].state === state else { return }
    connections.swapAt(position, connections.count - 1)
    connections[position].state.position = position
    connections.removeLast()
  }

  /// Ends every call with the error.
  func endCalls(with error: RPCError) {
    for call in connections.flatMap(\.calls) { call.end(with: error) }
  }

  /// How the connections and their calls stand.
  func snapshots(loop: Int) -> [ConnectionSnapshot] {
    connections.map { ConnectionSnapshot($0.state, loop: loop, calls: $0.calls.map(\.snapshot)) }
  }
}
