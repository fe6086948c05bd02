package import EnrichmentSchema
import Releases
package import Segments

/// The answer of `GetRealWorldBehavior`.
package enum BehaviorAnswer {
  /// Fills everything but `metadata`.
  ///
  /// The product context asks for the implications too; they are formulas over the segment's numbers and the same for
  /// every product.
  package static func response(
    to request: GetRealWorldBehaviorRequest, from source: AnswerSource
  ) throws(RequestError) -> GetRealWorldBehaviorResponse {
    var insights = try BehaviorInsight.selection(request.requestedInsights)
    if let context = request.productContext {
      try context.check(path: "product_context")
      insights.insert(.productImplications)
    }
    var fields = AnswerFields()
    var response = GetRealWorldBehaviorResponse()
    response.realWorldBehavior = behavior(insights, source.findings, &fields)
    if insights.contains(.productImplications) {
      response.productImplications = ProductImplicationsAnswer.implications(source.findings, &fields)
    }
    response.estimates = fields.estimates
    response.marketSegmentMetadata = source.metadata(for: .behavior, withheld: fields.withheld)
    return response
  }

  /// The groups of behaviour that were asked for; nil when none was.
  package static func behavior(
    _ insights: Set<BehaviorInsight>, _ findings: SegmentFindings, _ fields: inout AnswerFields
  ) -> RealWorldBehavior? {
    guard !insights.subtracting([.productImplications]).isEmpty else { return nil }
    var answer = RealWorldBehavior()
    if insights.contains(.dwellTimePatterns) { fillDwell(&answer, findings, &fields) }
    if !insights.isDisjoint(with: [.returnVisitFrequency, .explorationVsLoyalty]) {
      fillLoyalty(&answer, insights, findings, &fields)
    }
    if insights.contains(.communityEngagementLevels) {
      answer.communityEngagement = fields.share(
        findings[.communityEngagement], at: "real_world_behavior.community_engagement"
      ) { Sentence.level(of: "community engagement", $0) }
    }
    if insights.contains(.realWorldJourneyMapping) { answer.journeyPatterns = journeys(findings, &fields) }
    return answer == RealWorldBehavior() ? nil : answer
  }

  private static func fillDwell(
    _ answer: inout RealWorldBehavior, _ findings: SegmentFindings, _ fields: inout AnswerFields
  ) {
    if let dwell = fields.shown(findings[.averageDwellTime], at: "real_world_behavior.average_dwell_time") {
      answer.averageDwellTime = Measure(
        dwell, rounding: Rounding.minutes, unit: "minutes",
        interpretation: dwell.isEstimated ? Sentence.estimatedDwell : "")
    }
    answer.timeSpentAnalysis = VisitLengthAnswer.analysis(findings, &fields)
  }

  /// Return and exploration are one statistic: one rounding and one confidence for both.
  private static func fillLoyalty(
    _ answer: inout RealWorldBehavior, _ insights: Set<BehaviorInsight>, _ findings: SegmentFindings,
    _ fields: inout AnswerFields
  ) {
    let wantsExploration = insights.contains(.explorationVsLoyalty)
    var paths = ["real_world_behavior.return_visit_rate"]
    if wantsExploration { paths.append("real_world_behavior.exploration_tendency") }
    switch findings[.explorationTendency].shown {
    case .absent(let absence): for path in paths { fields.withhold(path, absence) }
    case .known(let quantity):
      let exploration = LoyaltyMeasures(exploration: quantity)
      answer.returnVisitRate = exploration.returning
      if wantsExploration { answer.explorationTendency = exploration.exploring }
    }
  }

  private static func journeys(_ findings: SegmentFindings, _ fields: inout AnswerFields) -> JourneyPatterns? {
    var patterns = JourneyPatterns()
    JourneyAnswer.fill(&patterns, findings.profile, &fields)
    let variability = fields.bare(findings[.journeyVariability], at: "\(JourneyAnswer.path).variability")
    patterns.variability = variability.map { Rounding.share($0.value) }
    return patterns == JourneyPatterns() ? nil : patterns
  }
}
