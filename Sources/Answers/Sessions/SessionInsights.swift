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
