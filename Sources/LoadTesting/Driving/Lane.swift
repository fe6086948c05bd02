package import EventLoop
package import RPC

/// A loop with its connections and what was measured on it. Everything but `loop` is confined to the loop.
package final class Lane: @unchecked Sendable {
  /// The thread the lane's calls run on.
  package let loop: EventLoop
  /// What was measured.
  package private(set) var recorder: RunRecorder
  /// Where templates and sessions draw from.
  package var random: SeededRandom
  /// What is measured: the recorder's window. Read for each call, unlike the recorder, which is large.
  private(set) var window = MonotonicTime.distantFuture..<(.distantFuture)
  /// Calls that failed, whether measured or not.
  private(set) var failures = 0
  /// Calls that had to wait for a place.
  private(set) var delayedCalls = 0
  /// Whether the run was ended before its time: no turn begins.
  private(set) var isCut = false
  private var waiting: CheckedContinuation<Void, Never>?
  /// Its connections, at least one.
  package let channels: [Channel]
  private var nextChannel = 0
  private var closedTraffic = ChannelTraffic()
  private var trafficBefore = ChannelTraffic()

  /// A lane with at least one channel on its loop.
  package init(loop: EventLoop, channels: [Channel], random: SeededRandom) {
    self.loop = loop
    self.channels = channels
    self.random = random
    recorder = RunRecorder(window: .distantFuture..<(.distantFuture))
  }

  /// Begins to measure a window afresh.
  /// - Parameter isOpenEnded: whether the run ends before the window does, nobody knows when.
  func measure(_ window: Range<MonotonicTime>, isOpenEnded: Bool) {
    recorder = RunRecorder(window: window, isOpenEnded: isOpenEnded)
    self.window = window
    (delayedCalls, isCut) = (0, false)
    guard window.lowerBound > loop.now else { return trafficBefore = total }
    loop.schedule(at: window.lowerBound) { [self] in trafficBefore = total }
  }

  /// What has gone over the lane's connections since the measured window began; the connections of the warm-up count.
  var traffic: ChannelTraffic { total.since(trafficBefore) }

  /// Adds what went over a connection that is none of the lane's own.
  func add(_ traffic: ChannelTraffic) { closedTraffic = closedTraffic.adding(traffic) }

  private var total: ChannelTraffic { channels.reduce(closedTraffic) { $0.adding($1.traffic) } }

  /// Closes the connections; calls under way fail.
  package func close() {
    for channel in channels { channel.close() }
  }

  // MARK: The end

  /// Runs turns and suspends until they have called `finish`; `begin` is called on the loop.
  func run(_ begin: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
      loop.execute {
        self.waiting = continuation
        begin()
      }
    }
  }

  /// Every turn has ended, or nobody waits for them any longer.
  func finish() {
    waiting?.resume()
    waiting = nil
  }

  /// Ends the run before its time: the window ends, so that no turn begins, and those under way get `grace` to end.
  func cut(grace: Duration) {
    guard !isCut else { return }
    isCut = true
    window = window.lowerBound..<max(window.lowerBound, min(window.upperBound, loop.now))
    loop.schedule(after: grace) { self.finish() }
  }

  // MARK: Reports of workloads

  /// Takes note of a call.
  package func record(_ call: CallTimes) {
    if call.end.status != .ok { failures += 1 }
    recorder.record(call)
  }

  /// Takes note of a message of a stream.
  package func recordMessage(since: MonotonicTime, arrived: MonotonicTime) {
    recorder.recordMessage(since: since, arrived: arrived)
  }

  /// Takes note of bytes of messages, once the warm-up is over.
  package func recordBytes(sent: Int, received: Int) {
    if isMeasuring { recorder.recordBytes(sent: sent, received: received) }
  }

  // MARK: Turns

  /// Which channel the next call uses; channels take turns.
  func takePlace() -> Int {
    nextChannel += 1
    if nextChannel >= channels.count { nextChannel = 0 }
    return nextChannel
  }

  /// A call has to wait because there are too many under way.
  func noteDelay() { delayedCalls += 1 }

  /// Suspends until a moment.
  package func sleep(until time: MonotonicTime) async {
    guard time > loop.now else { return }
    await withCheckedContinuation { continuation in
      loop.schedule(at: time) { continuation.resume() }
    }
  }
}

extension Lane {
  /// Runs something on the lane's loop and answers what it gives.
  func onLoop<T: Sendable>(_ work: @escaping @Sendable (Lane) -> T) async -> T {
    await withCheckedContinuation { continuation in
      loop.execute { continuation.resume(returning: work(self)) }
    }
  }
}

extension Lane {
  /// Whether the warm-up is over.
  var isMeasuring: Bool { loop.now >= window.lowerBound }
}
