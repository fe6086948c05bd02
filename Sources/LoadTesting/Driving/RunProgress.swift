internal import EventLoop
internal import Glibc
internal import Pages
internal import Synchronization
internal import Terminal

/// How a run stands.
package struct RunProgress: Sendable {
  /// Seconds of the measured part that have passed; negative during the warm-up.
  package let elapsed: Double
  /// Seconds of the measured part.
  package let total: Double
  /// Calls that ended well in each of the last seconds, 30 at most.
  package let rates: [Double]
  /// Calls due per second at present; nil in a closed loop.
  package let intendedRate: Double?
  /// Calls that have failed so far.
  package let failed: UInt64
  /// Calls of the measured part that have not ended; nil for a run that ends with its time.
  package var callsLeft: Int?
  /// Median and 99th percentile of the latency from the moment due so far, in milliseconds.
  package let p50, p99: Double?

  /// How the run stands, in one line.
  package var line: String {
    guard elapsed >= 0 else { return "warming up" }
    let intended = intendedRate.map { " of \(NumberText.fixed($0, 0))" } ?? ""
    let latency = [("p50", p50), ("p99", p99)].compactMap { name, value in
      value.map { "\(name) \(NumberText.milliseconds($0))" }
    }
    let left =
      callsLeft.map { "\(NumberText.grouped($0)) calls" } ?? NumberText.fixed(max(0, total - elapsed), 0) + " s"
    return
      "\(Sparkline.text(of: rates)) \(NumberText.fixed(rates.last ?? 0, 0))\(intended)/s  "
      + latency.joined(separator: "  ") + "  failed \(failed)  \(left) left"
  }
}

/// Looks at the lanes once a second.
struct ProgressWatch: Sendable {
  let lanes: [Lane]
  let window: Range<MonotonicTime>
  let schedule: LoadSchedule?
  /// Calls that the run ends with; nil for one that ends with its time.
  let count: Int?

  /// Reports until the task is cancelled; the CPU clock begins with the window.
  func run(_ clock: CPUClock, _ progress: @Sendable (RunProgress) -> Void) async {
    var last: UInt64 = 0
    var rates: [Double] = []
    try? await Task.sleep(for: window.lowerBound - .now())
    clock.restart()
    while !Task.isCancelled {
      guard (try? await Task.sleep(for: .seconds(1))) != nil else { return }
      var latencies = LatencyHistogram()
      var failed: UInt64 = 0
      for lane in lanes {
        let (sample, failures) = await lane.onLoop { ($0.recorder.fromIntended, $0.recorder.failed) }
        latencies.add(sample)
        failed += failures
      }
      rates = rates.suffix(29) + [Double(latencies.count - last)]
      let elapsed = Double((MonotonicTime.now() - window.lowerBound).wholeNanoseconds) / 1e9
      progress(
        RunProgress(
          elapsed: elapsed, total: Double((window.upperBound - window.lowerBound).wholeNanoseconds) / 1e9,
          rates: rates, intendedRate: schedule?.rate(at: elapsed), failed: failed,
          callsLeft: count.map { max(0, $0 - Int(latencies.count + failed)) },
          p50: latencies.milliseconds(atPercent: 50), p99: latencies.milliseconds(atPercent: 99)))
      last = latencies.count
    }
  }
}

/// CPU time of this process, user and system, since a moment that can be set anew.
final class CPUClock: Sendable {
  private let origin = Mutex(CPUClock.now())

  /// Seconds since the clock was made or set.
  var seconds: Double { Self.now() - origin.withLock { $0 } }

  /// Counts from now on.
  func restart() {
    let now = Self.now()
    origin.withLock { $0 = now }
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
