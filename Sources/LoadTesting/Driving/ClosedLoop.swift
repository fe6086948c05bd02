internal import EventLoop

/// Workers that each begin the next turn when the last one has ended: what a fixed number of clients does, who come
/// less often when the server is slow.
package struct ClosedLoop: Sendable {
  /// Workers at once, over all lanes.
  package let concurrency: Int
  /// The most turns of the measured part; nil for as many as fit.
  package let count: Int?
  /// A worker's pause between two turns.
  package let think: Duration

  /// A closed loop.
  package init(concurrency: Int, count: Int? = nil, think: Duration = .zero) {
    self.concurrency = concurrency
    self.count = count
    self.think = think
  }

  /// Runs on a lane until the window is over; the lane is number `index` of `lanes`.
  func run(_ workload: some Workload, on lane: Lane, index: Int, of lanes: Int) async {
    let workers = concurrency / lanes + (index < concurrency % lanes ? 1 : 0)
    let turns = TurnNumbers(first: index, step: lanes, count: count)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<workers {
        group.addTask(executorPreference: lane.loop) { await work(workload, on: lane, turns) }
      }
    }
  }

  private func work(_ workload: some Workload, on lane: Lane, _ turns: TurnNumbers) async {
    while lane.loop.now < lane.window.upperBound, let number = turns.take(measured: lane.isMeasuring) {
      let failed = lane.failures
      let due = MonotonicTime.now()
      await workload.run(Turn(number: number, due: due, channel: lane.takeChannel(), lane: lane))
      // A server that refuses at once is not flooded.
      let pause = lane.failures > failed ? max(think, .milliseconds(20)) : think
      if pause > .zero { await lane.sleep(until: lane.loop.now + pause) }
    }
  }
}

/// The numbers of a lane's turns; confined to the lane's loop.
private final class TurnNumbers: @unchecked Sendable {
  private var next: Int
  private let step: Int
  private var left: Int?

  init(first: Int, step: Int, count: Int?) {
    next = first
    self.step = step
    left = count.map { ($0 - first + step - 1) / step }
  }

  /// The next number; nil when the measured turns are used up. Turns of the warm-up are not counted.
  func take(measured: Bool) -> Int? {
    if measured, let left {
      guard left > 0 else { return nil }
      self.left = left - 1
    }
    defer { next += step }
    return next
  }
}

extension Lane {
  /// Whether the warm-up is over.
  var isMeasuring: Bool { loop.now >= window.lowerBound }
}
