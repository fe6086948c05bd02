import EnrichmentSchema
import Privacy
import Releases
import SamplerFixtures
import Testing
import WireFormat

@testable import Answers

@Suite("consistency of answers", .timeLimit(.minutes(1)))
struct ConsistencyValidatorTests {
  private let findings = AnswerFixtures.findings(error: 0.005)

  private func validator(_ findings: SegmentFindings? = nil) -> ConsistencyValidator {
    ConsistencyValidator(now: AnswerFixtures.cutOff + 1, findings: findings ?? self.findings)
  }

  private func behavior(_ findings: SegmentFindings) throws -> GetRealWorldBehaviorResponse {
    try BehaviorAnswer.response(to: GetRealWorldBehaviorRequest(), from: AnswerFixtures.source(findings))
  }

  private func influence(_ findings: SegmentFindings) throws -> GetCommunityInfluenceResponse {
    try InfluenceAnswer.response(to: GetCommunityInfluenceRequest(), from: AnswerFixtures.source(findings))
  }

  @Test("what the engine answers is consistent, for any release")
  func consistent() throws {
    var source = SeededBitsForTesting(seed: 11)
    for round in 0..<150 {
      let findings = AnswerFixtures.random(&source, error: [0.001, 0.01, 0.03][round % 3])
      let found =
        try validator(findings).violations(in: behavior(findings))
        + validator(findings).violations(in: influence(findings))
      #expect(found.isEmpty, "\(found.map(\.description))")
    }
  }

  @Test("an error planted in behaviour is found under its rule")
  func plantedBehavior() throws {
    let sound = try behavior(findings)
    let planted: [(ConsistencyViolation.Rule, (inout GetRealWorldBehaviorResponse) -> Void)] = [
      (.ranges, { $0.realWorldBehavior?.communityEngagement?.value = 1.2 }),
      (.ranges, { $0.realWorldBehavior?.explorationTendency?.value = 0.33 }),
      (.ranges, { $0.realWorldBehavior?.returnVisitRate?.confidence = 0.82 }),
      (.ranges, { $0.realWorldBehavior?.timeSpentAnalysis?.longVisits = 0.401 }),
      (.ranges, { $0.realWorldBehavior?.journeyPatterns?.variability = -0.1 }),
      (.ranges, { $0.realWorldBehavior?.averageDwellTime?.ci95?.high = 44 }),
      (.ranges, { $0.productImplications?.prefersQualityOverPrice?.confidence = 0.4 }),
      (.ranges, { $0.productImplications?.purchaseDecisionFactors[0].weight = 0.5 }),
      (.dwell, { $0.realWorldBehavior?.averageDwellTime?.value = 20 }),
      (.dwell, { $0.realWorldBehavior?.averageDwellTime?.value = 135 }),
      (.formulas, { $0.realWorldBehavior?.communityEngagement?.interpretation = "Low community engagement" }),
      (.formulas, { $0.realWorldBehavior?.returnVisitRate?.interpretation = "69% return to favorites" }),
      (.formulas, { $0.productImplications?.likelyToReturnPurchase?.value = 0.72 }),
      (.formulas, { $0.productImplications?.purchaseDecisionFactors.swapAt(0, 1) }),
      (.formulas, { $0.productImplications?.purchaseDecisionFactors[2].factor = "sustainability" }),
      (.provenance, { $0.marketSegmentMetadata?.dataFreshness?.seconds += 10 }),
      (.provenance, { $0.marketSegmentMetadata?.dataFreshness = nil }),
      (.provenance, { $0.marketSegmentMetadata?.sampleSize = 800 }),
      (
        .provenance,
        {
          $0.realWorldBehavior?.averageDwellTime?.asOf = GoogleProtobufTimestamp(
            microseconds: AnswerFixtures.cutOff + 1_000_000)
        }
      ),
    ]
    for (index, (rule, plant)) in planted.enumerated() {
      var broken = sound
      plant(&broken)
      #expect(validator().violations(in: broken).contains { $0.rule == rule }, "planted error \(index)")
    }
  }

  @Test("a measure that is newer than the answer is named")
  func newerMeasure() throws {
    let late = GoogleProtobufTimestamp(microseconds: AnswerFixtures.cutOff + 1_000_000)
    var behavior = try behavior(findings)
    behavior.realWorldBehavior?.returnVisitRate?.asOf = late
    var influence = try influence(findings)
    influence.purchaseBehavior?.trendSetterScore?.asOf = late
    let found = validator().violations(in: behavior) + validator().violations(in: influence)
    #expect(
      found.map(\.description) == [
        "provenance real_world_behavior.return_visit_rate.as_of: is after data_freshness",
        "provenance purchase_behavior.trend_setter_score.as_of: is after data_freshness",
      ])
  }

  @Test("an error planted in influence is found under its rule")
  func plantedInfluence() throws {
    let sound = try influence(findings)
    let planted: [(ConsistencyViolation.Rule, (inout GetCommunityInfluenceResponse) -> Void)] = [
      (.ranges, { $0.communityInfluencePatterns?.influenceScore?.value = 0.73 }),
      (.network, { $0.communityInfluencePatterns?.influenceNetwork?.globalDensity = 0.42 }),
      (.network, { $0.communityInfluencePatterns?.influenceNetwork?.directConnections = 47 }),
      (
        .network,
        {
          $0.communityInfluencePatterns?.influenceNetwork?.communityReach = 0.2
          $0.communityInfluencePatterns?.influenceNetwork?.indirectConnections = 320
          $0.communityInfluencePatterns?.influenceNetwork?.reachHops = 3
        }
      ),
      (.formulas, { $0.purchaseBehavior?.viralPotential?.value = 0.72 }),
      (.formulas, { $0.purchaseBehavior?.communityDrivenPurchases?.interpretation = "65% influenced" }),
      (.formulas, { $0.marketingImplications?.recommendedMarketingStrategies.swapAt(0, 2) }),
      (.formulas, { $0.marketingImplications?.recommendedMarketingStrategies[1].effectiveness += 0.002 }),
      (.formulas, { $0.marketingImplications?.recommendedMarketingStrategies[1].strategy = "discounts" }),
      (.formulas, { $0.marketingImplications?.influencerPotential?.value = 0.8 }),
      (.formulas, { $0.marketingImplications?.influencerPotential?.interpretation = "High influencer potential" }),
    ]
    for (index, (rule, plant)) in planted.enumerated() {
      var broken = sound
      plant(&broken)
      #expect(validator().violations(in: broken).contains { $0.rule == rule }, "planted error \(index)")
    }
  }

  @Test("reach that holds everybody within two hops is accepted")
  func reach() throws {
    var response = try influence(findings)
    response.communityInfluencePatterns?.influenceNetwork?.communityReach = 0.68
    response.communityInfluencePatterns?.influenceNetwork?.indirectConnections = 320
    response.communityInfluencePatterns?.influenceNetwork?.reachHops = 3
    #expect(validator().violations(in: response).isEmpty)
  }

  @Test("an error planted in a personality answer is found under its rule")
  func plantedPersonality() throws {
    var sound = GetQuantumPersonalityResponse()
    var knot = KnotCompatibility()
    knot.score = 0.816
    knot.jonesPolynomialMatch = 0.84
    knot.alexanderPolynomialMatch = 0.79
    knot.topologicalSimilarity = 0.81
    sound.knotCompatibility = knot
    var dimension = PersonalityDimension()
    dimension.value = 0.5
    var quartiles = Percentiles()
    quartiles.p25 = 0.4
    quartiles.p50 = 0.5
    quartiles.p75 = 0.6
    dimension.percentiles = quartiles
    sound.personalityProfile = PersonalityProfile()
    sound.personalityProfile?.dimensions["novelty_seeking"] = dimension
    sound.marketSegmentMetadata = AnswerFixtures.source(findings).metadata(for: .personality, withheld: [])
    #expect(validator().violations(in: sound).isEmpty)
    var broken = sound
    broken.knotCompatibility?.score = 0.84
    #expect(validator().violations(in: broken).map(\.rule) == [.formulas])
    broken = sound
    broken.personalityProfile?.dimensions["novelty_seeking"]?.percentiles?.p25 = 0.55
    #expect(validator().violations(in: broken).map(\.rule) == [.ranges])
    var product = HighCompatibilityProduct()
    (product.productID, product.compatibilityScore) = ("phone", 0.9)
    var closed = ProductAffinity()
    (closed.lift, closed.withheld) = (1, "below_floor")
    product.affinity = closed
    broken = sound
    broken.productRecommendations = ProductRecommendations()
    broken.productRecommendations?.highCompatibility = [product]
    #expect(validator().violations(in: broken).isEmpty)
    broken.productRecommendations?.highCompatibility[0].affinity?.lift = 1.5
    #expect(validator().violations(in: broken).map(\.field).map { $0.hasSuffix("affinity.withheld") } == [true])
  }
}
