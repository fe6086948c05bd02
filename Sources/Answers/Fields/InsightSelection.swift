package import EnrichmentSchema
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

/// A violation for each name that is not allowed, at most 32.
func unknownNames(_ names: [String], allowed: [String], path: String) -> [RequestViolation] {
  names.enumerated().lazy.filter { !allowed.contains($0.element) }.prefix(32).map {
    RequestViolation(field: "\(path)[\($0.offset)]", value: $0.element, allowed: allowed.joined(separator: ", "))
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

extension ProductContext {
  /// The price ranges a request may name; empty for none.
  package static let priceRanges = ["budget", "mid", "premium", "luxury"]

  /// Throws every violation of the form of the context.
  package func check(path: String) throws(RequestError) {
    let texts = [("category", category), ("subcategory", subcategory)]
    var violations = texts.compactMap { name, text in textViolation("\(path).\(name)", text) }
    if !priceRange.isEmpty, !Self.priceRanges.contains(priceRange) {
      violations.append(
        RequestViolation(
          field: "\(path).price_range", value: priceRange,
          allowed: Self.priceRanges.joined(separator: ", ") + ", or nothing"))
    }
    guard violations.isEmpty else { throw .invalidArgument(violations) }
  }
}

/// A violation when `text` is longer than a segment attribute may be.
func textViolation(_ field: String, _ text: String) -> RequestViolation? {
  guard text.utf8.count > SegmentDescription.longestText else { return nil }
  return RequestViolation(field: field, value: text, allowed: "at most \(SegmentDescription.longestText) bytes")
}
