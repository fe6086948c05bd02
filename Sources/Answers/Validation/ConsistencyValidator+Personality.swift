import EnrichmentSchema
import Personality
import WireFormat

extension ConsistencyValidator {
  /// Checks ranges and formulas of the profile and its matches.
  func checkPersonality(_ response: GetQuantumPersonalityResponse, _ check: inout ConsistencyCheck) {
    checkDimensions(response.personalityProfile, &check)
    if let match = response.quantumCompatibility {
      for (value, name) in [
        (match.score, "score"), (match.confidence, "confidence"), (match.fidelity, "fidelity"),
        (match.purity, "purity"), (match.agreement, "agreement"),
      ] {
        check.share(value, "quantum_compatibility.\(name)")
      }
    }
    checkKnot(response.knotCompatibility, &check)
    checkRecommendations(response.productRecommendations, &check)
  }

  /// Checks values and quartiles of the dimensions.
  func checkDimensions(_ profile: PersonalityProfile?, _ check: inout ConsistencyCheck) {
    for (name, dimension) in (profile?.dimensions ?? [:]).sorted(by: { $0.key < $1.key }) {
      let path = { "personality_profile.12_dimensions.\(name)" }
      check.share(dimension.value, path())
      check.share(dimension.confidence, "\(path()).confidence")
      guard let quartiles = dimension.percentiles else { continue }
      let ordered = [0, quartiles.p25, quartiles.p50, quartiles.p75, 1]
      check.require(
        zip(ordered, ordered.dropFirst()).allSatisfy { $0 <= $1 }, .ranges, "\(path()).percentiles",
        "\(quartiles.p25), \(quartiles.p50), \(quartiles.p75) are not in order within [0, 1]")
    }
    check.share(profile?.authenticityScore, "personality_profile.authenticity_score")
  }

  /// Requires `0.4 Jones + 0.3 Alexander + 0.3 topological`.
  private func checkKnot(_ knot: KnotCompatibility?, _ check: inout ConsistencyCheck) {
    guard let knot, let score = knot.score else { return }
    check.share(score, "knot_compatibility.score")
    check.share(knot.confidence, "knot_compatibility.confidence")
    check.require(
      knot.knotTypeMatch.isEmpty || KnotMatch.Kind(rawValue: knot.knotTypeMatch) != nil, .formulas,
      "knot_compatibility.knot_type_match", "\"\(knot.knotTypeMatch)\" is not a kind of match")
    guard let jones = knot.jonesPolynomialMatch, let alexander = knot.alexanderPolynomialMatch,
      let topological = knot.topologicalSimilarity
    else {
      check.require(false, .formulas, "knot_compatibility.score", "is given without its parts")
      return
    }
    let expected = 0.4 * jones + 0.3 * alexander + 0.3 * topological
    check.require(
      abs(score - expected) <= 2 * ConsistencyCheck.rounding, .formulas, "knot_compatibility.score",
      "\(score) instead of \(expected), its weighted parts")
  }

  private func checkRecommendations(_ products: ProductRecommendations?, _ check: inout ConsistencyCheck) {
    let best = products?.highCompatibility ?? []
    let path = "product_recommendations.high_compatibility"
    check.require(best.count <= 10, .formulas, path, "\(best.count) products instead of at most 10")
    check.require(
      zip(best, best.dropFirst()).allSatisfy { $0.compatibilityScore >= $1.compatibilityScore }, .formulas, path,
      "are not sorted by score")
    for product in best {
      check.require(
        product.compatibilityScore >= 0.7 - ConsistencyCheck.rounding && product.compatibilityScore <= 1, .ranges,
        path, "score \(product.compatibilityScore) is outside [0.7, 1]")
      check.affinity(product.affinity, "\(path).affinity")
    }
  }
}
