internal import Pages

/// Two results side by side: is the second one slower, faster or the same?
package struct Comparison: Sendable {
  /// A measure of both.
  package struct Row: Sendable {
    /// What is compared.
    package let name: String
    /// The first result's value.
    package let before: Double
    /// The second result's value.
    package let after: Double
    /// Whether a larger value is better.
    package let largerIsBetter: Bool

    /// The second value over the first; 1 when both are 0.
    package var ratio: Double { before == after ? 1 : before == 0 ? .infinity : after / before }
  }

  /// What the comparison comes to.
  package enum Verdict: String, Sendable {
    case better
    case same
    case worse
    /// One of the runs is invalid or has no calls.
    case undecided
  }

  /// The measures of both.
  package let rows: [Row]
  /// What it comes to.
  package let verdict: Verdict
  /// The change that counts, as a share.
  package let tolerance: Double

  /// Compares; a change of a measure below `tolerance` counts as none. A run is worse when any measure is.
  package init(before: LoadResult, after: LoadResult, tolerance: Double) {
    self.tolerance = tolerance
    rows = Self.rows(before, after)
    let isValid = [before, after].allSatisfy { $0.invalidReasons.isEmpty && $0.succeeded > 0 }
    let judged = rows.map { Self.judge($0, tolerance) }
    verdict =
      !isValid ? .undecided : judged.contains(.worse) ? .worse : judged.contains(.better) ? .better : .same
  }

  /// The table and the verdict.
  package var lines: [String] {
    let head = NumberText.padded("", 18) + ["before", "after", "ratio"].map { NumberText.padded($0, 14) }.joined()
    let body = rows.map { row in
      NumberText.padded(row.name, 18) + NumberText.padded(NumberText.fixed(row.before, 3), 14)
        + NumberText.padded(NumberText.fixed(row.after, 3), 14) + NumberText.padded(NumberText.fixed(row.ratio, 3), 14)
        + "  \(Self.judge(row, tolerance).rawValue)"
    }
    let share = NumberText.fixed(tolerance * 100, 1)
    return [head] + body + ["\(verdict.rawValue) (changes below \(share) % count as none)"]
  }

  private static func rows(_ before: LoadResult, _ after: LoadResult) -> [Row] {
    var rows = [Row(name: "calls per second", before: before.rate, after: after.rate, largerIsBetter: true)]
    // At an intended rate both runs reach it: what differs is the latency.
    if before.plan?.loop == "open", after.plan?.loop == "open" { rows = [] }
    let (first, second) = (before.latencyFromIntended, after.latencyFromIntended)
    for percent in [50, 99, 99.9] {
      guard let low = first?.percentiles.first(where: { $0.percent == percent }),
        let high = second?.percentiles.first(where: { $0.percent == percent })
      else { continue }
      rows.append(
        Row(
          name: "p\(NumberText.percentile(percent)) ms", before: low.milliseconds,
          after: high.milliseconds, largerIsBetter: false))
    }
    rows.append(Row(name: "failed %", before: failed(before), after: failed(after), largerIsBetter: false))
    return rows
  }

  private static func failed(_ result: LoadResult) -> Double {
    100 * Double(result.failed) / Double(max(1, result.succeeded + result.failed))
  }

  private static func judge(_ row: Row, _ tolerance: Double) -> Verdict {
    let change = row.largerIsBetter ? 1 / row.ratio : row.ratio
    if change > 1 + tolerance { return .worse }
    return change < 1 / (1 + tolerance) ? .better : .same
  }
}
