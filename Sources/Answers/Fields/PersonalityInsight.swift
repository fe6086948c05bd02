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
