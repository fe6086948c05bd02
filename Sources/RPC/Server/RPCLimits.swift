/// What one call may cost the server.
public struct RPCLimits: Sendable, Hashable {
  /// The most bytes of a request message; a larger one is RESOURCE_EXHAUSTED as soon as its prefix is read.
  public var maxRequestMessageBytes: Int

  /// The most bytes of a reply message before it is compressed; a larger one is RESOURCE_EXHAUSTED.
  public var maxReplyMessageBytes: Int
  /// The most calls open at once; each loop takes an equal share of them. More are UNAVAILABLE.
  public var maxConcurrentCalls: Int
  /// Handlers of one connection that may still run after their calls were cancelled, or their deadlines have passed; while
  /// there are so many, the connection's new calls are refused with `REFUSED_STREAM`. Without it a caller who gives up
  /// calls could have more of them at work than the connection may have open.
  public var maxAbandonedHandlers = 100
  /// Bytes of recurring replies that are kept with their JSON, for protocols that write it; each loop has an equal share,
  /// and what was least asked for goes. 16 MiB.
  public var replyTextBytes = 16 << 20
  /// When calls are refused because they wait too long for their loop; nil for never.
  public var loadShedding: LoadShedding?
  /// What is compressed, and what may come compressed. The limits hold for messages as they are when expanded; those
  /// that expand to more are refused with no more than one byte over the limit produced.
  public var compression: CompressionPolicy

  /// Limits with the given values; by default 4 MiB (4,194,304) per request, what the protocol can say (4 GiB - 1) per
  /// reply, because the caller has a limit of its own, 100,000 calls at once, a wait of 100 ms at the least during 1 s, and
  /// gzip and deflate for callers who use them.
  public init(
    maxRequestMessageBytes: Int = 4 << 20, maxReplyMessageBytes: Int = Int(UInt32.max),
    maxConcurrentCalls: Int = 100_000, loadShedding: LoadShedding? = LoadShedding(),
    compression: CompressionPolicy = CompressionPolicy()
  ) {
    self.maxRequestMessageBytes = maxRequestMessageBytes
    self.maxReplyMessageBytes = maxReplyMessageBytes
    self.maxConcurrentCalls = maxConcurrentCalls
    self.loadShedding = loadShedding
    self.compression = compression
  }
}
