import Answers
import EnrichmentSchema
import EventLoop
import Operations
import Population
import Privacy
import Storage
import StoreFixtures
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("answers of a released city", .timeLimit(.minutes(5)))
struct ReleasedCityTests {
  private func run(_ store: TemporaryStore, policy: PrivacyPolicy, asOf: Int64) async throws -> RunReleaseResponse {
    try await EpochJob(store: store.opened.store).run(policy: policy, asOf: .moment(asOf), now: asOf + 1)
  }

  /// Answers from a store, made at the time of its release.
  private func answers(of store: TemporaryStore, _ catalogue: SegmentCatalogue) throws -> SegmentAnswers {
    try SegmentAnswers(
      catalogue: catalogue, cache: store.opened.store, pool: BlockingPool(name: "answers", threads: 1),
      clock: TemporaryStore.clock)
  }

  @Test("the answers of a city hold the weekly fields or say why not, with scope and date")
  func answers() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 400)
    _ = try await run(store, policy: .research, asOf: TemporaryStore.cutOff)
    let catalogue = SegmentCatalogue(store: store.opened.store)
    try await catalogue.refresh()
    let given = try answers(of: store, catalogue)
    var segment = UserSegment()
    segment.segmentID = "simcity_all"
    var behavior = GetRealWorldBehaviorRequest()
    behavior.userSegment = segment
    let doings = try GetRealWorldBehaviorResponse(serializedBytes: try await given.behavior(behavior).bytes)
    var influence = GetCommunityInfluenceRequest()
    influence.userSegment = segment
    let network = try GetCommunityInfluenceResponse(serializedBytes: try await given.influence(influence).bytes)
    var profile = GetQuantumPersonalityRequest()
    profile.userSegment = segment
    let persons = try GetQuantumPersonalityResponse(serializedBytes: try await given.personality(profile).bytes)
    #expect(persons.personalityProfile?.authenticityScore != nil)
    #expect(doings.realWorldBehavior?.journeyPatterns?.frequency != nil)
    #expect(network.communityInfluencePatterns?.ai2aiInsights?.learningRate != nil)
    let dated = doings.estimates["real_world_behavior.journey_patterns.frequency"]?.asOf?.microseconds
    #expect(dated == TemporaryStore.cutOff)
    let withheld = [
      doings.marketSegmentMetadata, network.marketSegmentMetadata, persons.marketSegmentMetadata,
    ].flatMap { $0?.withheld ?? [] }
    let reasons = Set(withheld.map(\.reason))
    #expect(reasons.isSubset(of: ["low_confidence", "missing_input", "not_requested_data"]), "\(withheld)")
    #expect(withheld.contains { $0.field == "personality_profile.12_dimensions.*.percentiles" })
  }

  @Test("the default policy does not answer for 200 people, the research policy does and says so")
  func floors() async throws {
    let store = try await TemporaryStore()
    try await store.simulate(people: 200)
    let other = try await TemporaryStore()
    try await other.simulate(people: 200)
    let small = try await run(other, policy: .default, asOf: TemporaryStore.cutOff)
    #expect(small.answerableSegments == 0)
    let research = try await run(store, policy: .research, asOf: TemporaryStore.cutOff)
    #expect(research.answerableSegments == 1)
    let catalogue = SegmentCatalogue(store: store.opened.store)
    try await catalogue.refresh()
    var request = GetRealWorldBehaviorRequest()
    request.userSegment = UserSegment()
    request.userSegment?.segmentID = "simcity_all"
    let answer = try await answers(of: store, catalogue).behavior(request)
    let response = try GetRealWorldBehaviorResponse(serializedBytes: answer.bytes)
    #expect(response.marketSegmentMetadata?.policy == "research")
    #expect(response.marketSegmentMetadata?.floor == 100)
    #expect(response.marketSegmentMetadata?.simulated == true)
  }
}
