/// A limit that a peer can go over, by name: what ``TransportCounters`` counts. Those of ``ConnectionLimits`` stand here;
/// each version of HTTP adds its own.
public struct ConnectionLimit: RawRepresentable, Sendable, Hashable {
  /// The name.
  public let rawValue: String

  /// The limit with this name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// ``ConnectionLimits/maxConnections``: a connection was closed as it came, or another one for it.
  public static let connections = ConnectionLimit(rawValue: "connections")
  /// ``ConnectionLimits/maxConnectionsPerNetwork``, likewise.
  public static let connectionsPerNetwork = ConnectionLimit(rawValue: "connectionsPerNetwork")
  /// ``ConnectionLimits/reservedDescriptors``, likewise.
  public static let descriptors = ConnectionLimit(rawValue: "descriptors")
  /// ``ConnectionLimits/maxHandshakesPerNetwork``: a connection was closed for a newer one.
  public static let handshakesPerNetwork = ConnectionLimit(rawValue: "handshakesPerNetwork")
  /// The TLS handshake failed: no TLS, a version before 1.2, no shared cipher or protocol, a refused certificate.
  public static let handshake = ConnectionLimit(rawValue: "handshake")
  /// ``ConnectionLimits/handshakeTimeout``.
  public static let handshakeTime = ConnectionLimit(rawValue: "handshakeTime")
  /// ``ConnectionLimits/maxHeaderListSize`` or ``ConnectionLimits/maxHeaderFields``.
  public static let headerList = ConnectionLimit(rawValue: "headerList")
  /// ``ConnectionLimits/stalledStreamTimeout`` for a header block or a message that does not end.
  public static let stalledInput = ConnectionLimit(rawValue: "stalledInput")
  /// ``ConnectionLimits/stalledStreamTimeout`` for output that the peer does not take.
  public static let stalledOutput = ConnectionLimit(rawValue: "stalledOutput")
  /// One message that broke a rule of its version of HTTP: the stream or the connection was ended.
  public static let protocolErrors = ConnectionLimit(rawValue: "protocolErrors")
}
