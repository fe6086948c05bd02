internal import Glibc

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
        (Self.place(percent), "\(percent == percent.rounded() ? "\(Int(percent))" : "\(percent)") %")
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
