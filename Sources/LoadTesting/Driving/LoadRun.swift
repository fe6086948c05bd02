internal import EventLoop
internal import Glibc
internal import RPC
internal import WireFormat

/// How turns begin.
package enum LoopKind: Sendable {
  case closed(ClosedLoop)
  case open(OpenLoop)

  /// Turns at once, at most.
  package var concurrency: Int {
    switch self {
    case .closed(let loop): loop.concurrency
    case .open(let loop): loop.concurrency
    }
  }
}

/// A run over lanes: warm-up, a measured window, and the end of what is under way.
package struct LoadRun: Sendable {
  /// How turns begin.
  package let kind: LoopKind
  /// Seconds that are not measured.
  package let warmup: Double
  /// Seconds of the measured part; an open loop lasts as long as its schedule.
  package let seconds: Double
  /// What the report says was asked for; the loop's own figures are filled in here.
  package var plan: LoadPlan

  /// A run.
  package init(kind: LoopKind, warmup: Double, seconds: Double, plan: LoadPlan) {
    self.kind = kind
    self.warmup = warmup
    self.plan = plan
    if case .open(let open) = kind { self.seconds = open.schedule.seconds } else { self.seconds = seconds }
  }

  /// Runs and answers what was measured.
  /// - Parameter progress: is handed what all lanes have measured so far, about once a second.
  package func run(
    _ workload: some Workload, on lanes: [Lane], progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async -> LoadResult {
    let start = MonotonicTime.now() + .seconds(warmup) + lead
    let window = start..<(start + .seconds(seconds))
    let began = Glibc.time(nil) + Int(warmup)
    for lane in lanes { await lane.onLoop { $0.measure(window) } }
    let clock = CPUClock()
    let watcher = Task { await ProgressWatch(lanes: lanes, window: window, schedule: schedule).run(clock, progress) }
    await withTaskGroup(of: Void.self) { group in
      for (index, lane) in lanes.enumerated() {
        group.addTask(executorPreference: lane.loop) { await turns(workload, on: lane, index: index, of: lanes.count) }
      }
    }
    watcher.cancel()
    await watcher.value
    let length = min(seconds, Double((MonotonicTime.now() - start).wholeNanoseconds) / 1e9)
    var recorder = RunRecorder(window: window)
    var delayed = 0
    var wire = ChannelTraffic()
    for lane in lanes {
      let (measured, late, traffic) = await lane.onLoop { ($0.recorder, $0.delayedCalls, $0.traffic) }
      recorder.add(measured)
      wire = wire.adding(traffic)
      delayed += late
    }
    let cpu = clock.seconds
    var result = RunReport(recorder: recorder, seconds: length, cpu: cpu, schedule: schedule, wire: wire).result
    result.plan = finished(workload)
    result.began = timestamp(began)
    result.invalidReasons = Validity(delayedCalls: delayed, lanes: lanes.count).reasons(
      result, concurrency: kind.concurrency)
    return result
  }

  /// What lanes get to begin together; nothing where every turn is to be measured.
  private var lead: Duration { schedule == nil && warmup == 0 ? .zero : .milliseconds(20) }

  private var schedule: LoadSchedule? {
    if case .open(let open) = kind { open.schedule } else { nil }
  }

  private func turns(_ workload: some Workload, on lane: Lane, index: Int, of lanes: Int) async {
    switch kind {
    case .closed(let loop): await loop.run(workload, on: lane, index: index, of: lanes)
    case .open(let loop): await loop.run(workload, on: lane, index: index, of: lanes)
    }
  }

  private func finished(_ workload: some Workload) -> LoadPlan {
    var plan = plan
    plan.method = workload.method
    plan.messages = UInt32(workload.messages)
    plan.loop = schedule == nil ? "closed" : "open"
    plan.schedule = schedule?.text ?? ""
    plan.concurrency = UInt32(kind.concurrency)
    plan.warmupSeconds = warmup
    return plan
  }

  private func timestamp(_ seconds: Int) -> GoogleProtobufTimestamp {
    var time = GoogleProtobufTimestamp()
    time.seconds = Int64(seconds)
    return time
  }
}
