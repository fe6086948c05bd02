import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import Population
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
  /// What the people of its region's zones like; nil where nothing of it is released.
  let zones: ZoneFacts?

  /// Asks for all of it.
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
    let region = self.behavior.marketSegmentMetadata?.geographicCoverage ?? ""
    zones = try await ZoneFacts(user, region: region, client: client)
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

/// A segment laid out for a terminal.
enum SegmentCard {
  /// The card, line by line.
  static func lines(_ facts: SegmentFacts) -> [String] {
    var lines = AnswerLines()
    lines.heading("what they do")
    lines.behavior(facts.behavior.realWorldBehavior)
    lines.implications(facts.behavior.productImplications)
    lines.heading("who they are")
    lines.profile(facts.personality.personalityProfile)
    lines.heading("how they influence each other")
    lines.influence(facts.influence.communityInfluencePatterns)
    lines.purchases(facts.influence.purchaseBehavior)
    lines.marketing(facts.influence.marketingImplications)
    if let zones = facts.zones { lines.add(zones.lines) }
    lines.heading("withheld")
    for field in facts.withheld {
      lines.row(field.field.split(separator: ".").dropFirst().joined(separator: "."), why(field))
    }
    lines.heading("where it comes from")
    lines.source(facts.behavior.marketSegmentMetadata, call: nil)
    return ["segment \(facts.segment)"] + lines.text
  }

  private static func why(_ field: Withheld) -> String {
    field.reason + (field.detail.isEmpty ? "" : ": \(field.detail)")
  }
}
