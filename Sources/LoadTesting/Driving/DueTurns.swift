internal import EventLoop

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
