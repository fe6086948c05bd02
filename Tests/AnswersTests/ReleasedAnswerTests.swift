import EngineFixtures
import EnrichmentSchema
import Privacy
import Testing
import WireFormat

@testable import Answers
@testable import Measures
@testable import Population
@testable import Releases
@testable import Segments

@Suite("answers from releases", .timeLimit(.minutes(1)))
struct ReleasedAnswerTests {
  /// A cell of equal people, released with real noise.
  private func source(
    _ people: Int, sources: RegionSources = .all, policy: PrivacyPolicy = .research, isAdmitted: Bool = true
  ) throws -> AnswerSource {
    let agent = ReleaseFixtures.agent { $0.dimensions = Array(repeating: 0.7, count: 12) }
    let cell = ReleaseFixtures.cell(Array(repeating: agent, count: people), sources: sources)
    let release = try ReleaseFixtures.release(
      of: cell, policy: policy, seed: 9, isAdmitted: isAdmitted, isSimulated: true)
    let estimates = try SegmentEstimates([release], policy: policy)
    let segment = try SegmentRegistry(plans: [RegionPlan(region: "jakarta", timeZone: "UTC", division: .region)])
      .segments[0]
    return try AnswerSource(
      segment: AnsweredSegment(asked: segment, answered: segment), estimates: estimates, community: estimates,
      policy: ReleaseBuilder(policy: policy, family: cell.family).policy)
  }

  @Test("a release of enough people answers everything the daily family holds, consistently")
  func everything() throws {
    let source = try source(3_000)
    let behavior = try Checked.behavior(from: source)
    let influence = try Checked.influence(from: source)
    let validator = ConsistencyValidator(now: AnswerFixtures.cutOff, findings: source.findings)
    #expect(validator.violations(in: behavior) == [] && validator.violations(in: influence) == [])
    #expect(abs((behavior.realWorldBehavior?.averageDwellTime?.value ?? 0) - 45) < 3)
    #expect(behavior.productImplications?.purchaseDecisionFactors.count == 3)
    #expect(influence.communityInfluencePatterns?.influenceNetwork?.directConnections != nil)
    #expect(Set((behavior.marketSegmentMetadata?.withheld ?? []).map(\.reason)) == ["not_released"])
    let metadata = try #require(behavior.marketSegmentMetadata)
    #expect(metadata.releaseID == "r1" && metadata.policyVersion == "p1" && metadata.simulated)
    #expect(metadata.floor == 100 && abs(metadata.epsilon - 7.766_217) < 1e-5 && metadata.delta > 1e-6)
    #expect(abs(Int(metadata.sampleSize) - 3_000) < 100)
  }

  @Test("a region without a source withholds its fields and what is derived from them")
  func noSource() throws {
    let source = try source(3_000, sources: [.visits])
    let response = try Checked.influence(from: source)
    let reasons = Set((response.marketSegmentMetadata?.withheld ?? []).map(\.reason))
    #expect(reasons == ["no_source", "missing_input", "not_released"])
    #expect(response.purchaseBehavior == nil && response.communityInfluencePatterns == nil)
    let behavior = try Checked.behavior(from: source)
    #expect(behavior.realWorldBehavior?.averageDwellTime?.estimated == true)
    #expect(behavior.productImplications?.prefersQualityOverPrice == nil, "no price, no value orientation")
  }

  @Test("what is not admitted says nothing but why")
  func notAdmitted() throws {
    let response = try Checked.behavior(
      GetRealWorldBehaviorRequest(), from: source(3_000, isAdmitted: false))
    #expect(response.realWorldBehavior == nil && response.productImplications == nil && response.estimates.isEmpty)
    #expect(response.isWithheld)
    #expect(
      try !Checked.behavior(from: source(3_000, sources: [.visits]))
        .isWithheld)
    let withheld = response.marketSegmentMetadata?.withheld ?? []
    #expect(withheld.contains { $0.field == "real_world_behavior.average_dwell_time" && $0.reason == "not_admitted" })
  }
}
