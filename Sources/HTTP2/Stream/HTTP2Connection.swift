public import EventLoop

/// What a stream shows of the connection that carries it. Of the connection's loop only, but for `loop` and `peer`.
public protocol HTTP2Connection: AnyObject, Sendable {
  /// The loop all of the connection's calls happen on.
  var loop: EventLoop { get }
  /// The other end's address.
  var peer: Endpoint { get }
  /// Whether TLS protects the connection.
  var isSecure: Bool { get }
  /// The certificate the peer has shown and this end has verified; nil when it has shown none or was not asked.
  var peerIdentity: TLSPeerIdentity? { get }
  /// Whether the connection takes no new streams: one of both ends has sent GOAWAY.
  var isDraining: Bool { get }
  /// How many streams are open.
  var openStreamCount: Int { get }
  /// The handlers of the streams that are open, in no particular order.
  var openHandlers: [any StreamHandler] { get }
  /// A place for what the owner wants to remember as long as the connection lives.
  var attachment: AnyObject? { get set }
}
