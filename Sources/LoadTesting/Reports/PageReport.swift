/// A result as one page that needs nothing else: figures, percentile curve, latency and rate over time, status shares.
package struct PageReport: Sendable {
  private let result: LoadResult

  /// A report of a result.
  package init(_ result: LoadResult) {
    self.result = result
  }

  /// The page.
  package var html: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
    <title>\(PageText.escaped(plan.method)) under load</title><style>\(Self.style)</style></head><body><main>
    <h1>\(PageText.escaped(plan.method))</h1>
    <p>\(PageText.escaped(plan.endpoint)) · \(PageText.escaped(how))</p>
    \(verdict)\(tiles)\(charts)\(shares)<pre>\(PageText.escaped(TextReport(result).lines.joined(separator: "\n")))</pre>
    </main></body></html>

    """
  }

  private var plan: LoadPlan { result.plan ?? LoadPlan() }

  private var how: String {
    let loop = plan.loop == "open" ? "open loop \(plan.schedule)" : "closed loop"
    return "\(loop), at most \(plan.concurrency) at once on \(plan.connections) connections"
  }

  private var verdict: String {
    let invalid = result.invalidReasons.map { "<p class=\"bad\">INVALID: \(PageText.escaped($0))</p>\n" }
    let missed = result.thresholds.filter { !$0.held }.map {
      "<p class=\"bad\">missed: \(PageText.escaped($0.condition))</p>\n"
    }
    return (invalid + missed).joined()
  }

  private var tiles: String {
    let latency = result.latencyFromIntended
    func percentile(_ percent: Double) -> String {
      latency?.percentiles.first { $0.percent == percent }.map { Decimal.milliseconds($0.milliseconds) } ?? "–"
    }
    let ended = result.succeeded + result.failed
    let tiles = [
      ("calls per second", Decimal.fixed(result.rate, result.rate < 100 ? 1 : 0)), ("median", percentile(50)),
      ("99 %", percentile(99)), ("99.9 %", percentile(99.9)),
      ("failed", ended == 0 ? "–" : Decimal.fixed(100 * Double(result.failed) / Double(ended), 2) + " %"),
    ]
    let items = tiles.map { "<div><b>\(PageText.escaped($0.1))</b><span>\(PageText.escaped($0.0))</span></div>" }
    return "<section class=\"tiles\">\(items.joined())</section>\n"
  }

  // MARK: Charts

  private var charts: String { PercentileCurve(result).html + latencyOverTime.html + rateOverTime.html }

  private var latencyOverTime: LineChart {
    LineChart(
      title: "Latency over time", unit: "ms from due",
      series: [
        .init(name: "median", style: "s1", points: result.timeline.map { ($0.at, $0.p50) }),
        .init(name: "99 %", style: "s2", points: result.timeline.map { ($0.at, $0.p99) }),
      ], marks: timeMarks)
  }

  private var rateOverTime: LineChart {
    var series: [LineChart.Series] = [
      .init(name: "reached", style: "s1", points: result.timeline.map { ($0.at, $0.rate) })
    ]
    if plan.loop == "open" {
      series.append(.init(name: "intended", style: "s3", points: result.timeline.map { ($0.at, $0.intendedRate) }))
    }
    return LineChart(title: "Rate over time", unit: "calls per second", series: series, marks: timeMarks)
  }

  private var timeMarks: [(x: Double, text: String)] {
    (0...4).map { index in
      let time = result.seconds * Double(index) / 4
      return (time, Decimal.fixed(time, result.seconds < 20 ? 1 : 0) + " s")
    }
  }

  private var shares: String {
    let ended = Double(max(1, result.succeeded + result.failed))
    let rows = result.outcomes.map { outcome in
      let share = 100 * Double(outcome.count) / ended
      let kind = outcome.status == "OK" ? "ok" : "bad"
      return """
        <tr><td>\(PageText.escaped(outcome.status))</td><td><i class="\(kind)" style="width:\(Decimal.fixed(max(share, 0.2), 1))%"></i></td>\
        <td>\(Decimal.grouped(outcome.count))</td><td>\(PageText.escaped(outcome.cause))</td></tr>

        """
    }
    return "<h2>How calls ended</h2><table>\(rows.joined())</table>\n"
  }

  private static let style = """
    :root{color-scheme:light dark;--ink:#16202c;--soft:#5c6b7a;--paper:#fff;--line:#e3e8ee;--a:#0b6e99;--b:#c2410c;--c:#8a94a0}
    @media(prefers-color-scheme:dark){:root{--ink:#e7edf3;--soft:#9aa8b6;--paper:#12171d;--line:#28323c;--a:#4fb3d9;--b:#f2884b;--c:#77828d}}
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}main{max-width:760px;margin:0 auto;padding:24px 16px}
    h1{font-size:20px;margin:0;overflow-wrap:anywhere}h2{font-size:16px}p{color:var(--soft);margin:4px 0}.bad{color:var(--b);font-weight:600}
    .tiles{display:flex;flex-wrap:wrap;gap:8px 28px;margin:16px 0}.tiles b{display:block;font-size:22px}.tiles span{color:var(--soft)}
    figure{margin:20px 0}figcaption{font-weight:600}figcaption small,figcaption span{font-weight:400;color:var(--soft);margin-left:8px}
    figcaption span::before{content:"— ";font-weight:700}figcaption .s1::before{color:var(--a)}figcaption .s2::before{color:var(--b)}figcaption .s3::before{color:var(--c)}
    svg{width:100%;height:auto;display:block}polyline{fill:none;stroke-width:1.8;stroke-linejoin:round}polyline.s1{stroke:var(--a)}polyline.s2{stroke:var(--b)}
    polyline.s3{stroke:var(--c);stroke-dasharray:5 4}.grid{stroke:var(--line)}.tick{fill:var(--soft);font-size:11px}
    table{width:100%;border-collapse:collapse}td{padding:3px 8px 3px 0;vertical-align:middle}td:nth-child(2){width:40%}td:nth-child(3){text-align:right}
    i{display:block;height:10px;border-radius:2px;background:var(--a)}i.bad{background:var(--b)}pre{overflow-x:auto;font-size:12px;color:var(--soft)}
    """
}
