import EnrichmentSchema
import Personality
import WireFormat

/// Collects contradictions while the fields of one answer are compared. Fields are named only when they contradict.
struct ConsistencyCheck {
  /// Half a unit of the third digit, and a trace for binary rounding.
  static let rounding = 0.000_5 + 1e-9

  private(set) var violations: [ConsistencyViolation] = []

  mutating func require(
    _ holds: Bool, _ rule: ConsistencyViolation.Rule, _ field: @autoclosure () -> String,
    _ detail: @autoclosure () -> String
  ) {
    if !holds { violations.append(ConsistencyViolation(rule, field(), detail())) }
  }

  /// A share or score within [0, 1].
  mutating func share(_ value: Double?, _ field: @autoclosure () -> String) {
    guard let value else { return }
    require(value >= 0 && value <= 1, .ranges, field(), "\(value) is outside [0, 1]")
  }

  /// A measure: within `range`, inside its own interval, with a confidence that is a probability.
  mutating func measure(
    _ measure: Measure?, _ field: @autoclosure () -> String, range: ClosedRange<Double> = 0...1
  ) {
    guard let measure else { return }
    if let value = measure.value {
      require(range.contains(value), .ranges, field(), "\(value) is outside \(range)")
      if let interval = measure.ci95 {
        require(
          interval.low <= value && value <= interval.high, .ranges, field(),
          "\(value) is outside its interval [\(interval.low), \(interval.high)]")
      }
    }
    share(measure.confidence, "\(field()).confidence")
  }

  /// The words of a measure start with the word of its value and interval.
  mutating func level(
    _ measure: Measure?, of subject: String, _ field: @autoclosure () -> String, top: Double = 1, ending: String = ""
  ) {
    guard let measure, let value = measure.value, let interval = measure.ci95 else { return }
    let range = interval.low...max(interval.low, interval.high)
    let word = WordScale.share.word(forShown: value, interval: range, top: top)
    let expected = "\(word) \(subject)".capitalizedFirst + ending
    require(
      measure.interpretation == expected, .formulas, "\(field()).interpretation",
      "\"\(measure.interpretation)\" instead of \"\(expected)\"")
  }

  /// A yes or no: its probability is at least one half.
  mutating func boolean(_ measure: BooleanMeasure?, _ field: @autoclosure () -> String) {
    guard let confidence = measure?.confidence else { return }
    require(confidence >= 0.5 && confidence <= 1, .ranges, "\(field()).confidence", "\(confidence) is outside [0.5, 1]")
  }

  /// The half width of an interval, 0 when it is not known.
  static func halfWidth(_ interval: Interval?) -> Double {
    interval.map { max(0, $0.high - $0.low) / 2 } ?? 0
  }
}

/// A contradiction inside an answer. It is a fault of the engine or of a release, never of the request.
package struct ConsistencyViolation: Sendable, Hashable, CustomStringConvertible {
  /// The rules an answer is held to.
  package enum Rule: String, Sendable, Hashable, CaseIterable {
    /// Shares within [0, 1]; what must sum to one does; quartiles in order.
    case ranges
    /// The mean visit fits the shares of visits by length.
    case dwell
    /// Network counts and shares fit the number of people.
    case network
    /// Scores equal their formulas, words their numbers; lists are sorted.
    case formulas
    /// Times and numbers of people are possible.
    case provenance
  }

  /// The rule.
  package let rule: Rule
  /// Path of the field.
  package let field: String
  /// What was found and what was expected.
  package let detail: String

  /// Makes a violation.
  package init(_ rule: Rule, _ field: String, _ detail: String) {
    self.rule = rule
    self.field = field
    self.detail = detail
  }

  /// Whether it compares numbers whose noise was drawn apart, which can contradict each other once in a long while.
  package var comparesNoise: Bool {
    rule == .dwell || rule == .network || rule == .provenance && field.hasSuffix(".sample_size")
  }

  /// Rule, field and detail.
  package var description: String { "\(rule.rawValue) \(field): \(detail)" }
}
