package import EnrichmentSchema
package import Personality
import Releases
import Segments
import WireFormat

/// Makes the views of one session: the same answers as the unary calls, from the session's own numbers.
package struct SessionViewBuilder: Sendable {
  /// The segment and its releases.
  package let source: AnswerSource
  /// What the session is asked to show.
  package let insights: SessionInsights
  /// Tables and knots of the personality.
  package let engine: PersonalityEngine
  /// The product to compare with; nil without one.
  package var product: ProductState?
  /// Whether something is being sold, which asks for the product implications too.
  package var hasProductContext: Bool

  /// Makes a builder.
  package init(
    source: AnswerSource, insights: SessionInsights, engine: PersonalityEngine, product: ProductState? = nil,
    hasProductContext: Bool = false
  ) {
    self.source = source
    self.insights = insights
    self.engine = engine
    self.product = product
    self.hasProductContext = hasProductContext
  }

  /// The whole view after the events of `posterior`, with metadata.
  package func snapshot(_ posterior: SessionPosterior) -> SessionView {
    var fields = AnswerFields()
    var view = SessionView()
    let findings = posterior.findings
    view.realWorldBehavior = BehaviorAnswer.behavior(insights.behavior, findings, &fields)
    if hasProductContext || insights.behavior.contains(.productImplications) {
      view.productImplications = ProductImplicationsAnswer.implications(findings, &fields)
    }
    fillPersonality(&view, posterior, findings, &fields)
    fillInfluence(&view, findings, &fields)
    view.estimates = fields.estimates
    view.marketSegmentMetadata = source.metadata(for: .behavior, withheld: fields.withheld)
    return view
  }

  private func fillPersonality(
    _ view: inout SessionView, _ posterior: SessionPosterior, _ findings: SegmentFindings,
    _ fields: inout AnswerFields
  ) {
    let state = PersonalityState(findings.state, adjusted: posterior.movedDimensions)
    view.personalityProfile = PersonalityProfileAnswer.profile(
      insights.personality, state, findings.profile, archetypes: engine.tables.archetypes, &fields)
    if insights.personality.contains(.quantumCompatibility) {
      view.quantumCompatibility = PersonalityMatchAnswer.compatibility(product, state, &fields)
    }
  }

  private func fillInfluence(
    _ view: inout SessionView, _ findings: SegmentFindings, _ fields: inout AnswerFields
  ) {
    if insights.influence.contains(.influencePatterns) {
      view.communityInfluencePatterns = InfluencePatternsAnswer.patterns(
        findings, region: source.segment.answered.region, &fields)
    }
    view.purchaseBehavior = InfluenceAnswer.purchaseBehavior(insights.influence, findings, &fields)
    if insights.influence.contains(.marketingImplications) {
      view.marketingImplications = MarketingAnswer.implications(findings, &fields)
    }
  }
}
