package import Histogram

/// A distribution of times with three significant digits from 100 ns to an hour; longer times count as an hour.
package struct LatencyHistogram: Sendable, Hashable {
  /// The longest time kept apart, in nanoseconds.
  package static let longest: UInt64 = 3_600_000_000_000

  /// The distribution in nanoseconds.
  package private(set) var values: Histogram<UInt64>

  /// No times yet.
  package init() {
    values = Histogram(
      lowestDiscernibleValue: 100, highestTrackableValue: Self.longest, numberOfSignificantValueDigits: .three)
  }

  /// A distribution read from elsewhere.
  init(_ values: Histogram<UInt64>) {
    self.values = values
  }

  /// Times recorded.
  package var count: UInt64 { values.totalCount }

  /// Takes note of a time in nanoseconds; a negative one, of clocks read in another order, counts as 0.
  package mutating func record(_ nanoseconds: Int64) {
    values.record(min(UInt64(max(0, nanoseconds)), Self.longest))
  }

  /// Adds another distribution.
  package mutating func add(_ other: LatencyHistogram) {
    if other.count > 0 { values.add(other.values) }
  }

  /// The time in milliseconds that a share of the values, in per cent, does not exceed; nil without values.
  package func milliseconds(atPercent percent: Double) -> Double? {
    count == 0 ? nil : Double(values.valueAtPercentile(percent)) / 1e6
  }

  /// The percentages shown everywhere.
  package static let percentages: [Double] = [50, 75, 90, 95, 99, 99.9, 99.99, 99.999]

  /// The figures of a report with the whole distribution; nil without values.
  package var summary: LatencySummary? {
    guard count > 0 else { return nil }
    var summary = LatencySummary()
    summary.count = count
    summary.min = Double(values.min) / 1e6
    summary.mean = values.mean / 1e6
    summary.standardDeviation = values.stdDeviation / 1e6
    summary.max = Double(values.maxRecorded) / 1e6
    summary.percentiles = Self.percentages.map { percent in
      var point = Percentile()
      point.percent = percent
      point.milliseconds = Double(values.valueAtPercentile(percent)) / 1e6
      return point
    }
    summary.histogram = HistogramEncoding.text(of: values)
    return summary
  }

  /// Hashes the number of values only: equal distributions have equal ones.
  package func hash(into hasher: inout Hasher) { hasher.combine(values.totalCount) }
}
