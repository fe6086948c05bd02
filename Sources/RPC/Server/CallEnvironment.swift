internal import EventLoop
internal import Logging

/// What every call on one loop shares; confined to the loop.
struct CallEnvironment {
  let loop: EventLoop
  let limits: RPCLimits
  let interceptors: InterceptorChain
  let counters: LoopCounters
  let openCalls: OpenCalls
  let compressor: MessageCompressor
  let logger: Logger
}
