/// The limits of ``HTTP2Limits`` that a peer can go over, by name: what ``HTTP2Counters`` counts.
public enum HTTP2Limit: String, Sendable, Hashable, CaseIterable {
  /// ``HTTP2Limits/maxConnections``: a connection was closed as it came.
  case connections
  /// The TLS handshake failed: no TLS, a version before 1.2, no shared cipher, no `h2`, a refused certificate.
  case handshake
  /// ``HTTP2Limits/handshakeTimeout``.
  case handshakeTime
  /// ``HTTP2Limits/prefaceTimeout``.
  case prefaceTime
  /// ``HTTP2Limits/maxConcurrentStreams``: a stream was refused.
  case concurrentStreams
  /// ``HTTP2Limits/maxHeaderListSize`` or ``HTTP2Limits/maxHeaderFields``.
  case headerList
  /// A header block in more CONTINUATION frames than the eight that are allowed.
  case continuations
  /// ``HTTP2Limits/stalledStreamTimeout`` for a header block or a message that does not end.
  case stalledInput
  /// ``HTTP2Limits/stalledStreamTimeout`` for output that the peer does not take.
  case stalledOutput
  /// ``HTTP2Limits/maxOutputFrames``.
  case outputFrames
  /// ``HTTP2Limits/resets``.
  case resets
  /// ``HTTP2Limits/pingInterval``.
  case pings
  /// ``HTTP2Limits/settings``.
  case settings
  /// ``HTTP2Limits/tinyData``.
  case tinyData
  /// ``HTTP2Limits/uselessFrames``.
  case uselessFrames
  /// ``HTTP2Limits/windowUpdates``.
  case windowUpdates
  /// ``HTTP2Limits/glitches``.
  case glitches
  /// One frame or header block that broke a rule of RFC 9113 or RFC 7541: the stream or the connection was ended.
  case protocolErrors
  /// ``HTTP2Limits/keepaliveTimeout``: the peer did not answer a PING.
  case keepalive
}
