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
    let numbers = TurnNumbers(first: index, step: lanes, count: count)
    await lane.run {
      let makeTaker = workload.takers(on: lane)
      ClosedTurns(lane, numbers, think: think).begin((0..<workers).map { _ in makeTaker() })
    }
  }
}

/// The turns of a closed loop on one lane; confined to the lane's loop.
///
/// Turns that follow others begin together, when everything that arrived with the ends of those has been read: so they
/// leave together too.
private final class ClosedTurns: TurnOwner, @unchecked Sendable {
  /// How long a worker waits after a turn that failed: a server that refuses at once is not flooded.
  private static let pauseAfterFailure = Duration.milliseconds(20)

  private let lane: Lane
  private let numbers: TurnNumbers
  private let think: Duration
  private var atWork = 0
  private var ready: [any TurnTaker] = []
  private var beginning: [any TurnTaker] = []
  private var isDue = false

  init(_ lane: Lane, _ numbers: TurnNumbers, think: Duration) {
    self.lane = lane
    self.numbers = numbers
    self.think = think
  }

  func begin(_ takers: [any TurnTaker]) {
    guard !takers.isEmpty else { return lane.finish() }
    atWork = takers.count
    ready = takers
    goOn()
  }

  func ended(_ taker: any TurnTaker, failed: Bool) {
    let pause = failed ? max(think, Self.pauseAfterFailure) : think
    guard pause > .zero else { return isReady(taker) }
    lane.loop.schedule(after: pause) { [self] in isReady(taker) }
  }

  private func isReady(_ taker: any TurnTaker) {
    ready.append(taker)
    guard !isDue else { return }
    isDue = true
    lane.loop.execute { self.goOn() }
  }

  private func goOn() {
    isDue = false
    swap(&ready, &beginning)
    for taker in beginning { next(taker) }
    beginning.removeAll(keepingCapacity: true)
  }

  private func next(_ taker: any TurnTaker) {
    guard lane.loop.now < lane.window.upperBound, let number = numbers.take(measured: lane.isMeasuring) else {
      taker.rest()
      atWork -= 1
      return atWork == 0 ? lane.finish() : ()
    }
    taker.take(Turn(number: number, due: .now(), place: lane.takePlace(), lane: lane), for: self)
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
