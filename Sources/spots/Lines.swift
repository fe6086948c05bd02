import EnrichmentSchema

/// Lays an answer out for a person: a name, a value, what is known of it.
struct Lines {
  private(set) var text: [String] = []
  private let nameWidth = 34

  /// A heading.
  mutating func heading(_ title: String) { text.append("  " + title) }

  /// A plain row; left out when there is no value.
  mutating func row(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    text.append("    " + name + String(repeating: " ", count: max(1, nameWidth - name.count)) + value)
  }

  /// A measured value with unit, interval, confidence and words.
  mutating func row(_ name: String, _ measure: Measure?) {
    guard let measure, let value = measure.value else { return }
    var parts = [Self.number(value) + (measure.unit.isEmpty ? "" : " " + measure.unit)]
    if !measure.interpretation.isEmpty { parts.append("\"\(measure.interpretation)\"") }
    if let range = measure.ci95 { parts.append("95 %: \(Self.number(range.low)) to \(Self.number(range.high))") }
    if let confidence = measure.confidence { parts.append("confidence \(Self.number(confidence))") }
    if measure.estimated { parts.append("estimated") }
    if measure.sessionAdjusted { parts.append("session adjusted") }
    row(name, parts.joined(separator: "  "))
  }

  /// A yes or no.
  mutating func row(_ name: String, _ measure: BooleanMeasure?) {
    guard let measure, let value = measure.value else { return }
    let confidence = measure.confidence.map { "  confidence \(Self.number($0))" } ?? ""
    row(name, (value ? "yes" : "no") + confidence + (measure.sessionAdjusted ? "  session adjusted" : ""))
  }

  /// A number that may be absent.
  mutating func row(_ name: String, _ value: Double?) {
    row(name, value.map(Self.number))
  }

  /// Where the numbers come from, and how many fields are absent.
  mutating func source(_ metadata: MarketSegmentMetadata?, call: ResponseMetadata?) {
    guard let metadata else { return }
    let kind = metadata.simulated ? "simulated people" : "people"
    row("source", "about \(metadata.sampleSize) \(kind), policy \(metadata.policy), release \(metadata.releaseID)")
    let reasons = Dictionary(grouping: metadata.withheld, by: \.reason).sorted { $0.key < $1.key }
    row("withheld", reasons.map { "\($0.value.count) \($0.key)" }.joined(separator: ", "))
    guard let call else { return }
    let cache = call.cache.isEmpty ? "" : ", cache \(call.cache)"
    row("call", "\(call.requestID), \(Self.number(call.processingTimeMs)) ms in the server\(cache)")
  }

  /// A number with at most three digits after the point.
  static func number(_ value: Double) -> String {
    let thousandths = Int((abs(value) * 1_000).rounded())
    if thousandths == 0, value != 0 { return "under 0.001" }
    var fraction = String(thousandths % 1_000)
    fraction = String(repeating: "0", count: 3 - fraction.count) + fraction
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return (value < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1_000)"
      + (fraction.isEmpty ? "" : ".\(fraction)")
  }
}
