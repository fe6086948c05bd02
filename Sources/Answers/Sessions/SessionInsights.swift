package import EnrichmentSchema
import Population
package import Segments

/// What a session is asked to show: insights of the three unary calls.
package struct SessionInsights: Sendable, Hashable {
  /// Of behaviour.
  package let behavior: Set<BehaviorInsight>
  /// Of personality.
  package let personality: Set<PersonalityInsight>
  /// Of influence.
  package let influence: Set<InfluenceInsight>

  /// Reads the names; all insights when there are none.
  ///
  /// - Parameter path: path of the list in its message, for violations.
  package init(_ names: [String], path: String = "insights") throws(RequestError) {
    let allowed =
      BehaviorInsight.allCases.map(\.rawValue) + PersonalityInsight.allCases.map(\.rawValue)
      + InfluenceInsight.allCases.map(\.rawValue)
    let violations = unknownNames(names, allowed: allowed, path: path)
    guard violations.isEmpty else { throw .invalidArgument(violations) }
    behavior = Self.chosen(names)
    personality = Self.chosen(names)
    influence = Self.chosen(names)
  }

  private static func chosen<Name: InsightName>(_ names: [String]) -> Set<Name> {
    names.isEmpty ? Name.every : Set(names.compactMap(Name.init(rawValue:)))
  }
}

extension Open {
  /// Longest time between two updates that can be asked for, in milliseconds.
  package static let longestInterval: Int32 = 60_000

  /// Throws every violation of the form of the message. Segment and product are checked where they are read.
  package func check(path: String = "open") throws(RequestError) {
    if !(0...Self.longestInterval).contains(minIntervalMs) {
      throw .invalidArgument([
        RequestViolation(
          field: "\(path).min_interval_ms", value: "\(minIntervalMs)", allowed: "0 to \(Self.longestInterval)")
      ])
    }
    _ = try CheckedSubject(subject, path: "\(path).subject")
    _ = try SessionInsights(insights, path: "\(path).insights")
    if let productContext { try productContext.check(path: "\(path).product_context") }
  }
}
