internal import Pages

/// Whether a run speaks of the server: it does not when the generator could not keep up.
struct Validity {
  /// Calls that waited for a place among the calls at once.
  let delayedCalls: Int
  /// Loops the calls ran on.
  let lanes: Int
  /// The calls of the warm-up.
  var warmUp = UncountedCalls()

  /// Lag in milliseconds that never matters: timers are no finer.
  private static let freeLag = 2.0
  /// Lag at the 99th percentile over latency at the 99th percentile that is still the server's business.
  private static let lagShare = 0.1
  /// Share of a loop's time above which it is a bottleneck.
  private static let busyShare = 0.95

  /// What speaks against the run; nothing for a valid one.
  func reasons(_ result: LoadResult, concurrency: Int) -> [String] {
    guard result.started > 0 else { return [nothingMeasured(wasCut: result.cut)] }
    var reasons: [String] = []
    let busy = result.seconds > 0 ? result.cpuSeconds / (result.seconds * Double(lanes)) : 0
    if busy > Self.busyShare {
      reasons.append("the generator's CPU was \(percent(busy)) % busy: use more loops, or fewer calls")
    }
    guard result.plan?.loop == "open" || delayedCalls > 0 else { return reasons }
    if Double(delayedCalls) > 0.01 * Double(result.started) {
      reasons.append("\(delayedCalls) calls waited for a place among \(concurrency) at once: raise --concurrency")
    } else if let lag = p99(result.generatorLag), lag > Self.freeLag,
      lag > Self.lagShare * (p99(result.latencyFromIntended) ?? 0)
    {
      reasons.append(
        "1 % of the calls were sent more than \(NumberText.milliseconds(lag)) late: the generator did not keep up")
    }
    return reasons
  }

  private func nothingMeasured(wasCut: Bool) -> String {
    if wasCut { return "the run was cut before a call of its measured part had ended" }
    guard let last = warmUp.last else { return "no call was due in the measured part: measure for longer" }
    let end = last == .ok ? "\(last.status)" : "\(last.status): \(last.cause)"
    return
      "no call was due in the measured part: the \(warmUp.count) calls of the warm-up took until after it, the last "
      + "ended with \(end); measure for longer, or with --warmup 0"
  }

  private func p99(_ summary: LatencySummary?) -> Double? {
    summary?.percentiles.first { $0.percent == 99 }?.milliseconds
  }

  private func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
