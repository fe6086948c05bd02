internal import EventLoop

/// Where the next attempt may go.
enum Pick {
  /// To this connection, which has room.
  case lane(ConnectionLane)
  /// Nowhere yet.
  case wait
  /// Nowhere: a call that does not wait fails with this.
  case fail(RPCError)
}

/// Whoever wants to know how a balancer stands; on the loop.
protocol BalancerObserver: AnyObject {
  /// The state, or the room there is, may have changed.
  func balancerChanged()
  /// The addresses may be out of date.
  func balancerWantsResolution()
}

/// Chooses connections for calls among the addresses of a target. Confined to its loop.
///
/// It and its observer, and its subchannels and it, hold each other until it is closed: weak references would make the
/// counting of references slow on the way of every call.
protocol Balancer: AnyObject {
  /// How the addresses stand as a whole.
  var state: ConnectivityState { get }
  /// Takes the addresses, at least one, in the place of those before.
  func update(_ addresses: [Endpoint])
  /// Begins to connect if it is idle.
  func connect()
  /// Where the next attempt may go, while `waiting` others wait for room.
  func pick(waiting: Int) -> Pick
  /// Closes the connections when their streams have ended; with `atOnce` now. The balancer is idle then.
  func close(atOnce: Bool)
  /// What attempts wait for, in words.
  var waitingReason: String { get }
}
