import EnrichmentSchema

extension Lines {
  mutating func behavior(_ behavior: RealWorldBehavior?) {
    guard let behavior else { return }
    row("average dwell time", behavior.averageDwellTime)
    row("return visit rate", behavior.returnVisitRate)
    row("exploration tendency", behavior.explorationTendency)
    row("community engagement", behavior.communityEngagement)
    row("journey variability", behavior.journeyPatterns?.variability)
    row("typical path", behavior.journeyPatterns?.typicalPath.joined(separator: " > "))
    row("journey frequency", behavior.journeyPatterns?.frequency)
    guard let time = behavior.timeSpentAnalysis, let short = time.shortVisits, let medium = time.mediumVisits,
      let long = time.longVisits
    else { return }
    row(
      "visits < 15 / 15-60 / > 60 min", [short, medium, long].map(Self.number).joined(separator: " / "))
  }

  mutating func implications(_ implications: ProductImplications?) {
    guard let implications else { return }
    row("prefers quality over price", implications.prefersQualityOverPrice)
    row("values community products", implications.valuesCommunityProducts)
    row("likely to buy again", implications.likelyToReturnPurchase)
    row(
      "decides by",
      implications.purchaseDecisionFactors.map { "\($0.factor) \(Self.number($0.weight))" }.joined(separator: ", "))
  }

  mutating func profile(_ profile: PersonalityProfile?) {
    guard let profile else { return }
    for (name, dimension) in profile.dimensions.sorted(by: { $0.key < $1.key }) {
      let value = dimension.value.map(Self.number) ?? "withheld"
      var spread = dimension.stdDev.map { "  sd \(Self.number($0))" } ?? ""
      if let quartiles = dimension.percentiles {
        let values = [quartiles.p25, quartiles.p50, quartiles.p75]
        spread += "  quartiles " + values.map(Self.number).joined(separator: " ")
      }
      row(name, value + spread + (dimension.interpretation.isEmpty ? "" : "  \"\(dimension.interpretation)\""))
    }
    row("archetype", profile.archetype)
    row("authenticity", profile.authenticityScore)
  }

  mutating func compatibility(_ match: QuantumCompatibility?) {
    guard let match else { return }
    row("compatibility", match.score.map { "\(Self.number($0))  \"\(match.interpretation)\"" })
    row("formula", match.formula)
    row("agreement within the segment", match.agreement)
    row("unknown words", match.ignoredTerms.joined(separator: ", "))
  }

  mutating func knot(_ knot: KnotCompatibility?) {
    guard let knot else { return }
    let kind = knot.knotTypeMatch.isEmpty ? "kind withheld" : knot.knotTypeMatch
    row("knot similarity", knot.score.map { "\(Self.number($0))  (\(kind))" })
    row("confidence of the kind of knot", knot.confidence)
  }

  mutating func influence(_ patterns: CommunityInfluencePatterns?) {
    guard let patterns else { return }
    row("influence score", patterns.influenceScore)
    row("community size", patterns.communitySize?.value.map { "\($0) people" })
    row("direct connections", patterns.influenceNetwork?.directConnections.map { "\($0)" })
    row("indirect connections", patterns.influenceNetwork?.indirectConnections.map { "\($0)" })
    row("reach within three hops", patterns.influenceNetwork?.communityReach)
    row("density around a person", patterns.influenceNetwork?.networkDensity)
    row("global density", patterns.influenceNetwork?.globalDensity)
    row("compatibility of agents", patterns.ai2aiInsights?.averageCompatibility)
    row("agents meet", patterns.ai2aiInsights?.connectionFrequency)
    row("learning rate of agents", patterns.ai2aiInsights?.learningRate)
  }

  mutating func purchases(_ purchases: PurchaseBehavior?) {
    guard let purchases else { return }
    row("community-driven purchases", purchases.communityDrivenPurchases)
    row("trend-setter score", purchases.trendSetterScore)
    row("viral potential", purchases.viralPotential)
    row("social sharing tendency", purchases.socialSharingTendency)
  }

  mutating func marketing(_ marketing: MarketingImplications?) {
    guard let marketing else { return }
    row("responds to endorsements", marketing.respondsToCommunityEndorsements)
    row("likely to share purchases", marketing.likelyToSharePurchases)
    row("influencer potential", marketing.influencerPotential)
    for strategy in marketing.recommendedMarketingStrategies {
      row("strategy: \(strategy.strategy)", "\(Self.number(strategy.effectiveness))  \(strategy.reasoning)")
    }
  }

  mutating func reply(_ reply: EnrichRealTimeResponse) {
    switch reply.body {
    case .opened(let opened):
      heading("opened \(opened.sessionID)")
      behavior(opened.snapshot?.realWorldBehavior)
    case .ack(let ack): heading("ack \(ack.eventIds.count) event(s) durable")
    case .update(let update):
      heading("update \(update.sequence)")
      behavior(update.changed?.realWorldBehavior)
      compatibility(update.changed?.quantumCompatibility)
    case .notice(let notice): heading("notice: \(notice.message)")
    case .closed(let closed):
      heading("closed after \(closed.summary?.events ?? 0) events and \(closed.summary?.updates ?? 0) updates")
    case nil: break
    }
  }
}
