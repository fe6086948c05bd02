package import EventLoop
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
  /// When the last call that counts ended; nil before the first.
  package private(set) var lastEnd: MonotonicTime?
  /// Bytes of messages sent.
  package private(set) var bytesSent: UInt64 = 0
  /// Bytes of messages received.
  package private(set) var bytesReceived: UInt64 = 0
  /// Calls that were due before the window.
  package private(set) var warmUp = UncountedCalls()
  /// How many different ends are told apart; what comes later counts as "other".
  private static let maxEnds = 50

  /// A recorder of a window.
  /// - Parameter isOpenEnded: whether the run ends before the window does, nobody knows when.
  package init(window: Range<MonotonicTime>, isOpenEnded: Bool = false) {
    self.window = window
    timeline = Timeline(window: window, isOpenEnded: isOpenEnded)
  }

  /// Calls that ended well.
  package var succeeded: UInt64 { fromSend.count }
  /// Calls that failed.
  package var failed: UInt64 { ends.reduce(0) { $0 + ($1.key.status == .ok ? 0 : $1.value.count) } }

  /// Takes note of a call.
  package mutating func record(_ call: CallTimes) {
    guard window.contains(call.due) else {
      if call.due < window.lowerBound { warmUp.note(call) }
      return
    }
    started += 1
    lastEnd = max(lastEnd ?? call.ended, call.ended)
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
    if let end = other.lastEnd { lastEnd = max(lastEnd ?? end, end) }
    fromIntended.add(other.fromIntended)
    fromSend.add(other.fromSend)
    lag.add(other.lag)
    messages.add(other.messages)
    for (end, latencies) in other.ends { ends[end, default: LatencyHistogram()].add(latencies) }
    timeline.add(other.timeline)
    warmUp.add(other.warmUp)
    bytesSent += other.bytesSent
    bytesReceived += other.bytesReceived
  }
}

/// Calls that are not measured: how many there were, and how the last of them ended.
package struct UncountedCalls: Sendable, Hashable {
  /// How many.
  package private(set) var count: UInt64 = 0
  /// How the last of them ended; nil without calls.
  package private(set) var last: CallEnd?

  mutating func note(_ call: CallTimes) { (count, last) = (count + 1, call.end) }

  mutating func add(_ other: UncountedCalls) { (count, last) = (count + other.count, other.last ?? last) }
}
