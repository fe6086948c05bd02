internal import EventLoop
internal import Logging

/// What every call on one loop shares; confined to the loop.
final class CallEnvironment: @unchecked Sendable {
  let loop: EventLoop
  let limits: RPCLimits
  let interceptors: InterceptorChain
  let counters = LoopCounters()
  let openConnections = OpenConnections()
  let compressor: MessageCompressor
  let replyTexts: ReplyTexts
  let runners: HandlerRunners
  let logger: Logger
  var admission: Admission
  var requestIDs = RequestIDSource()

  /// The surroundings of calls on one of `loops` loops.
  init(
    loop: EventLoop, of loops: Int, limits: RPCLimits, interceptors: [any ServerInterceptor], logger: Logger
  ) {
    self.loop = loop
    self.limits = limits
    self.interceptors = InterceptorChain(interceptors.compactMap { $0.instance(for: loop) })
    self.logger = logger
    runners = HandlerRunners(loop: loop)
    replyTexts = ReplyTexts(limit: limits.replyTextBytes / max(1, loops))
    compressor = MessageCompressor(level: limits.compression.level)
    admission = Admission(limits, loops: loops)
  }

  deinit { runners.end() }
}
