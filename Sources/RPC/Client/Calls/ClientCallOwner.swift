internal import EventLoop

/// Whoever gives the attempts of calls their streams; everything on the loop.
protocol ClientCallOwner: AnyObject {
  /// What every call over it shares.
  var environment: ClientEnvironment { get }
  /// The tokens for attempts after the first.
  var throttle: RetryThrottle { get set }
  /// The attempt wants a stream.
  func place(_ attempt: CallAttempt)
  /// The attempt wants none any more.
  func withdraw(_ attempt: CallAttempt)
  /// Asks to keep so many bytes of requests more (or, negative, less) for attempts that may follow; false when there
  /// are too many kept already.
  func keep(_ bytes: Int) -> Bool
  /// What an attempt without a stream waits for, in words.
  var waitingReason: String { get }
  /// The call has its status and needs nothing any more.
  func callEnded(_ call: ClientCall)
}

/// What the calls of one loop of a channel share.
final class ClientEnvironment: Sendable {
  /// The loop.
  let loop: EventLoop
  /// What a call may cost.
  let limits: ChannelLimits
  /// Compresses requests and expands replies.
  let compressor: MessageCompressor
  /// What is measured, nil for nothing.
  let metrics: ClientMetrics?

  /// What calls of the loop share.
  init(loop: EventLoop, limits: ChannelLimits, compressor: MessageCompressor, metrics: ClientMetrics?) {
    self.loop = loop
    self.limits = limits
    self.compressor = compressor
    self.metrics = metrics
  }
}
