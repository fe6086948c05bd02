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

  /// How long turns that are under way get to end when a run is ended before its time.
  private static let grace = Duration.seconds(1)

  /// Runs and answers what was measured.
  ///
  /// The run ends before its time when the task is cancelled; what ends later than a second after that does not count.
  /// - Parameter progress: is handed what all lanes have measured so far, about once a second.
  package func run(
    _ workload: some Workload, on lanes: [Lane], progress: @escaping @Sendable (RunProgress) -> Void = { _ in }
  ) async -> LoadResult {
    let start = MonotonicTime.now() + .seconds(warmup) + lead
    let window = start..<(start + .seconds(seconds))
    let began = Glibc.time(nil) + Int(warmup)
    let count = count
    for lane in lanes { await lane.onLoop { $0.measure(window, isOpenEnded: count != nil) } }
    let clock = CPUClock()
    let watch = ProgressWatch(lanes: lanes, window: window, schedule: schedule, count: count)
    let watcher = Task { await watch.run(clock, progress) }
    await withTaskCancellationHandler {
      await turns(workload, on: lanes)
    } onCancel: {
      for lane in lanes { lane.loop.execute { lane.cut(grace: Self.grace) } }
    }
    watcher.cancel()
    await watcher.value
    let measured = await Measured(lanes, window: window)
    let length = schedule != nil ? measured.seconds : min(measured.seconds, MonotonicTime.now().seconds(since: start))
    let report = RunReport(
      recorder: measured.recorder, window: length, cpu: clock.seconds, schedule: schedule, wire: measured.wire)
    var result = report.result
    result.cut = measured.isCut
    result.plan = finished(workload)
    result.began = timestamp(began)
    result.invalidReasons = Validity(
      delayedCalls: measured.delayedCalls, lanes: lanes.count, warmUp: measured.recorder.warmUp
    ).reasons(result, concurrency: kind.concurrency)
    return result
  }

  /// What lanes get to begin together; nothing where every turn is to be measured.
  private var lead: Duration { schedule == nil && warmup == 0 ? .zero : .milliseconds(20) }

  private var schedule: LoadSchedule? {
    if case .open(let open) = kind { open.schedule } else { nil }
  }

  /// Turns of a closed loop that ends with them; nil for one that ends with its window.
  private var count: Int? {
    if case .closed(let closed) = kind { closed.count } else { nil }
  }

  private func turns(_ workload: some Workload, on lanes: [Lane]) async {
    await withTaskGroup(of: Void.self) { group in
      for (index, lane) in lanes.enumerated() {
        group.addTask(executorPreference: lane.loop) { await turns(workload, on: lane, index: index, of: lanes.count) }
      }
    }
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
    plan.seconds = count == nil ? seconds : 0
    return plan
  }

  private func timestamp(_ seconds: Int) -> GoogleProtobufTimestamp {
    var time = GoogleProtobufTimestamp()
    time.seconds = Int64(seconds)
    return time
  }
}

/// What lanes have measured together.
private struct Measured {
  private(set) var recorder: RunRecorder
  private(set) var delayedCalls = 0
  private(set) var wire = ChannelTraffic()
  /// Whether the run ended before its time.
  private(set) var isCut = false
  /// Length of the window, or what there was of it until the run was cut.
  private(set) var seconds: Double

  init(_ lanes: [Lane], window: Range<MonotonicTime>) async {
    recorder = RunRecorder(window: window)
    seconds = window.upperBound.seconds(since: window.lowerBound)
    for lane in lanes {
      let (measured, late, traffic, isCut, end) = await lane.onLoop {
        ($0.recorder, $0.delayedCalls, $0.traffic, $0.isCut, $0.window.upperBound)
      }
      recorder.add(measured)
      wire = wire.adding(traffic)
      delayedCalls += late
      self.isCut = self.isCut || isCut
      seconds = min(seconds, end.seconds(since: window.lowerBound))
    }
  }
}

extension MonotonicTime {
  /// Seconds that have passed since an earlier moment.
  func seconds(since start: MonotonicTime) -> Double { Double((self - start).wholeNanoseconds) / 1e9 }
}
