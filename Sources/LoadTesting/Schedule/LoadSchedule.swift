/// How many calls a second are due at each moment of a run: phases one after another, in each the rate is constant or
/// moves along a line.
package struct LoadSchedule: Sendable, Hashable {
  /// A stretch of a run.
  package struct Phase: Sendable, Hashable {
    /// Calls per second at its beginning, at least 0.
    package let startRate: Double
    /// Calls per second at its end, at least 0.
    package let endRate: Double
    /// Its length in seconds, above 0.
    package let seconds: Double

    /// A stretch.
    package init(from startRate: Double, to endRate: Double, seconds: Double) {
      self.startRate = startRate
      self.endRate = endRate
      self.seconds = seconds
    }

    /// Calls due in the whole stretch.
    var calls: Double { (startRate + endRate) / 2 * seconds }

    /// Calls due per second, `time` seconds after its beginning.
    func rate(at time: Double) -> Double { startRate + (endRate - startRate) * time / seconds }

    /// Seconds after its beginning when `calls` calls have been due: the root of a t + (b - a) t² / 2T = calls in the
    /// form that loses no digits when the rate hardly moves.
    func time(ofCalls calls: Double) -> Double {
      // The form below has no value where nothing is due yet and the rate begins at 0.
      guard calls > 0 else { return 0 }
      let slope = (endRate - startRate) / seconds
      let root = max(0, startRate * startRate + 2 * slope * calls).squareRoot()
      let divisor = startRate + root
      return divisor > 0 ? min(seconds, 2 * calls / divisor) : seconds
    }
  }

  /// The phases in order; at least one.
  package let phases: [Phase]
  /// How it was written.
  package let text: String
  private let starts: [(time: Double, calls: Double)]

  /// A schedule of phases.
  package init(phases: [Phase], text: String) {
    self.phases = phases
    self.text = text
    var starts: [(time: Double, calls: Double)] = []
    var (time, calls) = (0.0, 0.0)
    for phase in phases {
      starts.append((time, calls))
      time += phase.seconds
      calls += phase.calls
    }
    self.starts = starts
    seconds = time
    self.calls = Int(calls.rounded(.up))
  }

  /// The same rate for some time.
  package init(rate: Double, seconds: Double) {
    self.init(phases: [Phase(from: rate, to: rate, seconds: seconds)], text: "\(rate)x\(seconds)s")
  }

  /// Length in seconds.
  package let seconds: Double
  /// Calls due in all.
  package let calls: Int

  /// When a call is due, in seconds from the beginning; calls count from 0, and call 0 is due when the rate begins.
  package func dueTime(ofCall call: Int) -> Double {
    let index = phaseIndex { $0.calls <= Double(call) }
    return starts[index].time + phases[index].time(ofCalls: Double(call) - starts[index].calls)
  }

  /// Calls due per second at a moment, in seconds from the beginning; 0 behind the end.
  package func rate(at time: Double) -> Double {
    guard time < seconds else { return 0 }
    let index = phaseIndex { $0.time <= time }
    return phases[index].rate(at: time - starts[index].time)
  }

  /// The last phase that begins where `hasBegun` holds.
  private func phaseIndex(_ hasBegun: ((time: Double, calls: Double)) -> Bool) -> Int {
    var (low, high) = (0, starts.count - 1)
    while low < high {
      let middle = (low + high + 1) / 2
      if hasBegun(starts[middle]) { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Whether two schedules have the same phases and text.
  package static func == (left: LoadSchedule, right: LoadSchedule) -> Bool {
    left.phases == right.phases && left.text == right.text
  }

  /// Hashes the phases.
  package func hash(into hasher: inout Hasher) { hasher.combine(phases) }
}
