import EnrichmentSchema
import Testing

@testable import Answers
@testable import Releases
@testable import Segments

@Suite("influence answers", .timeLimit(.minutes(1)))
struct InfluenceAnswerTests {
  private func answer(
    _ findings: SegmentFindings, _ insights: [String] = [], category: String = ""
  ) throws -> GetCommunityInfluenceResponse {
    var request = GetCommunityInfluenceRequest()
    request.requestedInsights = insights
    request.productCategory = category
    return try Checked.influence(request, from: AnswerFixtures.source(findings))
  }

  private func reasons(_ response: GetCommunityInfluenceResponse) -> [String: String] {
    let withheld = response.marketSegmentMetadata?.withheld ?? []
    return Dictionary(withheld.map { ($0.field, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  @Test("every group is answered, and the weekly families are withheld by name")
  func everything() throws {
    let response = try answer(AnswerFixtures.findings(error: 0.005))
    let patterns = try #require(response.communityInfluencePatterns)
    #expect(
      patterns.influenceScore?.value == 0.55 && patterns.influenceScore?.interpretation == "High influence in community"
    )
    #expect(patterns.communitySize?.value == 6_180)
    #expect(patterns.communitySize?.interpretation == "6,180 people with the same interests in town")
    #expect(patterns.influenceNetwork?.directConnections == 45 && patterns.influenceNetwork?.globalDensity == 0.036)
    #expect(patterns.influenceNetwork?.communityReach == nil && patterns.ai2aiInsights == nil)
    let withheld = reasons(response)
    for name in [
      "influence_network.indirect_connections", "influence_network.community_reach",
      "influence_network.network_density", "ai2ai_insights.average_compatibility",
      "ai2ai_insights.connection_frequency", "ai2ai_insights.learning_rate",
    ] {
      #expect(withheld["community_influence_patterns.\(name)"] == "not_released")
    }
    #expect(withheld.count == 6)
    let purchases = try #require(response.purchaseBehavior)
    #expect(purchases.communityDrivenPurchases?.interpretation == "30% of adoptions follow a connection beyond chance")
    #expect(purchases.trendSetterScore?.interpretation == "High trend-setting potential")
    #expect(purchases.viralPotential?.value == 0.821)
    #expect(response.marketingImplications?.recommendedMarketingStrategies.count == 3)
    #expect(response.marketingImplications?.respondsToCommunityEndorsements?.value == true)
  }

  @Test("a category without its own release is answered for all categories, and says so where it matters")
  func allCategories() throws {
    let plain = try answer(AnswerFixtures.findings())
    #expect(plain.purchaseBehavior?.communityDrivenPurchases?.scope.isEmpty == true)
    let response = try answer(AnswerFixtures.findings(), category: "electronics")
    #expect(response.purchaseBehavior?.communityDrivenPurchases?.scope == "all_categories")
    #expect(response.purchaseBehavior?.viralPotential?.scope == "all_categories")
    #expect(response.marketingImplications?.influencerPotential?.scope == "all_categories")
    #expect(response.communityInfluencePatterns?.influenceScore?.scope.isEmpty == true)
    #expect(throws: RequestError.self) {
      try answer(AnswerFixtures.findings(), category: String(repeating: "x", count: 200))
    }
  }

  @Test("viral potential can be asked for alone")
  func viralOnly() throws {
    let response = try answer(AnswerFixtures.findings(), ["viral_potential"])
    #expect(response.purchaseBehavior?.viralPotential != nil && response.purchaseBehavior?.trendSetterScore == nil)
    #expect(response.communityInfluencePatterns == nil && response.marketingImplications == nil)
  }

  @Test("without connections the network and what hangs on it are withheld, never zero")
  func noConnections() throws {
    var findings = AnswerFixtures.findings()
    for field in [
      DailyField.directConnections, .influenceScore, .communityDrivenPurchases, .trendSetterScore,
    ] {
      findings.fields[field] = .absent(Absence(.noSource, "no connections"))
    }
    let response = try answer(findings)
    #expect(response.communityInfluencePatterns == nil)
    let withheld = reasons(response)
    #expect(withheld["community_influence_patterns.community_size"] == "no_source")
    #expect(withheld["community_influence_patterns.influence_network.global_density"] == "no_source")
    #expect(withheld["purchase_behavior.viral_potential"] == "missing_input")
    #expect(withheld["marketing_implications.influencer_potential"] == "missing_input")
    #expect(response.purchaseBehavior?.socialSharingTendency != nil)
  }

  @Test("global density follows from two released numbers and carries the error of both")
  func globalDensity() throws {
    let findings = AnswerFixtures.findings()
    let density = try #require(findings.globalDensity.quantity)
    #expect(abs(density.value - 45.0 / 1_249) < 1e-12)
    let byCount = 45.0 / (1_249 * 1_249) * 75
    let byDegree = 0.01 * 50 / 1_249
    #expect(abs(density.standardError - (byCount * byCount + byDegree * byDegree).squareRoot()) < 1e-12)
    var large = findings
    large.people[.network] = PeopleEstimate(count: 60_001, noiseDeviation: 75)
    let response = try InfluenceAnswer.response(to: GetCommunityInfluenceRequest(), from: AnswerFixtures.source(large))
    #expect(response.communityInfluencePatterns?.influenceNetwork?.globalDensity == 0.00075, "not rounded to nothing")
    var alone = findings
    alone.people[.network] = PeopleEstimate(count: 1, noiseDeviation: 75)
    #expect(alone.globalDensity.absence?.reason == .missingInput)
  }
}
