internal import EnrichmentSchema

/// What answers say for a shop's customers to read.
enum Reasons {
  /// Why a product stands where it does, by its lift; nil where it is chosen about as much as by everybody.
  static func of(lift: Double?) -> String? {
    guard let lift, lift >= 1.2 || lift <= 0.8 else { return nil }
    if rounded(lift) == 0 { return "people of your areas hardly ever choose it" }
    return "people of your areas choose it \(rounded(lift)) times as often as everybody"
  }

  /// What the segment decides by.
  static func of(_ answer: GetRealWorldBehaviorResponse) -> [String] {
    let factors = answer.productImplications?.purchaseDecisionFactors.map(\.factor) ?? []
    var reasons = factors.isEmpty ? [] : ["decides by " + factors.joined(separator: ", ")]
    if answer.productImplications?.prefersQualityOverPrice?.value == true {
      reasons.append("prefers quality over price")
    }
    return reasons
  }

  /// Whom the segment listens to.
  static func of(_ answer: GetCommunityInfluenceResponse) -> [String] {
    let strategies = answer.marketingImplications?.recommendedMarketingStrategies ?? []
    return strategies.first.map { ["is reached by \(words($0.strategy)): \($0.reasoning)"] } ?? []
  }

  /// What the segment is like.
  static func of(_ answer: GetQuantumPersonalityResponse) -> [String] {
    answer.personalityProfile?.archetype.map { ["is a \(words($0))"] } ?? []
  }

  /// Why products match the segment, by their ids.
  static func ofProducts(_ answer: GetQuantumPersonalityResponse) -> [String: String] {
    let products = answer.productRecommendations?.highCompatibility ?? []
    return Dictionary(products.map { ($0.productID, "matches the segment: " + $0.reasoning) }) { first, _ in first }
  }

  private static func words(_ name: String) -> String { name.split(separator: "_").joined(separator: " ") }

  /// To one decimal.
  private static func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }
}
