/// The owner of a server: decides who handles a new stream. Called on the loop of the connection.
///
/// One acceptor may serve several servers on several loops.
public protocol StreamAcceptor: AnyObject, Sendable {
  /// A client has opened a stream. Answers its handler; nil refuses it with `REFUSED_STREAM`.
  ///
  /// `headers` holds pseudo-headers and fields in the order received. A request without a body is followed by
  /// `receivedEnd`.
  func accept(_ stream: Stream, headers: [HeaderField]) -> (any StreamHandler)?
  /// A connection is ready, after its TLS handshake.
  func connectionOpened(_ connection: any HTTPConnection)
  /// A connection that had been reported as opened is gone; its streams have been closed before.
  func connectionClosed(_ connection: any HTTPConnection, reason: String)
}

extension StreamAcceptor {
  /// Nothing to do.
  public func connectionOpened(_ connection: any HTTPConnection) {}
  /// Nothing to do.
  public func connectionClosed(_ connection: any HTTPConnection, reason: String) {}
}
