internal import EventLoop

/// Decides whether a loop takes one more call, before anything is done for it; confined to the loop.
struct Admission: Sendable {
  private let maxCalls: Int
  private let shedding: LoadShedding?
  private var queue: QueueDelay?
  private var judgedPass: MonotonicTime?
  private var shedsPass = false

  /// The rules of one of `loops` loops, each of which takes an equal share of the calls.
  init(_ limits: RPCLimits, loops: Int) {
    maxCalls = max(1, limits.maxConcurrentCalls / max(1, loops))
    shedding = limits.loadShedding
    queue = shedding.map { QueueDelay($0, now: .now()) }
  }

  /// Judges a call that arrived in the pass at `now` on a loop whose work waits for `delay`, with `openCalls` open.
  mutating func judge(_ now: MonotonicTime, delay: Duration, openCalls: Int) -> RPCError? {
    if openCalls > maxCalls { return refusal("it has \(maxCalls) calls open on this thread") }
    if judgedPass != now {
      judgedPass = now
      shedsPass = queue?.isTooLate(delay, now: now) ?? false
    }
    return shedsPass ? refusal("calls wait for \(delay)") : nil
  }

  private func refusal(_ why: String) -> RPCError {
    var error = RPCError.unavailable("the server is overloaded: \(why)")
    let wait = (shedding ?? LoadShedding()).interval.wholeNanoseconds / 1_000_000
    error.trailing.append(Metadata.Entry(name: "grpc-retry-pushback-ms", value: .text("\(wait)")))
    return error
  }
}
