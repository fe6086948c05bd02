package import EventLoop
internal import Histogram

/// The course of a run in stretches of equal length, at most 300 of them.
package struct Timeline: Sendable {
  /// What ended in one stretch.
  package struct Stretch: Sendable {
    /// Calls that ended well.
    package var succeeded: UInt64 = 0
    /// Calls that failed.
    package var failed: UInt64 = 0
    /// From due to end with two digits, in nanoseconds.
    private var waits = Histogram<UInt32>(
      lowestDiscernibleValue: 1_000, highestTrackableValue: LatencyHistogram.longest,
      numberOfSignificantValueDigits: .two)

    /// Calls that ended, well or not.
    package var ended: UInt64 { succeeded + failed }

    /// The wait in milliseconds that a share of the calls, in per cent, does not exceed; 0 without calls.
    package func milliseconds(atPercent percent: Double) -> Double {
      waits.totalCount == 0 ? 0 : Double(waits.valueAtPercentile(percent)) / 1e6
    }

    /// The longest wait in milliseconds; 0 without calls.
    package var max: Double { waits.totalCount == 0 ? 0 : Double(waits.maxRecorded) / 1e6 }

    mutating func record(waited: Int64, isFailure: Bool) {
      if isFailure { failed += 1 } else { succeeded += 1 }
      waits.record(Swift.min(UInt64(Swift.max(0, waited)), LatencyHistogram.longest))
    }

    mutating func add(_ other: Stretch) {
      guard other.ended > 0 else { return }
      succeeded += other.succeeded
      failed += other.failed
      waits.add(other.waits)
    }
  }

  /// Length of a stretch in nanoseconds.
  package private(set) var length: Int64
  /// The stretches from the beginning; the last ones may be missing when nothing ended in them.
  package private(set) var stretches: [Stretch] = []
  /// What ended after the window.
  package private(set) var tail = Stretch()
  private let window: Range<MonotonicTime>

  /// The most stretches; where a run goes on, two become one.
  private static let most = 300

  /// The course of a window: in stretches of a second, in shorter ones where there would be fewer than 20 of them, and
  /// in longer ones where there would be more than 300.
  ///
  /// - Parameter isOpenEnded: whether the run ends before the window does, nobody knows when: its stretches begin with
  ///   a tenth of a second and grow with the run.
  package init(window: Range<MonotonicTime>, isOpenEnded: Bool = false) {
    self.window = window
    let total = window.upperBound.nanoseconds - window.lowerBound.nanoseconds
    length = isOpenEnded ? 100_000_000 : Self.length(of: total)
  }

  private static func length(of total: Int64) -> Int64 {
    let second: Int64 = 1_000_000_000
    guard total < 20 * second else { return Swift.max(second, (total / Int64(most) + second - 1) / second * second) }
    let steps: [Int64] = [10, 20, 50, 100, 200, 500].map { $0 * 1_000_000 }
    return steps.first { $0 * 20 >= total } ?? second
  }

  /// Takes note of the end of a call.
  package mutating func record(endedAt end: MonotonicTime, waited: Int64, isFailure: Bool) {
    guard end < window.upperBound else { return tail.record(waited: waited, isFailure: isFailure) }
    let offset = Swift.max(0, end.nanoseconds - window.lowerBound.nanoseconds)
    while offset / length >= Self.most { coarsen() }
    let index = Int(offset / length)
    while stretches.count <= index { stretches.append(Stretch()) }
    stretches[index].record(waited: waited, isFailure: isFailure)
  }

  /// Adds the course another lane has measured over the same window.
  package mutating func add(_ other: Timeline) {
    var other = other
    while length < other.length { coarsen() }
    while other.length < length { other.coarsen() }
    while stretches.count < other.stretches.count { stretches.append(Stretch()) }
    for (index, stretch) in other.stretches.enumerated() { stretches[index].add(stretch) }
    tail.add(other.tail)
  }

  /// The same course in stretches in which at least `calls` ended on average, as far as there are so many.
  ///
  /// - Parameter seconds: how long the run was; stretches in which nothing ended are there too.
  func readable(seconds: Double, calls: UInt64 = 10) -> Timeline {
    var course = self
    let count = Swift.max(1, Int((seconds * 1e9 / Double(length) - 1e-6).rounded(.up)))
    while course.stretches.count < count { course.stretches.append(Stretch()) }
    let ended = course.stretches.reduce(0) { $0 + $1.ended }
    let wanted = Swift.max(1, Int(ended / calls))
    course.merge(by: (course.stretches.count + wanted - 1) / wanted)
    return course
  }

  private mutating func coarsen() { merge(by: 2) }

  private mutating func merge(by factor: Int) {
    guard factor > 1 else { return }
    stretches = stride(from: 0, to: stretches.count, by: factor).map { first in
      var merged = stretches[first]
      for next in stretches[(first + 1)..<Swift.min(first + factor, stretches.count)] { merged.add(next) }
      return merged
    }
    length *= Int64(factor)
  }
}
