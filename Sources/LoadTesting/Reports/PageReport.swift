internal import Glibc
internal import Pages

/// A result as one page that needs nothing else: figures, percentile curve, latency and rate over time, status shares.
package struct PageReport: Sendable {
  private let result: LoadResult

  /// A report of a result.
  package init(_ result: LoadResult) {
    self.result = result
  }

  /// The page.
  package var html: String {
    let heading = "<h1>\(HTML.escaped(plan.method))</h1>\n" + HTML.paragraph("\(plan.endpoint) · \(how)", kind: "soft")
    let text = "<pre>\(HTML.escaped(TextReport(result).lines.joined(separator: "\n")))</pre>\n"
    return Page(
      title: "\(plan.method) under load", style: Self.style,
      content: heading + verdict + tiles + charts + shares + text
    ).html
  }

  private var plan: LoadPlan { result.plan ?? LoadPlan() }

  private var how: String {
    let loop = plan.loop == "open" ? "open loop \(plan.schedule)" : "closed loop"
    return "\(loop), at most \(plan.concurrency) at once on \(plan.connections) connections"
  }

  private var verdict: String {
    let invalid = result.invalidReasons.map { HTML.paragraph("INVALID: \($0)", kind: "bad") }
    let missed = result.thresholds.filter { !$0.held }.map { HTML.paragraph("missed: \($0.condition)", kind: "bad") }
    return (invalid + missed).joined()
  }

  private var tiles: String {
    let latency = result.latencyFromIntended
    func percentile(_ percent: Double) -> String {
      latency?.percentiles.first { $0.percent == percent }.map { NumberText.milliseconds($0.milliseconds) } ?? "–"
    }
    let ended = result.succeeded + result.failed
    let tiles = [
      ("calls per second", NumberText.fixed(result.rate, result.rate < 100 ? 1 : 0)), ("median", percentile(50)),
      ("99 %", percentile(99)), ("99.9 %", percentile(99.9)),
      ("failed", ended == 0 ? "–" : NumberText.fixed(100 * Double(result.failed) / Double(ended), 2) + " %"),
    ]
    let items = tiles.map { "<div><b>\(HTML.escaped($0.1))</b><span>\(HTML.escaped($0.0))</span></div>" }
    return "<section class=\"tiles\">\(items.joined())</section>\n"
  }

  // MARK: Charts

  private var charts: String { PercentileCurve(result).html + latencyOverTime.html + rateOverTime.html }

  private var latencyOverTime: LineChart {
    LineChart(
      title: "Latency over time", unit: "ms from due",
      series: [
        .init(name: "median", style: "s1", points: course(answered, of: \.p50)),
        .init(name: "99 %", style: "s2", points: course(answered, of: \.p99)),
      ], marks: timeMarks)
  }

  private var rateOverTime: LineChart {
    var series: [LineChart.Series] = [
      .init(name: "reached", style: "s1", points: course(result.timeline, of: \.rate))
    ]
    if plan.loop == "open" {
      series.append(.init(name: "intended", style: "s3", points: course(result.timeline, of: \.intendedRate)))
    }
    return LineChart(title: "Rate over time", unit: "calls per second", series: series, marks: timeMarks)
  }

  /// Stretches with a latency to show.
  private var answered: [Interval] { result.timeline.filter { $0.rate > 0 || $0.failed > 0 } }

  /// A value at the middle of each stretch, carried on to the beginning of the first and the end of the last: a stretch
  /// alone is a line too.
  private func course(_ stretches: [Interval], of value: KeyPath<Interval, Double>) -> [(x: Double, y: Double)] {
    guard let first = stretches.first, let last = stretches.last else { return [] }
    return [(first.at, first[keyPath: value])] + stretches.map { ($0.at + $0.seconds / 2, $0[keyPath: value]) }
      + [(last.at + last.seconds, last[keyPath: value])]
  }

  private var timeMarks: [(x: Double, text: String)] {
    let end = result.timeline.last.map { $0.at + $0.seconds } ?? result.seconds
    let scale = AxisScale(to: end)
    return scale.levels.filter { $0 <= end * 1.000_001 }.map { ($0, scale.label($0) + " s") }
  }

  private var shares: String {
    let ended = Double(max(1, result.succeeded + result.failed))
    let rows = result.outcomes.map { outcome in
      let share = 100 * Double(outcome.count) / ended
      let kind = outcome.status == "OK" ? "ok" : "bad"
      return """
        <tr><td>\(HTML.escaped(outcome.status))</td><td><i class="\(kind)" style="width:\(NumberText.fixed(max(share, 0.2), 1))%"></i></td>\
        <td>\(NumberText.grouped(outcome.count))</td><td>\(HTML.escaped(outcome.cause))</td></tr>

        """
    }
    return "<h2>How calls ended</h2><table>\(rows.joined())</table>\n"
  }

  private static let style = """
    .soft{color:var(--soft)}.bad{color:var(--b);font-weight:600}
    .tiles{display:flex;flex-wrap:wrap;gap:8px 28px;margin:16px 0}.tiles b{display:block;font-size:22px}.tiles span{color:var(--soft)}
    svg{width:100%}table{width:100%}td{vertical-align:middle}td:nth-child(2){width:40%}td:nth-child(3){text-align:right}
    i{display:block;height:10px;border-radius:2px;background:var(--a)}i.bad{background:var(--b)}
    pre{overflow-x:auto;font-size:12px;color:var(--soft)}
    """
}

/// Latency by share of calls on a scale on which each nine takes the same room: 0, 90, 99, 99.9 … per cent.
struct PercentileCurve {
  private let result: LoadResult

  init(_ result: LoadResult) {
    self.result = result
  }

  /// The chart.
  var html: String {
    let summaries: [(String, String, LatencySummary?)] = [
      ("from due", "s2", result.latencyFromIntended), ("from send", "s1", result.latencyFromSend),
    ]
    let series = summaries.compactMap { name, style, summary in
      summary.map { LineChart.Series(name: name, style: style, points: points(of: $0)) }
    }
    let nines = [0, 90, 99, 99.9, 99.99, 99.999]
    return LineChart(
      title: "Latency by share of calls", unit: "ms", series: series,
      marks: nines.prefix(while: { Self.place($0) <= Self.place(limit) + 0.5 }).map { percent in
        (Self.place(percent), "\(NumberText.percentile(percent)) %")
      }
    ).html
  }

  /// The share that as many calls can tell apart.
  private var limit: Double { 100 - 100 / Double(max(10, result.succeeded)) }

  private func points(of summary: LatencySummary) -> [(x: Double, y: Double)] {
    guard let histogram = try? HistogramEncoding.histogram(of: summary.histogram) else { return [] }
    let last = Self.place(limit)
    return (0...120).map { step in
      let place = last * Double(step) / 120
      let percent = 100 * (1 - Self.powerOfTen(-place))
      return (place, histogram.milliseconds(atPercent: max(0.001, percent)) ?? 0)
    }
  }

  /// Nines of a share in per cent.
  static func place(_ percent: Double) -> Double { -log10(1 - min(percent, 99.9999) / 100) }

  private static func powerOfTen(_ exponent: Double) -> Double { exp(exponent * log(10)) }
}
