/// A contradiction inside an answer. It is a fault of the engine or of a release, never of the request.
package struct ConsistencyViolation: Sendable, Hashable, CustomStringConvertible {
  /// The rules an answer is held to.
  package enum Rule: String, Sendable, Hashable, CaseIterable {
    /// Shares within [0, 1]; what must sum to one does; quartiles in order.
    case ranges = "F-7"
    /// The mean visit fits the shares of visits by length.
    case dwell = "F-8"
    /// Network counts and shares fit the number of people.
    case network = "F-9"
    /// Scores equal their formulas, words their numbers; lists are sorted.
    case formulas = "F-10"
    /// Times and numbers of people are possible.
    case provenance = "F-11"
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

  /// Rule, field and detail.
  package var description: String { "\(rule.rawValue) \(field): \(detail)" }
}
