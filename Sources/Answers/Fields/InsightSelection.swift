import Population
package import Segments

/// The insights of one call, by their names on the wire.
package protocol InsightName: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// All of them, made once.
  static var every: Set<Self> { get }
}

/// Insights of `GetRealWorldBehavior`.
package enum BehaviorInsight: String, InsightName {
  case dwellTimePatterns = "dwell_time_patterns"
  case returnVisitFrequency = "return_visit_frequency"
  case realWorldJourneyMapping = "real_world_journey_mapping"
  case communityEngagementLevels = "community_engagement_levels"
  case explorationVsLoyalty = "exploration_vs_loyalty"
  case productImplications = "product_implications"

  package static let every = Set(allCases)
}

/// Insights of `GetCommunityInfluence`.
package enum InfluenceInsight: String, InsightName {
  case influencePatterns = "influence_patterns"
  case purchaseBehavior = "purchase_behavior"
  case marketingImplications = "marketing_implications"
  case viralPotential = "viral_potential"

  package static let every = Set(allCases)
}

extension InsightName {
  /// The insights that a request asks for; all when it names none.
  ///
  /// - Parameter path: path of the list in the request, for violations.
  package static func selection(_ names: [String], path: String = "requested_insights") throws(RequestError) -> Set<
    Self
  > {
    if names.isEmpty { return every }
    let known = Set(names.lazy.compactMap(Self.init(rawValue:)))
    if names.allSatisfy({ Self(rawValue: $0) != nil }) { return known }
    throw .invalidArgument(unknownNames(names, allowed: allCases.map(\.rawValue), path: path))
  }
}

/// Insights of `GetQuantumPersonality`.
package enum PersonalityInsight: String, InsightName {
  case quantumCompatibility = "quantum_compatibility"
  case personalityProfile = "personality_profile"
  case knotCompatibility = "knot_compatibility"
  /// The twelve dimensions and the parts of the product's match, without archetype and ranking.
  case dimensionBreakdown = "dimension_breakdown"
  case productRecommendations = "product_recommendations"

  package static let every = Set(allCases)

  /// True when the insight compares a product.
  package var needsProduct: Bool {
    self == .quantumCompatibility || self == .knotCompatibility || self == .productRecommendations
  }
}

/// A violation for each name that is not allowed, at most 32.
func unknownNames(_ names: [String], allowed: [String], path: String) -> [RequestViolation] {
  names.enumerated().lazy.filter { !allowed.contains($0.element) }.prefix(32).map {
    RequestViolation(field: "\(path)[\($0.offset)]", value: $0.element, allowed: allowed.joined(separator: ", "))
  }
}
