package import EventLoop
internal import Histogram

/// The course of a run in stretches of equal length, at most 300 of them and none under a second.
package struct Timeline: Sendable {
  /// What ended in one stretch.
  package struct Stretch: Sendable {
    /// Calls that ended well.
    package var succeeded: UInt64 = 0
    /// Calls that failed.
    package var failed: UInt64 = 0
    /// From due to end with two digits, in nanoseconds.
    var waits = Histogram<UInt32>(
      lowestDiscernibleValue: 1_000, highestTrackableValue: LatencyHistogram.longest,
      numberOfSignificantValueDigits: .two)

    /// The wait in milliseconds that a share of the calls, in per cent, does not exceed; 0 without calls.
    package func milliseconds(atPercent percent: Double) -> Double {
      waits.totalCount == 0 ? 0 : Double(waits.valueAtPercentile(percent)) / 1e6
    }

    /// The longest wait in milliseconds; 0 without calls.
    package var max: Double { waits.totalCount == 0 ? 0 : Double(waits.maxRecorded) / 1e6 }
  }

  /// Length of a stretch in nanoseconds.
  package let length: Int64
  /// The stretches from the beginning; the last ones may be missing when nothing ended in them.
  package private(set) var stretches: [Stretch] = []
  private let window: Range<MonotonicTime>

  /// The course of a window.
  package init(window: Range<MonotonicTime>) {
    self.window = window
    let total = window.upperBound.nanoseconds - window.lowerBound.nanoseconds
    let second: Int64 = 1_000_000_000
    length = Swift.max(second, (total / 300 + second - 1) / second * second)
  }

  /// Takes note of the end of a call; one that ends after the window counts to its last stretch.
  package mutating func record(endedAt end: MonotonicTime, waited: Int64, isFailure: Bool) {
    let latest = Swift.max(0, window.upperBound.nanoseconds - window.lowerBound.nanoseconds - 1)
    let offset = Swift.min(Swift.max(0, end.nanoseconds - window.lowerBound.nanoseconds), latest)
    let index = Int(offset / length)
    while stretches.count <= index { stretches.append(Stretch()) }
    if isFailure { stretches[index].failed += 1 } else { stretches[index].succeeded += 1 }
    stretches[index].waits.record(Swift.min(UInt64(Swift.max(0, waited)), LatencyHistogram.longest))
  }

  /// Adds the course another lane has measured over the same window.
  package mutating func add(_ other: Timeline) {
    while stretches.count < other.stretches.count { stretches.append(Stretch()) }
    for (index, stretch) in other.stretches.enumerated() {
      stretches[index].succeeded += stretch.succeeded
      stretches[index].failed += stretch.failed
      if stretch.waits.totalCount > 0 { stretches[index].waits.add(stretch.waits) }
    }
  }
}
