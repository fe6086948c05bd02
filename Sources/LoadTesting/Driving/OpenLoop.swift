internal import EventLoop

/// Turns that begin when they are due whatever became of the earlier ones: what many independent users do.
///
/// The schedule is absolute: a turn that is late does not move the next one, and its latency from the moment due counts
/// the delay (Tene 2013 calls leaving it out "coordinated omission").
package struct OpenLoop: Sendable {
  /// When turns are due.
  package let schedule: LoadSchedule
  /// The most turns under way, over all lanes; a turn beyond waits for a place, late.
  package let concurrency: Int

  /// An open loop.
  package init(schedule: LoadSchedule, concurrency: Int) {
    self.schedule = schedule
    self.concurrency = concurrency
  }

  /// Runs on a lane until every turn has ended; the lane is number `index` of `lanes` and takes every `lanes`th turn.
  func run(_ workload: some Workload, on lane: Lane, index: Int, of lanes: Int) async {
    let limit = max(1, concurrency / lanes)
    await lane.run {
      let due = DueTurns(schedule, now: .now(), start: lane.window.lowerBound, index: index, lanes: lanes)
      OpenTurns(lane, due, limit: limit, workload.takers(on: lane)).begin()
    }
  }
}

/// The turns of an open loop on one lane; confined to the lane's loop.
private final class OpenTurns: TurnOwner, TimerTarget, @unchecked Sendable {
  private let lane: Lane
  private var due: DueTurns
  private let limit: Int
  private let makeTaker: () -> any TurnTaker
  private var isDone = false
  private var next: (number: Int, due: MonotonicTime)?
  private var atWork = 0
  private var idle: [any TurnTaker] = []
  /// Whether the next turn is due and waits for a place.
  private var isWaiting = false

  init(_ lane: Lane, _ due: DueTurns, limit: Int, _ makeTaker: @escaping () -> any TurnTaker) {
    self.lane = lane
    self.due = due
    self.limit = limit
    self.makeTaker = makeTaker
  }

  func begin() {
    next = due.take()
    goOn()
  }

  func timerFired() { goOn() }

  func ended(_ taker: any TurnTaker, failed: Bool) {
    atWork -= 1
    idle.append(taker)
    if isWaiting || (next == nil && atWork == 0) { lane.loop.execute { self.goOn() } }
  }

  /// Begins every turn that is due, as long as there are places.
  private func goOn() {
    if lane.isCut { next = nil }
    while let turn = next {
      guard turn.due <= lane.loop.now else {
        lane.loop.schedule(at: turn.due, self)
        return
      }
      guard atWork < limit else { return waitForPlace(turn.due) }
      isWaiting = false
      next = due.take()
      atWork += 1
      let taker = idle.popLast() ?? makeTaker()
      taker.take(Turn(number: turn.number, due: turn.due, place: lane.takePlace(), lane: lane), for: self)
    }
    finish()
  }

  private func waitForPlace(_ due: MonotonicTime) {
    if !isWaiting, due >= lane.window.lowerBound { lane.noteDelay() }
    isWaiting = true
  }

  private func finish() {
    guard atWork == 0, !isDone else { return }
    isDone = true
    for taker in idle { taker.rest() }
    lane.finish()
  }
}

/// When the turns of one lane are due, in order: first those of the warm-up, at the schedule's first rate, which are not
/// measured.
struct DueTurns {
  private let schedule: LoadSchedule
  private let start: MonotonicTime
  private let lanes: Int
  private let warmUpInterval: Duration
  private var warmUp: MonotonicTime
  private let first: Int
  private var next: Int

  /// The turns of lane number `index` of `lanes`, with a warm-up from now to the start.
  init(_ schedule: LoadSchedule, now: MonotonicTime, start: MonotonicTime, index: Int, lanes: Int) {
    self.schedule = schedule
    self.start = start
    self.lanes = lanes
    warmUpInterval = .seconds(Double(lanes) / max(1, schedule.rate(at: 0)))
    warmUp = now
    first = index
    next = index
  }

  /// Number and time of the next turn; nil after the last.
  mutating func take() -> (number: Int, due: MonotonicTime)? {
    if warmUp < start {
      defer { warmUp = warmUp + warmUpInterval }
      return (first, warmUp)
    }
    guard next < schedule.calls else { return nil }
    defer { next += lanes }
    return (next, start + .seconds(schedule.dueTime(ofCall: next)))
  }
}
