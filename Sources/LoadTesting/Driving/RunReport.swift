internal import EventLoop
internal import Histogram
internal import RPC
internal import WireFormat

/// Turns what was measured into figures.
struct RunReport {
  let recorder: RunRecorder
  /// Seconds in which turns began: the window, or what there was of it until the run ended.
  let window: Double
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
    let course = recorder.timeline.readable(seconds: window)
    let length = Double(course.length) / 1e9
    var stretches = course.stretches.enumerated().map { index, stretch in
      let at = Double(index) * length
      return (at, min(length, max(0.001, window - at)), stretch)
    }
    let (over, (lastAt, lastLength, last)) = (overrun, stretches[stretches.count - 1])
    if over >= length {
      stretches.append((window, over, course.tail))
    } else if course.tail.ended > 0 {
      var whole = last
      whole.add(course.tail)
      stretches[stretches.count - 1] = (lastAt, lastLength + over, whole)
    }
    return stretches.map(interval)
  }

  private func interval(at: Double, seconds: Double, _ stretch: Timeline.Stretch) -> Interval {
    var interval = Interval()
    (interval.at, interval.seconds) = (at, seconds)
    interval.intendedRate = schedule?.rate(at: at + seconds / 2) ?? 0
    interval.rate = Double(stretch.succeeded) / seconds
    interval.failed = stretch.failed
    interval.p50 = stretch.milliseconds(atPercent: 50)
    interval.p99 = stretch.milliseconds(atPercent: 99)
    interval.max = stretch.max
    return interval
  }

  /// Seconds from the end of the window to that of the last call.
  private var overrun: Double {
    guard let last = recorder.lastEnd else { return 0 }
    return max(0, Double((last - recorder.window.lowerBound).wholeNanoseconds) / 1e9 - window)
  }

  /// Seconds in which the calls that were due came to an end: a server that falls behind takes longer than the schedule.
  /// A call that is due in the window may end as much later as the fastest call takes.
  private var seconds: Double {
    let fastest = recorder.succeeded == 0 ? 0 : Double(recorder.fromIntended.values.min) / 1e9
    return schedule == nil ? window : window + max(0, overrun - fastest)
  }
}
