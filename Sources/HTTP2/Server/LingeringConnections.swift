/// Connections that have ended and whose sockets wait for the peer to read the last words, in the order in which they
/// ended.
struct LingeringConnections {
  private var queue: [Connection] = []
  private var head = 0
  private var count = 0

  /// Whether none waits.
  var isEmpty: Bool { count == 0 }

  /// The one that has waited longest.
  var first: Connection? {
    mutating get {
      dropReleased()
      return head < queue.count ? queue[head] : nil
    }
  }

  /// Adds a connection that has ended.
  mutating func insert(_ connection: Connection) {
    count += 1
    dropReleased()
    queue.append(connection)
  }

  /// Notes that the socket of one of them is closed.
  mutating func remove(_ connection: Connection) {
    count -= 1
    if count == 0 { (queue, head) = ([], 0) }
  }

  private mutating func dropReleased() {
    while head < queue.count, queue[head].isReleased { head += 1 }
    guard head >= 64, head * 2 >= queue.count else { return }
    queue.removeFirst(head)
    head = 0
  }
}
