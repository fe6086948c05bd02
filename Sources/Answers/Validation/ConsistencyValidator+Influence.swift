import EnrichmentSchema
import Measures
import Releases
import WireFormat

extension ConsistencyValidator {
  /// Checks ranges and numbers of the network.
  func checkPatterns(
    _ patterns: CommunityInfluencePatterns?, _ estimates: FieldMap<String, Estimate>, people: Double,
    _ check: inout ConsistencyCheck
  ) {
    guard let patterns else { return }
    let path = "community_influence_patterns"
    let largest = DerivedInput.largestInfluence
    check.measure(
      patterns.influenceScore, "\(path).influence_score", range: 0...(largest + ConsistencyCheck.rounding))
    check.level(patterns.influenceScore, of: "influence in community", "\(path).influence_score", top: largest)
    checkAI2AI(patterns.ai2aiInsights, "\(path).ai2ai_insights", &check)
    guard let network = patterns.influenceNetwork else { return }
    check.share(network.communityReach, "\(path).influence_network.community_reach")
    check.share(network.networkDensity, "\(path).influence_network.network_density")
    check.share(network.globalDensity, "\(path).influence_network.global_density")
    checkDensity(network, estimates, people: people, &check)
    checkReach(network, estimates, people: people, &check)
  }

  private func checkAI2AI(_ insights: Ai2aiInsights?, _ path: String, _ check: inout ConsistencyCheck) {
    check.share(insights?.averageCompatibility, "\(path).average_compatibility")
    check.share(insights?.learningRate, "\(path).learning_rate")
    guard let word = insights?.connectionFrequency else { return }
    check.require(
      Ai2aiMeasures.Frequency(rawValue: word) != nil, .formulas, "\(path).connection_frequency",
      "\"\(word)\" is not a frequency")
  }

  /// Requires `global_density = direct/(n - 1)`; n and direct are shown as whole numbers.
  private func checkDensity(
    _ network: InfluenceNetwork, _ estimates: FieldMap<String, Estimate>, people: Double,
    _ check: inout ConsistencyCheck
  ) {
    let path = "community_influence_patterns.influence_network"
    guard let density = network.globalDensity, let shown = network.directConnections else { return }
    let direct = estimates["\(path).direct_connections"]?.value ?? Double(shown)
    check.require(
      abs(direct - Double(shown)) <= 0.5, .network, "\(path).direct_connections", "\(shown) instead of \(direct)")
    guard people > 2 else {
      check.require(false, .network, "\(path).global_density", "is given for \(people) people")
      return
    }
    let expected = min(1, direct / (people - 1))
    let allowance = ConsistencyCheck.rounding + direct / ((people - 1) * (people - 2))
    check.require(
      abs(density - expected) <= allowance, .network, "\(path).global_density",
      "\(density) instead of \(expected), direct connections over other people")
  }

  /// Requires that whoever is within one hop, or two, is within the hops that reach counts. Reach speaks of the region,
  /// and so do the people and connections it is compared with; without a released region they are the segment's.
  private func checkReach(
    _ network: InfluenceNetwork, _ estimates: FieldMap<String, Estimate>, people: Double,
    _ check: inout ConsistencyCheck
  ) {
    let path = "community_influence_patterns.influence_network"
    guard let reach = network.communityReach, people > 0 else { return }
    let hops = network.reachHops ?? 1
    var whole = people
    var direct = Double(network.directConnections ?? 0)
    var width = ConsistencyCheck.halfWidth(estimates["\(path).direct_connections"]?.ci95)
    if let region = findings.network.people {
      let connections = findings.network.direct.quantity
      (whole, direct) = (max(1, region.count), connections?.value ?? 0)
      width = connections.map { ($0.interval.upperBound - $0.interval.lowerBound) / 2 } ?? 0
    }
    if hops >= 2 { width += ConsistencyCheck.halfWidth(estimates["\(path).indirect_connections"]?.ci95) }
    let indirect = hops >= 2 ? Double(network.indirectConnections ?? 0) : 0
    let allowance =
      ConsistencyCheck.rounding + ConsistencyCheck.halfWidth(estimates["\(path).community_reach"]?.ci95)
      + (width + 1) / whole
    let least = (direct + indirect) / whole
    check.require(
      reach >= least - allowance, .network, "\(path).community_reach",
      "\(reach) within \(hops) hops although \(least) are within \(min(2, hops))")
  }

  /// Checks ranges, words and the formula of purchase behaviour.
  func checkPurchases(_ purchases: PurchaseBehavior?, _ check: inout ConsistencyCheck) {
    guard let purchases else { return }
    let path = "purchase_behavior"
    check.measure(purchases.communityDrivenPurchases, "\(path).community_driven_purchases")
    check.measure(purchases.trendSetterScore, "\(path).trend_setter_score")
    check.measure(purchases.viralPotential, "\(path).viral_potential")
    check.measure(purchases.socialSharingTendency, "\(path).social_sharing_tendency")
    check.level(purchases.trendSetterScore, of: "trend-setting potential", "\(path).trend_setter_score")
    check.level(purchases.socialSharingTendency, of: "tendency to share", "\(path).social_sharing_tendency")
    check.level(
      purchases.viralPotential, of: "viral potential", "\(path).viral_potential", ending: Sentence.formulaNote)
    if let driven = purchases.communityDrivenPurchases, let value = driven.value {
      check.require(
        driven.interpretation == Sentence.communityDriven(value), .formulas,
        "\(path).community_driven_purchases.interpretation", "does not fit \(value)")
    }
    if let viral = purchases.viralPotential?.value,
      let expected = table.viralPotential(inputs).quantity?.value
    {
      check.require(
        abs(viral - expected) <= ConsistencyCheck.rounding, .formulas, "\(path).viral_potential",
        "\(viral) instead of \(expected) by its formula")
    }
  }

  /// Requires marketing strategies that are sorted, and scores that equal their formulas.
  func checkMarketing(_ marketing: MarketingImplications?, _ check: inout ConsistencyCheck) {
    guard let marketing else { return }
    let path = "marketing_implications"
    check.boolean(marketing.respondsToCommunityEndorsements, "\(path).responds_to_community_endorsements")
    check.measure(marketing.likelyToSharePurchases, "\(path).likely_to_share_purchases")
    check.measure(marketing.influencerPotential, "\(path).influencer_potential")
    check.level(
      marketing.likelyToSharePurchases, of: "tendency to share purchases", "\(path).likely_to_share_purchases",
      ending: Sentence.formulaNote)
    check.level(
      marketing.influencerPotential, of: "influencer potential", "\(path).influencer_potential",
      ending: Sentence.formulaNote)
    checkFormula(table.likelyToSharePurchases, marketing.likelyToSharePurchases?.value, path, &check)
    checkFormula(table.influencerPotential, marketing.influencerPotential?.value, path, &check)
    checkStrategies(marketing.recommendedMarketingStrategies, "\(path).recommended_marketing_strategies", &check)
  }

  private func checkStrategies(_ strategies: [MarketingStrategy], _ path: String, _ check: inout ConsistencyCheck) {
    let sorted = zip(strategies, strategies.dropFirst()).allSatisfy { $0.effectiveness >= $1.effectiveness }
    check.require(sorted, .formulas, path, "are not sorted by effectiveness")
    for strategy in strategies {
      check.share(strategy.effectiveness, "\(path).\(strategy.strategy)")
      guard let formula = table.strategies.first(where: { $0.name == strategy.strategy }) else {
        check.require(false, .formulas, path, "\"\(strategy.strategy)\" is not a strategy")
        continue
      }
      checkFormula(formula, strategy.effectiveness, path, &check)
    }
  }
}
