public import CoreMetrics
public import HTTP2

/// What the calls of a channel may cost. With several loops each loop counts for itself.
public struct ChannelLimits: Sendable, Hashable {
  /// The most bytes of a request message before it is compressed; a larger one ends the call with RESOURCE_EXHAUSTED.
  public var maxRequestMessageBytes: Int
  /// The most bytes of a reply message, also when expanded; a larger one ends the call with RESOURCE_EXHAUSTED as soon
  /// as its prefix is read.
  public var maxReplyMessageBytes: Int
  /// Bytes of requests that may wait for a stream; a sender that comes over it suspends.
  public var requestHighWaterBytes: Int
  /// What is compressed, and what may come compressed.
  public var compression: CompressionPolicy
  /// Bytes of requests of one call that are kept for another attempt; a call with more is not tried again.
  public var retryBufferBytesPerCall: Int
  /// The same for all calls together.
  public var retryBufferBytes: Int
  /// Calls that may wait for a connection or a stream; one more fails with RESOURCE_EXHAUSTED.
  public var maxWaitingCalls: Int
  /// How many calls must wait for a stream before another connection to the same address is opened.
  public var waitingCallsPerConnection: Int
  /// Connections to one address.
  public var maxConnectionsPerAddress: Int

  /// Limits with the given values; by default what the protocol can say (4 GiB - 1) per request, 4 MiB per reply,
  /// 64 KiB of waiting requests, 256 KiB per call and 16 MiB in all kept for retries, 10,000 waiting calls, and up to 4
  /// connections to an address, one more for each 100 calls that wait for a stream.
  public init(
    maxRequestMessageBytes: Int = Int(UInt32.max), maxReplyMessageBytes: Int = 4 << 20,
    requestHighWaterBytes: Int = 64 << 10, compression: CompressionPolicy = CompressionPolicy(),
    retryBufferBytesPerCall: Int = 256 << 10, retryBufferBytes: Int = 16 << 20, maxWaitingCalls: Int = 10_000,
    waitingCallsPerConnection: Int = 100, maxConnectionsPerAddress: Int = 4
  ) {
    self.maxRequestMessageBytes = maxRequestMessageBytes
    self.maxReplyMessageBytes = maxReplyMessageBytes
    self.requestHighWaterBytes = requestHighWaterBytes
    self.compression = compression
    self.retryBufferBytesPerCall = retryBufferBytesPerCall
    self.retryBufferBytes = retryBufferBytes
    self.maxWaitingCalls = maxWaitingCalls
    self.waitingCallsPerConnection = waitingCallsPerConnection
    self.maxConnectionsPerAddress = maxConnectionsPerAddress
  }
}

/// How a channel connects and what its calls may cost.
public struct ChannelConfiguration: Sendable {
  /// What calls may cost.
  public var limits: ChannelLimits
  /// What one connection may cost.
  public var http2: HTTP2Limits
  /// The waits between attempts to connect.
  public var backoff: Backoff
  /// How long each attempt to connect to an address may take, and again the handshake and the server's first words.
  public var connectTimeout: Duration
  /// A channel without calls for so long closes its connections until the next call; nil never.
  public var idleTimeout: Duration?
  /// PINGs that find out whether the server is still there; nil for none.
  public var keepalive: Keepalive?
  /// How calls are to be made; what a resolver says wins.
  public var serviceConfig: ServiceConfig
  /// How names are looked up.
  public var resolver: any AddressResolver
  /// The least time between two questions to the resolver.
  public var resolutionInterval: Duration
  /// Those who see every call, the first one first.
  public var interceptors: [any ClientInterceptor]
  /// Where the metrics of gRFC A66, A94 and A96 go; nil for none.
  public var metrics: (any MetricsFactory)?
  /// What the channel calls itself in `user-agent`.
  public var userAgent: String

  /// A configuration with the given values; by default 20 s for an attempt to connect, 30 min until a channel without
  /// calls is idle, no keepalive, 30 s between questions to the system's resolver.
  public init(
    limits: ChannelLimits = ChannelLimits(), http2: HTTP2Limits = .client, backoff: Backoff = Backoff(),
    connectTimeout: Duration = .seconds(20), idleTimeout: Duration? = .seconds(1800), keepalive: Keepalive? = nil,
    serviceConfig: ServiceConfig = ServiceConfig(), resolver: any AddressResolver = SystemResolver(),
    resolutionInterval: Duration = .seconds(30), interceptors: [any ClientInterceptor] = [],
    metrics: (any MetricsFactory)? = nil, userAgent: String = "grpc-swift-nghttp2"
  ) {
    self.limits = limits
    self.http2 = http2
    self.backoff = backoff
    self.connectTimeout = connectTimeout
    self.idleTimeout = idleTimeout
    self.keepalive = keepalive
    self.serviceConfig = serviceConfig
    self.resolver = resolver
    self.resolutionInterval = resolutionInterval
    self.interceptors = interceptors
    self.metrics = metrics
    self.userAgent = userAgent
  }

  /// The limits of a connection made now.
  func connectionLimits(keepalive: Keepalive?) -> HTTP2Limits {
    var limits = http2
    limits.prefaceTimeout = connectTimeout
    guard let keepalive else { return limits }
    limits.keepaliveInterval = keepalive.interval
    limits.keepaliveTimeout = keepalive.timeout
    limits.keepaliveWithoutStreams = keepalive.withoutCalls
    return limits
  }
}
