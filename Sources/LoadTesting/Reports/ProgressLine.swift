/// How a run stands, in one line.
package struct ProgressLine: Sendable {
  private var rates: [Double] = []

  /// A line without history.
  package init() {}

  /// The line after another second.
  package mutating func text(_ progress: RunProgress) -> String {
    if progress.elapsed < 0 { return "warming up" }
    rates.append(progress.rate)
    let intended = progress.intendedRate.map { " of \(Decimal.fixed($0, 0))" } ?? ""
    let latency = [("p50", progress.p50), ("p99", progress.p99)].compactMap { name, value in
      value.map { "\(name) \(Decimal.milliseconds($0))" }
    }
    let left = Decimal.fixed(max(0, progress.total - progress.elapsed), 0)
    return
      "\(Sparkline.text(of: rates, width: 30)) \(Decimal.fixed(progress.rate, 0))\(intended)/s  "
      + latency.joined(separator: "  ") + "  failed \(progress.failed)  \(left) s left"
  }
}
