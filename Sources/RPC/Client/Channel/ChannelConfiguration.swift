public import HTTP2

/// What one call may cost its caller.
public struct ChannelLimits: Sendable, Hashable {
  /// The most bytes of a reply message; a larger one ends the call with RESOURCE_EXHAUSTED as soon as its prefix is
  /// read.
  public var maxReplyMessageBytes: Int
  /// Bytes of requests that may wait for a stream; a sender that comes over it suspends.
  public var requestHighWaterBytes: Int

  /// Limits with the given values; by default 4 MiB (4,194,304) per reply and 64 KiB (65,536) of waiting requests.
  public init(maxReplyMessageBytes: Int = 4 << 20, requestHighWaterBytes: Int = 64 << 10) {
    self.maxReplyMessageBytes = maxReplyMessageBytes
    self.requestHighWaterBytes = requestHighWaterBytes
  }
}

/// How a channel connects and what its calls may cost.
public struct ChannelConfiguration: Sendable {
  /// What one call may cost.
  public var limits: ChannelLimits
  /// What one connection may cost.
  public var http2: HTTP2Limits
  /// The waits between attempts to connect.
  public var backoff: Backoff
  /// How long each attempt to connect to an address may take.
  public var connectTimeout: Duration
  /// What the channel calls itself in `user-agent`.
  public var userAgent: String

  /// A configuration with the given values; an attempt to connect takes 20 s at the most unless told otherwise.
  public init(
    limits: ChannelLimits = ChannelLimits(), http2: HTTP2Limits = .client, backoff: Backoff = Backoff(),
    connectTimeout: Duration = .seconds(20), userAgent: String = "grpc-swift-nghttp2"
  ) {
    self.limits = limits
    self.http2 = http2
    self.backoff = backoff
    self.connectTimeout = connectTimeout
    self.userAgent = userAgent
  }
}
