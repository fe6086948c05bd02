/// What one call may cost the server.
public struct RPCLimits: Sendable, Hashable {
  /// The most bytes of a request message; a larger one is RESOURCE_EXHAUSTED as soon as its prefix is read.
  public var maxRequestMessageBytes: Int

  /// Limits with the given values; by default 4 MiB (4,194,304) per request.
  public init(maxRequestMessageBytes: Int = 4 << 20) {
    self.maxRequestMessageBytes = maxRequestMessageBytes
  }
}
