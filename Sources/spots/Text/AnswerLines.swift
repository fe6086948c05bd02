import EnrichmentSchema
import Pages

/// Lays an answer out for a person: a name, a value, what is known of it.
struct AnswerLines {
  private(set) var text: [String] = []
  private let nameWidth = 34

  /// A heading.
  mutating func heading(_ title: String) { text.append("  " + title) }

  /// A plain row; left out when there is no value.
  mutating func row(_ name: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    text.append("    " + name + String(repeating: " ", count: max(1, nameWidth - name.count)) + value)
  }

  /// The lines of another answer.
  mutating func add(_ other: AnswerLines) { text += other.text }

  /// A measured value with unit, interval, confidence and words.
  mutating func row(_ name: String, _ measure: Measure?) {
    guard let measure, let value = measure.value else { return }
    var parts = [NumberText.brief(value) + (measure.unit.isEmpty ? "" : " " + measure.unit)]
    if !measure.interpretation.isEmpty { parts.append("\"\(measure.interpretation)\"") }
    if let range = measure.ci95 {
      parts.append("95 %: \(NumberText.brief(range.low)) to \(NumberText.brief(range.high))")
    }
    if let confidence = measure.confidence { parts.append("confidence \(NumberText.brief(confidence))") }
    if measure.estimated { parts.append("estimated") }
    if measure.sessionAdjusted { parts.append("session adjusted") }
    row(name, parts.joined(separator: "  "))
  }

  /// A yes or no.
  mutating func row(_ name: String, _ measure: BooleanMeasure?) {
    guard let measure, let value = measure.value else { return }
    let confidence = measure.confidence.map { "  confidence \(NumberText.brief($0))" } ?? ""
    row(name, (value ? "yes" : "no") + confidence + (measure.sessionAdjusted ? "  session adjusted" : ""))
  }

  /// A number that may be absent.
  mutating func row(_ name: String, _ value: Double?) {
    row(name, value.map(NumberText.brief))
  }

  /// Where the numbers come from, and how many fields are absent.
  mutating func source(_ metadata: MarketSegmentMetadata?, call: ResponseMetadata?) {
    guard let metadata else { return }
    let kind = metadata.simulated ? "simulated people" : "people"
    row("source", "about \(metadata.sampleSize) \(kind), policy \(metadata.policy), release \(metadata.releaseID)")
    if !metadata.calibratedOn.isEmpty {
      row("calibration", "ranges of dimensions were chosen on \(metadata.calibratedOn)")
    }
    let reasons = Dictionary(grouping: metadata.withheld, by: \.reason).sorted { $0.key < $1.key }
    row("withheld", reasons.map { "\($0.value.count) \($0.key)" }.joined(separator: ", "))
    guard let call else { return }
    row("call", "\(call.requestID), \(NumberText.brief(call.processingTimeMs)) ms in the server")
  }
}

extension AnswerLines {
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
      "visits < 15 / 15-60 / > 60 min", [short, medium, long].map(NumberText.brief).joined(separator: " / "))
  }

  mutating func implications(_ implications: ProductImplications?) {
    guard let implications else { return }
    row("prefers quality over price", implications.prefersQualityOverPrice)
    row("values community products", implications.valuesCommunityProducts)
    row("likely to buy again", implications.likelyToReturnPurchase)
    row(
      "decides by",
      implications.purchaseDecisionFactors.map { "\($0.factor) \(NumberText.brief($0.weight))" }.joined(separator: ", ")
    )
  }

  mutating func profile(_ profile: PersonalityProfile?) {
    guard let profile else { return }
    for (name, dimension) in profile.dimensions.sorted(by: { $0.key < $1.key }) {
      let value = dimension.value.map(NumberText.brief) ?? "withheld"
      var spread = dimension.stdDev.map { "  sd \(NumberText.brief($0))" } ?? ""
      if let quartiles = dimension.percentiles {
        let values = [quartiles.p25, quartiles.p50, quartiles.p75]
        spread += "  quartiles " + values.map(NumberText.brief).joined(separator: " ")
      }
      row(name, value + spread + (dimension.interpretation.isEmpty ? "" : "  \"\(dimension.interpretation)\""))
    }
    row("archetype", profile.archetype)
    row("authenticity", profile.authenticityScore)
  }

  mutating func compatibility(_ match: QuantumCompatibility?) {
    guard let match else { return }
    row("compatibility", match.score.map { "\(NumberText.brief($0))  \"\(match.interpretation)\"" })
    row("formula", match.formula)
    row("agreement within the segment", match.agreement)
    row("unknown words", match.ignoredTerms.joined(separator: ", "))
  }

  mutating func knot(_ knot: KnotCompatibility?) {
    guard let knot else { return }
    let kind = knot.knotTypeMatch.isEmpty ? "kind withheld" : knot.knotTypeMatch
    row("knot similarity", knot.score.map { "\(NumberText.brief($0))  (\(kind))" })
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
    row("global density", patterns.influenceNetwork?.globalDensity.map(NumberText.fine))
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
      row("strategy: \(strategy.strategy)", "\(NumberText.brief(strategy.effectiveness))  \(strategy.reasoning)")
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
