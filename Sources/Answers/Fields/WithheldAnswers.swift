package import EnrichmentSchema
import WireFormat

extension GetRealWorldBehaviorResponse {
  /// True when everything that was asked for is withheld; the metadata says why.
  package var isWithheld: Bool { realWorldBehavior == nil && productImplications == nil }
}

extension GetCommunityInfluenceResponse {
  /// True when everything that was asked for is withheld; the metadata says why.
  package var isWithheld: Bool {
    communityInfluencePatterns == nil && purchaseBehavior == nil && marketingImplications == nil
  }
}

extension GetQuantumPersonalityResponse {
  /// True when everything that was asked for is withheld; the metadata says why. A profile without any value says
  /// nothing, and so does an empty list of products.
  package var isWithheld: Bool {
    let saysDimensions = personalityProfile?.dimensions.values.contains { $0.value != nil } ?? false
    return !saysDimensions && quantumCompatibility?.score == nil && knotCompatibility?.score == nil
      && productRecommendations?.compatibilityBreakdown == nil
      && productRecommendations?.highCompatibility.isEmpty != false
  }
}
