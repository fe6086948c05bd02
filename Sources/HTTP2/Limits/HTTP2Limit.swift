public import Transport

/// What a peer can go over in HTTP/2 alone: limits of ``HTTP2Limits``.
extension ConnectionLimit {
  /// ``HTTP2Limits/prefaceTimeout``.
  public static let prefaceTime = ConnectionLimit(rawValue: "prefaceTime")
  /// ``HTTP2Limits/maxConcurrentStreams``: a stream was refused.
  public static let concurrentStreams = ConnectionLimit(rawValue: "concurrentStreams")
  /// A header block in more CONTINUATION frames than the eight that are allowed.
  public static let continuations = ConnectionLimit(rawValue: "continuations")
  /// ``HTTP2Limits/maxOutputFrames``.
  public static let outputFrames = ConnectionLimit(rawValue: "outputFrames")
  /// ``HTTP2Limits/resets``.
  public static let resets = ConnectionLimit(rawValue: "resets")
  /// ``HTTP2Limits/pingInterval``.
  public static let pings = ConnectionLimit(rawValue: "pings")
  /// ``HTTP2Limits/settings``.
  public static let settings = ConnectionLimit(rawValue: "settings")
  /// ``HTTP2Limits/tinyData``.
  public static let tinyData = ConnectionLimit(rawValue: "tinyData")
  /// ``HTTP2Limits/uselessFrames``.
  public static let uselessFrames = ConnectionLimit(rawValue: "uselessFrames")
  /// ``HTTP2Limits/windowUpdates``.
  public static let windowUpdates = ConnectionLimit(rawValue: "windowUpdates")
  /// ``HTTP2Limits/glitches``.
  public static let glitches = ConnectionLimit(rawValue: "glitches")
  /// ``HTTP2Limits/keepaliveTimeout``: the peer did not answer a PING.
  public static let keepalive = ConnectionLimit(rawValue: "keepalive")
}
