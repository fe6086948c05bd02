import EnrichmentSchema
import Testing
import WireFormat

@testable import Answers
@testable import Population
@testable import Releases
@testable import Segments

@Suite("behaviour answers", .timeLimit(.minutes(1)))
struct BehaviorAnswerTests {
  private func answer(
    _ findings: SegmentFindings, _ insights: [String] = [], context: ProductContext? = nil, asked: String = "town_all"
  ) throws -> GetRealWorldBehaviorResponse {
    var request = GetRealWorldBehaviorRequest()
    request.requestedInsights = insights
    request.productContext = context
    return try Checked.behavior(request, from: AnswerFixtures.source(findings, asked: asked))
  }

  private func reasons(_ metadata: MarketSegmentMetadata?) -> [String: String] {
    Dictionary((metadata?.withheld ?? []).map { ($0.field, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  @Test("an empty list gives every group, with units, words, errors and what is withheld")
  func everything() throws {
    let response = try answer(AnswerFixtures.findings(error: 0.005))
    let behavior = try #require(response.realWorldBehavior)
    #expect(behavior.averageDwellTime?.value == 45 && behavior.averageDwellTime?.unit == "minutes")
    #expect(
      behavior.returnVisitRate?.value == 0.68 && behavior.returnVisitRate?.interpretation == "68% return to favorites")
    #expect(behavior.explorationTendency?.interpretation == "32% explore new places")
    #expect(behavior.communityEngagement?.interpretation == "High community engagement")
    #expect(behavior.journeyPatterns?.variability == 0.25 && behavior.journeyPatterns?.frequency == nil)
    let lengths = try #require(behavior.timeSpentAnalysis)
    #expect(lengths.shortVisits == 0.15 && lengths.mediumVisits == 0.45 && lengths.longVisits == 0.4)
    #expect(
      Set(response.estimates.keys).isSuperset(of: [
        "real_world_behavior.journey_patterns.variability", "real_world_behavior.time_spent_analysis.long_visits",
        "product_implications.purchase_decision_factors.quality.weight",
      ]))
    #expect(response.estimates["real_world_behavior.journey_patterns.variability"]?.tolerance == 0.03)
    let withheld = reasons(response.marketSegmentMetadata)
    #expect(withheld["real_world_behavior.journey_patterns.typical_path"] == "not_released")
    #expect(withheld["real_world_behavior.journey_patterns.frequency"] == "not_released" && withheld.count == 2)
  }

  @Test("estimated lengths of visits are said to be bounds, of which the interval tells nothing; measured ones are not")
  func estimatedDwell() throws {
    let measured = try answer(AnswerFixtures.findings(error: 0.005)).realWorldBehavior?.averageDwellTime
    #expect(measured?.bound == "" && measured?.interpretation == "" && measured?.tolerance == 5)
    var findings = AnswerFixtures.findings(error: 0.005)
    for (field, bound) in [
      (DailyField.averageDwellTime, EstimateBound.upper), (.shortVisits, .lower), (.mediumVisits, nil),
      (.longVisits, .upper),
    ] as [(DailyField, EstimateBound?)] {
      var quantity = try #require(findings[field].quantity)
      #expect(field.boundWhereEstimated == bound)
      (quantity.isEstimated, quantity.bound, quantity.vectorLength) = (true, bound, field.lengthIndex == nil ? 1 : 3)
      findings.fields[field] = .known(quantity)
    }
    let response = try answer(findings)
    let dwell = response.realWorldBehavior?.averageDwellTime
    #expect(
      dwell?.estimated == true && dwell?.bound == "upper" && dwell?.interpretation.hasPrefix("Upper bound") == true)
    let path = "real_world_behavior.time_spent_analysis"
    let lengths = ["short_visits", "medium_visits", "long_visits"].map { response.estimates["\(path).\($0)"] }
    #expect(lengths.map { $0?.bound } == ["lower", "", "upper"])
    for length in lengths {
      let (own, joint) = (try #require(length?.ci95), try #require(length?.joint95))
      #expect(joint.low < own.low && joint.high > own.high && length?.tolerance == 0.03)
    }
    #expect(response.estimates["real_world_behavior.journey_patterns.variability"]?.joint95 == nil)
  }

  @Test("implications are formulas over the same numbers and say so")
  func implications() throws {
    let implications = try #require(try answer(AnswerFixtures.findings(error: 0.005)).productImplications)
    #expect(implications.prefersQualityOverPrice?.value == true)
    #expect(implications.prefersQualityOverPrice?.interpretation == "Quality over price")
    #expect(implications.likelyToReturnPurchase?.value == 0.559)
    #expect(implications.likelyToReturnPurchase?.interpretation.hasSuffix(Sentence.formulaNote) == true)
    #expect(implications.purchaseDecisionFactors.map(\.weight) == [0.396, 0.321, 0.283])
  }

  @Test("only the groups asked for are answered; a product context adds the implications")
  func selection() throws {
    let returning = try answer(AnswerFixtures.findings(), ["return_visit_frequency"])
    #expect(returning.realWorldBehavior?.returnVisitRate != nil)
    #expect(returning.realWorldBehavior?.explorationTendency == nil && returning.productImplications == nil)
    #expect(returning.marketSegmentMetadata?.withheld.isEmpty == true)
    let both = try answer(AnswerFixtures.findings(), ["exploration_vs_loyalty"], context: ProductContext())
    #expect(both.realWorldBehavior?.explorationTendency != nil && both.realWorldBehavior?.returnVisitRate != nil)
    #expect(both.productImplications != nil && both.realWorldBehavior?.averageDwellTime == nil)
    let only = try answer(AnswerFixtures.findings(), ["product_implications"])
    #expect(only.realWorldBehavior == nil && only.productImplications != nil)
  }

  @Test("an unknown insight and an unknown price range are refused with what is allowed")
  func refused() throws {
    #expect(
      throws: RequestError.invalidArgument([
        RequestViolation(
          field: "requested_insights[1]", value: "horoscope",
          allowed: BehaviorInsight.allCases.map(\.rawValue).joined(separator: ", "))
      ])
    ) { try answer(AnswerFixtures.findings(), ["dwell_time_patterns", "horoscope"]) }
    var context = ProductContext()
    context.priceRange = "cheap"
    #expect(throws: RequestError.self) { try answer(AnswerFixtures.findings(), context: context) }
  }

  @Test("a withheld number is absent with its reason, and so is what is derived from it")
  func withheld() throws {
    var findings = AnswerFixtures.findings()
    findings.fields[.explorationTendency] = .known(AnswerFixtures.quantity(0.3, error: 0.2))
    findings.fields[.returnVisitRate] = .known(AnswerFixtures.quantity(0.7, error: 0.2))
    findings.fields[.mediumVisits] = .absent(Absence(.noSource, "none"))
    findings.dimensions[.valueOrientation] = .absent(Absence(.splitPopulation, "split"))
    let response = try answer(findings)
    let withheld = reasons(response.marketSegmentMetadata)
    #expect(response.realWorldBehavior?.returnVisitRate == nil && response.realWorldBehavior?.timeSpentAnalysis == nil)
    #expect(withheld["real_world_behavior.return_visit_rate"] == "low_confidence")
    #expect(withheld["real_world_behavior.exploration_tendency"] == "low_confidence")
    #expect(withheld["real_world_behavior.time_spent_analysis"] == "no_source")
    #expect(withheld["product_implications.likely_to_return_purchase"] == "missing_input")
    #expect(withheld["product_implications.prefers_quality_over_price"] == "missing_input")
    #expect(withheld["product_implications.purchase_decision_factors.quality"] == "missing_input")
    #expect(
      response.productImplications?.purchaseDecisionFactors.map(\.factor) == [
        "community_endorsement", "novelty", "authenticity",
      ])
  }

  @Test("metadata names the segment, region, release and policy that answered")
  func metadata() throws {
    let metadata = try #require(try answer(AnswerFixtures.findings(), asked: "town_travel").marketSegmentMetadata)
    #expect(metadata.sampleSize == 1_250 && metadata.segmentID == "town_all" && metadata.geographicCoverage == "town")
    #expect(metadata.dataFreshness?.microseconds == AnswerFixtures.cutOff && metadata.simulated)
    #expect(metadata.releaseID == "r7" && metadata.policy == "default" && metadata.policyVersion == "abc")
    #expect(metadata.epsilon == 7.77 && metadata.delta == 1.42e-6 && metadata.floor == 1_000)
    #expect(metadata.dataVersion == ReleaseRun.statisticVersion && !metadata.networkAnalysisVersion.isEmpty)
    #expect(metadata.calibratedOn.isEmpty, "no public number was chosen on data of this region")
  }

  @Test("the same findings give the same bytes")
  func deterministic() throws {
    let findings = AnswerFixtures.findings()
    #expect(try answer(findings).serializedBytes() == answer(findings).serializedBytes())
  }

  @Test("moments before and after 1970 survive the wire")
  func timestamps() {
    for time in [0, 1, -1, AnswerFixtures.cutOff, -1_500_001] as [Int64] {
      #expect(GoogleProtobufTimestamp(microseconds: time).microseconds == time)
    }
    var bad = GoogleProtobufTimestamp()
    bad.nanos = 1_000_000_000
    #expect(bad.microseconds == nil)
  }
}
