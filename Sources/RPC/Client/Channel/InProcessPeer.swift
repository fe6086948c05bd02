/// A server in the same process, as a channel connects to it.
public struct InProcessPeer: Sendable, Hashable {
  /// Makes a connected pair of sockets, gives the server its end and answers the other.
  let connect: @Sendable () throws(RPCError) -> Int32
  private let identity: ObjectIdentifier

  /// A peer with the given identity, reached by `connect`.
  init(identity: AnyObject, connect: @escaping @Sendable () throws(RPCError) -> Int32) {
    self.identity = ObjectIdentifier(identity)
    self.connect = connect
  }

  /// Whether both are the same server.
  public static func == (left: InProcessPeer, right: InProcessPeer) -> Bool { left.identity == right.identity }

  /// Feeds the server's identity to the hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}
