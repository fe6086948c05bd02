internal import Glibc

/// How well the figures of one run are known.
///
/// Two errors are looked at, and the larger one counts: that of a quantile of so many values, by the ranks between which
/// it may lie, and that of the run's course, by how much its stretches differ: calls of the same moment are slow together.
struct RunUncertainty {
  private let result: LoadResult
  private let histogram: LatencyHistogram?

  /// The uncertainty of a run.
  init(_ result: LoadResult) {
    self.result = result
    histogram = result.latencyFromIntended.flatMap { try? HistogramEncoding.histogram(of: $0.histogram) }
  }

  /// Whether calls were due at an intended rate.
  var isOpenLoop: Bool { result.plan?.loop == "open" }

  /// The fewest values on either side of a quantile by which it is known.
  private static let fewestBeyond = 10.0
  /// The fewest stretches that say how much a run varies.
  private static let fewestStretches = 5

  /// Calls per second.
  var rate: UncertainValue {
    guard result.succeeded > 0 else { return UncertainValue(value: result.rate, error: nil) }
    let counted = 1 / Double(result.succeeded).squareRoot()
    return UncertainValue(value: result.rate, error: max(counted, spread(of: \.rate) ?? 0))
  }

  /// Failed calls among all.
  var failures: UncertainShare { UncertainShare(failed: result.failed, all: result.succeeded + result.failed) }

  /// Latency from the moment due in milliseconds; nil without calls.
  func latency(atPercent percent: Double) -> UncertainValue? {
    guard let histogram, let value = histogram.milliseconds(atPercent: percent) else { return nil }
    let (share, count) = (percent / 100, Double(histogram.count))
    guard min(share, 1 - share) * count >= Self.fewestBeyond - 1e-6 else {
      return UncertainValue(value: value, error: nil)
    }
    let step = 200 * (share * (1 - share) / count).squareRoot()
    let low = histogram.milliseconds(atPercent: max(0, percent - step)) ?? value
    let high = histogram.milliseconds(atPercent: min(100, percent + step)) ?? value
    let ranked = low > 0 ? log(high / low) / 4 : 0
    return UncertainValue(value: value, error: max(ranked, unrest(atPercent: percent)))
  }

  /// What the course of the run says of a percentile's error. Beyond the 99th percentile one bad moment decides: there
  /// the error is half of the range of the stretches' longest latencies.
  private func unrest(atPercent percent: Double) -> Double {
    guard percent > 99 else { return spread(of: percent < 75 ? \.p50 : \.p99) ?? 0 }
    let longest = logarithms(of: \.max)
    guard longest.count >= Self.fewestStretches, let low = longest.min(), let high = longest.max() else { return 0 }
    return (high - low) / 2
  }

  private func logarithms(of value: KeyPath<Interval, Double>) -> [Double] {
    result.timeline.map { $0[keyPath: value] }.filter { $0 > 0 }.map { log($0) }
  }

  /// The standard error of the mean of a value over the run's stretches, relative to it; nil for too few stretches.
  private func spread(of value: KeyPath<Interval, Double>) -> Double? {
    let logarithms = logarithms(of: value)
    let count = Double(logarithms.count)
    guard logarithms.count >= Self.fewestStretches else { return nil }
    let mean = logarithms.reduce(0, +) / count
    let squares = logarithms.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / (count - 1) / count).squareRoot()
  }
}

/// A positive value with the standard error of its logarithm.
struct UncertainValue {
  let value: Double
  /// Nil where there are too few values to know it.
  let error: Double?

  /// Standard errors within which two runs are taken for the same: with several measures side by side, fewer would find
  /// a difference by chance too often.
  fileprivate static let certainty = 3.0
  /// Standard deviation by which a run differs from another of the same thing, however long and quiet both are: cores,
  /// their frequency and the neighbours on the machine are others.
  private static let betweenRuns = 0.03

  /// Where this value over an earlier one may lie; nil where an error is not known.
  func ratio(to earlier: UncertainValue) -> ClosedRange<Double>? {
    guard let error, let other = earlier.error, value > 0, earlier.value > 0 else { return nil }
    let middle = log(value / earlier.value)
    let width = Self.certainty * (error * error + other * other + 2 * Self.betweenRuns * Self.betweenRuns).squareRoot()
    return exp(middle - width)...exp(middle + width)
  }
}

/// Calls that failed among all calls.
struct UncertainShare {
  let failed: UInt64
  let all: UInt64

  /// The share; 0 without calls.
  var share: Double { all == 0 ? 0 : Double(failed) / Double(all) }

  /// Whether two shares differ by more than chance: the score test of two proportions.
  func differs(from other: UncertainShare) -> Bool {
    guard all > 0, other.all > 0 else { return false }
    let pooled = Double(failed + other.failed) / Double(all + other.all)
    let variance = pooled * (1 - pooled) * (1 / Double(all) + 1 / Double(other.all))
    return abs(share - other.share) > UncertainValue.certainty * variance.squareRoot()
  }
}
