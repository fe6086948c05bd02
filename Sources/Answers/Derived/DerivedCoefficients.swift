import Population

/// Every coefficient of every derived field: the one table.
///
/// They are policy parameters, chosen and published, not learned from data. Each score rises (or falls) with each of
/// its inputs throughout.
package struct DerivedCoefficients: Sendable, Hashable {
  /// Version of the table.
  package let version: String
  /// Yes when above one half: value orientation.
  package let prefersQualityOverPrice: DerivedFormula
  /// Yes when above one half.
  package let valuesCommunityProducts: DerivedFormula
  /// Tendency to buy again.
  package let likelyToReturnPurchase: DerivedFormula
  /// Scores of the purchase decision factors; their weights are the softmax of these.
  package let decisionFactors: [DerivedFormula]
  /// Yes when above one half.
  package let respondsToCommunityEndorsements: DerivedFormula
  /// Tendency to share purchases.
  package let likelyToSharePurchases: DerivedFormula
  /// Influence, trend-setting and sharing together.
  package let influencerPotential: DerivedFormula
  /// Scores of the marketing strategies.
  package let strategies: [DerivedFormula]
  /// Kappa of viral potential: the further adoptions expected of one, per connection told and convinced.
  package let viralRate: Double

  /// The published table.
  package static let standard = DerivedCoefficients(
    version: "1.0",
    prefersQualityOverPrice: DerivedFormula("prefers_quality_over_price", [x(1, .valueOrientation)]),
    valuesCommunityProducts: DerivedFormula(
      "values_community_products", [.init(0.5, .engagement), x(0.5, .communityOrientation)]),
    likelyToReturnPurchase: DerivedFormula(
      "likely_to_return_purchase", constant: -0.1,
      [.init(1.6, .returnRate, .centred), x(0.8, .noveltySeeking, .centredOpposite)], link: .logistic),
    decisionFactors: [
      DerivedFormula("quality", [x(2, .valueOrientation)], link: .sum),
      DerivedFormula("price", [x(2, .valueOrientation, .opposite)], link: .sum),
      DerivedFormula("community_endorsement", [x(1, .communityOrientation), .init(1, .engagement)], link: .sum),
      DerivedFormula("novelty", [x(2, .noveltySeeking)], link: .sum),
      DerivedFormula("trust", [x(2, .trustNetworkReliance)], link: .sum),
      DerivedFormula("authenticity", [x(2, .authenticityPreference)], link: .sum),
    ],
    respondsToCommunityEndorsements: DerivedFormula(
      "responds_to_community_endorsements",
      [x(0.5, .trustNetworkReliance), x(0.3, .communityOrientation), .init(0.2, .engagement)]),
    likelyToSharePurchases: DerivedFormula(
      "likely_to_share_purchases", [.init(1.8, .sharing, .centred), x(0.6, .curationTendency, .centred)],
      link: .logistic),
    influencerPotential: DerivedFormula(
      "influencer_potential",
      [.init(0.4, .influence, .overLargestInfluence), .init(0.35, .trendSetter), .init(0.25, .sharing)]),
    strategies: [
      DerivedFormula(
        "community_endorsement",
        [
          x(0.4, .communityOrientation), x(0.3, .trustNetworkReliance),
          .init(0.3, .influence, .overLargestInfluence),
        ]),
      DerivedFormula("early_adopter_program", [.init(0.5, .trendSetter), x(0.5, .noveltySeeking)]),
      DerivedFormula(
        "social_proof", [.init(0.5, .communityDriven, .doubledUpToOne), x(0.5, .socialDiscoveryStyle)]),
      DerivedFormula("loyalty_program", [.init(0.6, .returnRate), x(0.4, .noveltySeeking, .opposite)]),
      DerivedFormula("premium_positioning", [x(0.7, .valueOrientation), x(0.3, .authenticityPreference)]),
      DerivedFormula("event_marketing", [.init(0.6, .engagement), x(0.4, .energyPreference)]),
    ],
    viralRate: 0.5)

  private static func x(
    _ weight: Double, _ dimension: Dimension, _ transform: DerivedFormula.Transform = .plain
  ) -> DerivedFormula.Term {
    .init(weight, .dimension(dimension), transform)
  }
}

extension DerivedCoefficients {
  /// Every formula, in a fixed order.
  package var formulas: [DerivedFormula] {
    [prefersQualityOverPrice, valuesCommunityProducts, likelyToReturnPurchase] + decisionFactors
      + [respondsToCommunityEndorsements, likelyToSharePurchases, influencerPotential] + strategies
  }

  /// The table as text, one line a formula: the same bytes for the same coefficients, to be hashed into the policy
  /// version.
  package var canonicalText: String {
    let lines = formulas.map { formula in
      let terms = formula.terms.map { "\($0.weight)*[\($0.transform.rawValue)](\($0.input.symbol))" }
      return "\(formula.name)=\(formula.link.rawValue)(\(formula.constant)+\(terms.joined(separator: "+")))"
    }
    return (["derived \(version)"] + lines + ["viral_rate=\(viralRate)", ""]).joined(separator: "\n")
  }
}
