package import EnrichmentSchema
import Releases
package import Segments

/// The answer of `GetCommunityInfluence`.
package enum InfluenceAnswer {
  /// Fills everything but `metadata`.
  ///
  /// No category has a release of its own yet, so an answer for one speaks of all categories and says so.
  package static func response(
    to request: GetCommunityInfluenceRequest, from source: AnswerSource
  ) throws(RequestError) -> GetCommunityInfluenceResponse {
    let insights = try InfluenceInsight.selection(request.requestedInsights)
    if let violation = textViolation("product_category", request.productCategory) {
      throw .invalidArgument([violation])
    }
    let findings = request.productCategory.isEmpty ? source.findings : source.findings.forAllCategories()
    var fields = AnswerFields()
    var response = GetCommunityInfluenceResponse()
    if insights.contains(.influencePatterns) {
      response.communityInfluencePatterns = InfluencePatternsAnswer.patterns(
        findings, region: source.segment.answered.region, &fields)
    }
    response.purchaseBehavior = purchaseBehavior(insights, findings, &fields)
    if insights.contains(.marketingImplications) {
      response.marketingImplications = MarketingAnswer.implications(findings, &fields)
    }
    response.estimates = fields.estimates
    response.marketSegmentMetadata = source.metadata(for: .network, withheld: fields.withheld)
    return response
  }

  /// Who adopts after whom; nil when it was not asked for or nothing of it can be shown.
  package static func purchaseBehavior(
    _ insights: Set<InfluenceInsight>, _ findings: SegmentFindings, _ fields: inout AnswerFields,
    table: DerivedCoefficients = .standard
  ) -> PurchaseBehavior? {
    let path = "purchase_behavior"
    var answer = PurchaseBehavior()
    if insights.contains(.purchaseBehavior) {
      answer.communityDrivenPurchases = fields.share(
        findings[.communityDrivenPurchases], at: "\(path).community_driven_purchases"
      ) { Sentence.communityDriven(Rounding.share($0.value)) }
      answer.trendSetterScore = fields.share(findings[.trendSetterScore], at: "\(path).trend_setter_score") {
        Sentence.level(of: "trend-setting potential", $0)
      }
      answer.socialSharingTendency = fields.share(
        findings[.sharingTendency], at: "\(path).social_sharing_tendency"
      ) { Sentence.level(of: "tendency to share", $0) }
    }
    if !insights.isDisjoint(with: [.purchaseBehavior, .viralPotential]) {
      answer.viralPotential = fields.share(
        table.viralPotential(findings.derivedInputs), at: "\(path).viral_potential"
      ) { Sentence.level(of: "viral potential", $0) + Sentence.formulaNote }
    }
    return answer == PurchaseBehavior() ? nil : answer
  }
}
