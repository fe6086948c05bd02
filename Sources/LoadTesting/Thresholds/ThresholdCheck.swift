extension Threshold {
  /// Whether the condition holds for what was measured; a condition on a latency does not hold without calls.
  package func check(_ result: LoadResult) -> ThresholdOutcome {
    var outcome = ThresholdOutcome()
    outcome.condition = text
    outcome.measured = measured(in: result)
    outcome.held = outcome.measured.map { holds(for: $0) } ?? false
    return outcome
  }

  private func measured(in result: LoadResult) -> Double? {
    switch measure {
    case .rate: return result.rate
    case .errors:
      let ended = result.succeeded + result.failed
      return ended == 0 ? nil : 100 * Double(result.failed) / Double(ended)
    case .max: return result.latencyFromIntended?.max
    case .mean: return result.latencyFromIntended?.mean
    case .percentile(let percent):
      guard let summary = result.latencyFromIntended else { return nil }
      if let point = summary.percentiles.first(where: { $0.percent == percent }) { return point.milliseconds }
      return (try? HistogramEncoding.histogram(of: summary.histogram))?.milliseconds(atPercent: percent)
    }
  }
}
