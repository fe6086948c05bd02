package import EventLoop
internal import Histogram
internal import RPC

/// What one lane of a run has measured; confined to the lane's loop until the lane has ended.
package struct RunRecorder: Sendable {
  /// When the measured part begins and ends; calls due outside it are not counted.
  package let window: Range<MonotonicTime>
  /// Calls due within the window.
  package private(set) var started: UInt64 = 0
  /// From due to end, of calls that ended well.
  package private(set) var fromIntended = LatencyHistogram()
  /// From send to end, of calls that ended well.
  package private(set) var fromSend = LatencyHistogram()
  /// From due to send, of all calls.
  package private(set) var lag = LatencyHistogram()
  /// Messages of streams.
  package private(set) var messages = LatencyHistogram()
  /// Calls by how they ended.
  package private(set) var ends: [CallEnd: LatencyHistogram] = [:]
  /// The course of the run.
  package private(set) var timeline: Timeline
  /// Bytes of messages sent.
  package private(set) var bytesSent: UInt64 = 0
  /// Bytes of messages received.
  package private(set) var bytesReceived: UInt64 = 0
  /// How many different ends are told apart; what comes later counts as "other".
  private static let maxEnds = 50

  /// A recorder of a window.
  package init(window: Range<MonotonicTime>) {
    self.window = window
    timeline = Timeline(window: window)
  }

  /// Calls that ended well.
  package var succeeded: UInt64 { fromSend.count }
  /// Calls that failed.
  package var failed: UInt64 { ends.reduce(0) { $0 + ($1.key.status == .ok ? 0 : $1.value.count) } }

  /// Takes note of a call.
  package mutating func record(_ call: CallTimes) {
    guard window.contains(call.due) else { return }
    started += 1
    lag.record(call.sent.nanoseconds - call.due.nanoseconds)
    let latency = call.ended.nanoseconds - call.sent.nanoseconds
    let waited = call.ended.nanoseconds - call.due.nanoseconds
    if call.end.status == .ok {
      fromSend.record(latency)
      fromIntended.record(waited)
    } else {
      let key =
        ends[call.end] == nil && ends.count >= Self.maxEnds
        ? CallEnd(status: call.end.status, cause: "other") : call.end
      ends[key, default: LatencyHistogram()].record(latency)
    }
    timeline.record(endedAt: call.ended, waited: waited, isFailure: call.end.status != .ok)
  }

  /// Takes note of a message of a stream: from what it answers to its arrival.
  package mutating func recordMessage(since: MonotonicTime, arrived: MonotonicTime) {
    guard window.contains(since) else { return }
    messages.record(arrived.nanoseconds - since.nanoseconds)
  }

  /// Takes note of bytes of messages.
  package mutating func recordBytes(sent: Int, received: Int) {
    bytesSent += UInt64(sent)
    bytesReceived += UInt64(received)
  }

  /// Adds what another lane has measured.
  package mutating func add(_ other: RunRecorder) {
    started += other.started
    fromIntended.add(other.fromIntended)
    fromSend.add(other.fromSend)
    lag.add(other.lag)
    messages.add(other.messages)
    for (end, latencies) in other.ends { ends[end, default: LatencyHistogram()].add(latencies) }
    timeline.add(other.timeline)
    bytesSent += other.bytesSent
    bytesReceived += other.bytesReceived
  }
}

/// The course of a run in stretches of equal length, at most 300 of them and none under a second.
package struct Timeline: Sendable {
  /// What ended in one stretch.
  package struct Stretch: Sendable {
    /// Calls that ended well.
    package var succeeded: UInt64 = 0
    /// Calls that failed.
    package var failed: UInt64 = 0
    /// From due to end with two digits, in nanoseconds.
    var waits = Histogram<UInt32>(
      lowestDiscernibleValue: 1_000, highestTrackableValue: LatencyHistogram.longest,
      numberOfSignificantValueDigits: .two)

    /// The wait in milliseconds that a share of the calls, in per cent, does not exceed; 0 without calls.
    package func milliseconds(atPercent percent: Double) -> Double {
      waits.totalCount == 0 ? 0 : Double(waits.valueAtPercentile(percent)) / 1e6
    }

    /// The longest wait in milliseconds; 0 without calls.
    package var max: Double { waits.totalCount == 0 ? 0 : Double(waits.maxRecorded) / 1e6 }
  }

  /// Length of a stretch in nanoseconds.
  package let length: Int64
  /// The stretches from the beginning; the last ones may be missing when nothing ended in them.
  package private(set) var stretches: [Stretch] = []
  private let window: Range<MonotonicTime>

  /// The course of a window.
  package init(window: Range<MonotonicTime>) {
    self.window = window
    let total = window.upperBound.nanoseconds - window.lowerBound.nanoseconds
    let second: Int64 = 1_000_000_000
    length = Swift.max(second, (total / 300 + second - 1) / second * second)
  }

  /// Takes note of the end of a call; one that ends after the window counts to its last stretch.
  package mutating func record(endedAt end: MonotonicTime, waited: Int64, isFailure: Bool) {
    let latest = Swift.max(0, window.upperBound.nanoseconds - window.lowerBound.nanoseconds - 1)
    let offset = Swift.min(Swift.max(0, end.nanoseconds - window.lowerBound.nanoseconds), latest)
    let index = Int(offset / length)
    while stretches.count <= index { stretches.append(Stretch()) }
    if isFailure { stretches[index].failed += 1 } else { stretches[index].succeeded += 1 }
    stretches[index].waits.record(Swift.min(UInt64(Swift.max(0, waited)), LatencyHistogram.longest))
  }

  /// Adds the course another lane has measured over the same window.
  package mutating func add(_ other: Timeline) {
    while stretches.count < other.stretches.count { stretches.append(Stretch()) }
    for (index, stretch) in other.stretches.enumerated() {
      stretches[index].succeeded += stretch.succeeded
      stretches[index].failed += stretch.failed
      if stretch.waits.totalCount > 0 { stretches[index].waits.add(stretch.waits) }
    }
  }
}
