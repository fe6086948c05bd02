internal import Pages

/// Two results side by side: is the second one slower, faster or the same?
///
/// A measure is worse, or better, where it has changed by more than the tolerance and the uncertainty of both runs
/// together; two runs of the same thing are the same, however short.
package struct Comparison: Sendable {
  /// What a measure, or the whole comparison, comes to.
  package enum Verdict: String, Sendable {
    case better
    case same
    case worse
    /// One of the runs is invalid or too short to say anything.
    case undecided
  }

  /// A measure of both.
  package struct Row: Sendable {
    /// What is compared.
    package let name: String
    /// The first result's value.
    package let before: Double
    /// The second result's value.
    package let after: Double
    /// Where the ratio may lie, after over before; nil where that is not known.
    package let interval: ClosedRange<Double>?
    /// What it comes to.
    package let verdict: Verdict

    /// The second value over the first; 1 when both are 0.
    package var ratio: Double { before == after ? 1 : before == 0 ? .infinity : after / before }
  }

  /// The measures of both.
  package let rows: [Row]
  /// What it comes to.
  package let verdict: Verdict
  /// The change that counts, as a share.
  package let tolerance: Double
  /// Why nothing is decided; empty where something is.
  private let reasons: [String]

  /// Compares; a change of a measure below `tolerance` counts as none. A run is worse when any measure is.
  package init(before: LoadResult, after: LoadResult, tolerance: Double) {
    self.tolerance = tolerance
    rows = Self.rows(RunUncertainty(before), RunUncertainty(after), tolerance)
    reasons = Self.invalid("before", before) + Self.invalid("after", after)
    let judged = Set(rows.map(\.verdict)).subtracting([.undecided])
    verdict =
      !reasons.isEmpty || judged.isEmpty ? .undecided : [.worse, .better].first(where: judged.contains) ?? .same
  }

  /// The table and the verdict.
  package var lines: [String] {
    let head = NumberText.padded("", 18) + ["before", "after", "ratio"].map { NumberText.padded($0, 14) }.joined()
    let share = NumberText.fixed(tolerance * 100, 1)
    return [head] + rows.map(line) + reasons + [
      "\(verdict.rawValue) (changes below \(share) %, or within the uncertainty of the runs, count as none)"
    ]
  }

  private static func invalid(_ name: String, _ result: LoadResult) -> [String] {
    let reasons = result.succeeded == 0 ? ["no call succeeded"] : result.invalidReasons
    return reasons.map { "\(name) is INVALID: \($0)" }
  }

  private func line(_ row: Row) -> String {
    let values = [row.before, row.after, row.ratio].map { NumberText.padded(NumberText.fixed($0, 3), 14) }.joined()
    let range = row.interval.map {
      " (\(NumberText.fixed($0.lowerBound, 2)) to \(NumberText.fixed($0.upperBound, 2)))"
    }
    let word = row.verdict == .undecided ? "too few calls to tell" : row.verdict.rawValue
    return NumberText.padded(row.name, 18) + values + (range ?? "") + "  " + word
  }

  private static func rows(_ before: RunUncertainty, _ after: RunUncertainty, _ tolerance: Double) -> [Row] {
    var rows: [Row] = []
    // At an intended rate both runs reach it: what differs is the latency.
    if !before.isOpenLoop || !after.isOpenLoop {
      rows.append(row("calls per second", before.rate, after.rate, tolerance, largerIsBetter: true))
    }
    for percent in [50, 99, 99.9] {
      guard let first = before.latency(atPercent: percent), let second = after.latency(atPercent: percent) else {
        continue
      }
      rows.append(row("p\(NumberText.percentile(percent)) ms", first, second, tolerance, largerIsBetter: false))
    }
    return rows + [failures(before.failures, after.failures, tolerance)]
  }

  private static func row(
    _ name: String, _ before: UncertainValue, _ after: UncertainValue, _ tolerance: Double, largerIsBetter: Bool
  ) -> Row {
    let interval = after.ratio(to: before)
    var verdict = interval == nil ? Verdict.undecided : .same
    if let interval, interval.lowerBound > 1 + tolerance { verdict = largerIsBetter ? .better : .worse }
    if let interval, interval.upperBound < 1 / (1 + tolerance) { verdict = largerIsBetter ? .worse : .better }
    return Row(name: name, before: before.value, after: after.value, interval: interval, verdict: verdict)
  }

  /// Failed calls are compared as shares of all calls: they are few, or none at all.
  private static func failures(_ before: UncertainShare, _ after: UncertainShare, _ tolerance: Double) -> Row {
    let (first, second) = (before.share, after.share)
    var verdict = Verdict.same
    if before.differs(from: after) {
      if second > first * (1 + tolerance) { verdict = .worse }
      if second < first / (1 + tolerance) { verdict = .better }
    }
    return Row(name: "failed %", before: 100 * first, after: 100 * second, interval: nil, verdict: verdict)
  }
}
