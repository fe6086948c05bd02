import Population
import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import WireFormat

/// Everything a server answers about one segment.
struct SegmentFacts {
  /// Id of the segment.
  let segment: String
  /// What its people do.
  let behavior: GetRealWorldBehaviorResponse
  /// Who they are.
  let personality: GetQuantumPersonalityResponse
  /// How they influence each other.
  let influence: GetCommunityInfluenceResponse

  /// Asks for all three.
  init(_ segment: String, client: PartnerClient) async throws {
    self.segment = segment
    var user = UserSegment()
    user.segmentID = segment
    var behavior = GetRealWorldBehaviorRequest()
    behavior.userSegment = user
    self.behavior = try await client.service.getRealWorldBehavior(behavior, options: client.options())
    var personality = GetQuantumPersonalityRequest()
    personality.userSegment = user
    self.personality = try await client.service.getQuantumPersonality(personality, options: client.options())
    var influence = GetCommunityInfluenceRequest()
    influence.userSegment = user
    self.influence = try await client.service.getCommunityInfluence(influence, options: client.options())
  }

  /// What is absent, by field, without the comparisons that need a product.
  var withheld: [Withheld] {
    let all = [behavior.marketSegmentMetadata, personality.marketSegmentMetadata, influence.marketSegmentMetadata]
    return all.flatMap { $0?.withheld ?? [] }.filter { $0.reason != "not_requested_data" }
  }

  /// The twelve dimensions in their order, with what the profile says of each.
  var dimensions: [PersonalityDimension] {
    Dimension.allCases.map { personality.personalityProfile?.dimensions[$0.name] ?? PersonalityDimension() }
  }
}
