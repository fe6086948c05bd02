internal import WireFormat

/// A condition on a run, such as `p99<10ms`, `errors<0.1%` or `rate>5000`.
package struct Threshold: Sendable, Hashable {
  /// What is measured.
  package enum Measure: Sendable, Hashable {
    /// Latency from the moment due that this share of the calls, in per cent, does not exceed; milliseconds.
    case percentile(Double)
    /// The longest latency from the moment due; milliseconds.
    case max
    /// The mean latency from the moment due; milliseconds.
    case mean
    /// Failed calls over all calls; per cent.
    case errors
    /// Calls per second that ended with OK.
    case rate
  }

  /// How it is compared.
  package enum Comparison: String, Sendable, Hashable, CaseIterable {
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"
  }

  /// As written.
  package let text: String
  /// What is measured.
  package let measure: Measure
  /// How it is compared.
  package let comparison: Comparison
  /// The bound in the measure's unit.
  package let bound: Double

  /// Reads conditions joined by commas.
  package static func list(_ text: String) throws(MalformedThreshold) -> [Threshold] {
    var list: [Threshold] = []
    for part in text.split(separator: ",") { list.append(try Threshold(part.filter { $0 != " " })) }
    guard !list.isEmpty else { throw MalformedThreshold(text: text) }
    return list
  }

  /// Reads one condition.
  package init(_ text: String) throws(MalformedThreshold) {
    guard let comparison = Comparison.allCases.first(where: { text.contains($0.rawValue) }),
      let place = text.firstRange(of: comparison.rawValue),
      let measure = Self.measure(String(text[..<place.lowerBound])),
      let bound = Self.bound(String(text[place.upperBound...]), of: measure)
    else { throw MalformedThreshold(text: text) }
    self.text = text
    self.measure = measure
    self.comparison = comparison
    self.bound = bound
  }

  /// Whether it holds for a measured value.
  func holds(for value: Double) -> Bool {
    switch comparison {
    case .atMost: value <= bound
    case .atLeast: value >= bound
    case .below: value < bound
    case .above: value > bound
    }
  }

  private static func measure(_ name: String) -> Measure? {
    switch name {
    case "max": return .max
    case "mean": return .mean
    case "errors": return .errors
    case "rate": return .rate
    default:
      guard name.hasPrefix("p"), let percent = Double(name.dropFirst()), percent > 0, percent < 100 else { return nil }
      return .percentile(percent)
    }
  }

  private static func bound(_ text: String, of measure: Measure) -> Double? {
    switch measure {
    case .percentile, .max, .mean:
      return (try? Duration(text: text, in: .zero ... .seconds(86_400))).map { $0 / .milliseconds(1) }
    case .errors: return text.hasSuffix("%") ? number(text.dropLast()) : nil
    case .rate: return number(text.hasSuffix("/s") ? text.dropLast(2) : text[...])
    }
  }

  private static func number(_ text: Substring) -> Double? {
    guard let number = Double(text), number >= 0, number.isFinite else { return nil }
    return number
  }
}

/// A text that is no condition.
package struct MalformedThreshold: Error, Sendable, CustomStringConvertible {
  /// What was read.
  package let text: String
  /// One sentence.
  package var description: String {
    """
    condition "\(text)": expected MEASURE, one of < <= > >=, and a bound, joined by commas, such as p99<10ms,errors<0.1%; \
    measures are pNN, max and mean (in us, ms, s, m or h), errors (in %) and rate (calls per second)
    """
  }
}

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
