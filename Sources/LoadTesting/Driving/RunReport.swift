internal import EventLoop
internal import Pages
internal import RPC
internal import WireFormat

/// Turns what was measured into figures.
struct RunReport {
  let recorder: RunRecorder
  /// Length of the measured part.
  let seconds: Double
  /// CPU seconds of this process in it.
  let cpu: Double
  let schedule: LoadSchedule?
  /// What went over the connections.
  let wire: ChannelTraffic

  /// The figures; plan, beginning and validity are the caller's.
  var result: LoadResult {
    var result = LoadResult()
    result.seconds = seconds
    result.started = recorder.started
    result.succeeded = recorder.succeeded
    result.failed = recorder.failed
    result.rate = seconds > 0 ? Double(recorder.succeeded) / seconds : 0
    result.latencyFromIntended = recorder.fromIntended.summary
    result.latencyFromSend = recorder.fromSend.summary
    result.generatorLag = recorder.lag.summary
    result.messageLatency = recorder.messages.summary
    result.outcomes = outcomes
    result.timeline = timeline
    result.cpuSeconds = cpu
    if recorder.started > 0 { result.cpuMicrosecondsPerCall = cpu * 1e6 / Double(recorder.started) }
    result.traffic = traffic
    return result
  }

  private var traffic: Traffic {
    var traffic = Traffic()
    traffic.messageBytesSent = recorder.bytesSent
    traffic.messageBytesReceived = recorder.bytesReceived
    traffic.wireBytesSent = wire.bytesSent
    traffic.wireBytesReceived = wire.bytesReceived
    traffic.connects = UInt64(clamping: wire.connects)
    traffic.failedConnects = UInt64(clamping: wire.failedConnects)
    traffic.reconnects = UInt64(clamping: wire.reconnects)
    for (code, count) in wire.resets { traffic.resets["\(code)"] = UInt64(clamping: count) }
    for (code, count) in wire.goAways { traffic.goaways["\(code)"] = UInt64(clamping: count) }
    traffic.flowControlSeconds = Double(wire.flowControlWait.wholeNanoseconds) / 1e9
    return traffic
  }

  private var outcomes: [Outcome] {
    var ends = recorder.ends
    if recorder.fromSend.count > 0 { ends[.ok] = recorder.fromSend }
    let sorted = ends.sorted { ($1.value.count, $0.key.cause) < ($0.value.count, $1.key.cause) }
    return sorted.map { end, latencies in
      var outcome = Outcome()
      outcome.status = "\(end.status)"
      outcome.cause = end.cause
      outcome.count = latencies.count
      outcome.latency = latencies.summary
      return outcome
    }
  }

  private var timeline: [Interval] {
    recorder.timeline.stretches.enumerated().map { index, stretch in
      var interval = Interval()
      let length = Double(recorder.timeline.length) / 1e9
      interval.at = Double(index) * length
      interval.seconds = min(length, max(0.001, seconds - interval.at))
      interval.intendedRate = schedule?.rate(at: interval.at + interval.seconds / 2) ?? 0
      interval.rate = Double(stretch.succeeded) / interval.seconds
      interval.failed = stretch.failed
      interval.p50 = stretch.milliseconds(atPercent: 50)
      interval.p99 = stretch.milliseconds(atPercent: 99)
      interval.max = stretch.max
      return interval
    }
  }
}

/// Whether a run speaks of the server: it does not when the generator could not keep up.
struct Validity {
  /// Calls that waited for a place among the calls at once.
  let delayedCalls: Int
  /// Loops the calls ran on.
  let lanes: Int

  /// Lag in milliseconds that never matters: timers are no finer.
  private static let freeLag = 2.0
  /// Lag at the 99th percentile over latency at the 99th percentile that is still the server's business.
  private static let lagShare = 0.1
  /// Share of a loop's time above which it is a bottleneck.
  private static let busyShare = 0.95

  /// What speaks against the run; nothing for a valid one.
  func reasons(_ result: LoadResult, concurrency: Int) -> [String] {
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

  private func p99(_ summary: LatencySummary?) -> Double? {
    summary?.percentiles.first { $0.percent == 99 }?.milliseconds
  }

  private func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
}
