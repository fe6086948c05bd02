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
    let start = lane.window.lowerBound
    await warmUp(workload, on: lane, index: index, of: lanes, until: start)
    await withDiscardingTaskGroup { group in
      for number in stride(from: index, to: schedule.calls, by: lanes) {
        let due = start + .seconds(schedule.dueTime(ofCall: number))
        await lane.sleep(until: due)
        await lane.takePlace(limit: max(1, concurrency / lanes))
        group.addTask(executorPreference: lane.loop) { await turn(workload, number, due: due, on: lane) }
      }
    }
  }

  /// Calls at the schedule's first rate, not measured.
  private func warmUp(
    _ workload: some Workload, on lane: Lane, index: Int, of lanes: Int, until start: MonotonicTime
  ) async {
    let rate = max(1, schedule.rate(at: 0)) / Double(lanes)
    await withDiscardingTaskGroup { group in
      var due = MonotonicTime.now()
      while due < start {
        await lane.sleep(until: due)
        await lane.takePlace(limit: max(1, concurrency / lanes))
        let moment = due
        group.addTask(executorPreference: lane.loop) { await turn(workload, index, due: moment, on: lane) }
        due = due + .seconds(1 / rate)
      }
    }
    await lane.sleep(until: start)
  }

  private func turn(_ workload: some Workload, _ number: Int, due: MonotonicTime, on lane: Lane) async {
    await workload.run(Turn(number: number, due: due, channel: lane.takeChannel(), lane: lane))
    lane.givePlace()
  }
}
