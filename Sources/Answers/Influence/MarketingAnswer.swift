package import EnrichmentSchema
import Releases

/// What follows for marketing: published formulas over released numbers.
package enum MarketingAnswer {
  private static let path = "marketing_implications"

  /// The implications that can be computed; nil when none can.
  package static func implications(
    _ findings: SegmentFindings, _ fields: inout AnswerFields, table: DerivedCoefficients = .standard
  ) -> MarketingImplications? {
    let inputs = findings.derivedInputs
    var answer = MarketingImplications()
    answer.respondsToCommunityEndorsements = fields.choice(
      table.respondsToCommunityEndorsements.result(inputs), at: "\(path).responds_to_community_endorsements",
      yes: "responds to community endorsements", no: "follows own judgement")
    answer.likelyToSharePurchases = fields.share(
      Finding(table.likelyToSharePurchases.result(inputs)), at: "\(path).likely_to_share_purchases"
    ) { Sentence.level(of: "tendency to share purchases", $0) + Sentence.formulaNote }
    answer.influencerPotential = fields.share(
      Finding(table.influencerPotential.result(inputs)), at: "\(path).influencer_potential"
    ) { Sentence.level(of: "influencer potential", $0) + Sentence.formulaNote }
    answer.recommendedMarketingStrategies = strategies(StrategyRanking(table.strategies, inputs: inputs), &fields)
    return answer == MarketingImplications() ? nil : answer
  }

  private static func strategies(
    _ ranking: StrategyRanking, _ fields: inout AnswerFields
  ) -> [MarketingStrategy] {
    let list = "\(path).recommended_marketing_strategies"
    for absent in ranking.absent { fields.withhold("\(list).\(absent.name)", absent.absence) }
    return ranking.best.map { best in
      fields.note(best.effectiveness, at: "\(list).\(best.name).effectiveness")
      var strategy = MarketingStrategy()
      strategy.strategy = best.name
      strategy.effectiveness = Rounding.share(best.effectiveness.value)
      strategy.reasoning = best.reasoning
      return strategy
    }
  }
}
