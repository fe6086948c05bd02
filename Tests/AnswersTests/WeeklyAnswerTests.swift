import EngineFixtures
import EnrichmentSchema
import Measures
import Privacy
import Testing
import WireFormat

@testable import Answers
@testable import Personality
@testable import Population
@testable import Releases
@testable import Segments

/// Fields that are drawn once a term, from a release to the answer; `Checked` looks for contradictions in each.
@Suite("answers from the weekly families", .timeLimit(.minutes(1)))
struct WeeklyAnswerTests {
  private static let members = 34
  private static let copies = 60
  /// The town with every source, made once.
  private static let whole = Result { try town(sources: .all) }

  /// Releases of a town of 60 clubs in two cells, and of its network.
  private static func town(sources: RegionSources) throws -> (cells: [SegmentRelease], network: SegmentRelease) {
    let ties = (0..<copies).flatMap { copy in
      KarateClub.edges.map { ($0.0 + members * copy, $0.1 + members * copy) }
    }
    let people = WeeklyFixtures.people(members * copies, ties) { $0 < $1 ? 800_000 : 600_000 }
    let agents = people.enumerated().map { number, records in
      WeeklyFixtures.agent { agent in
        agent.connections = records.connections.count
        agent.dimensions = (0..<12).map { 0.3 + 0.03 * Double($0) + 0.05 * Double(number % 3) }
        agent.profile?.transitions = WeeklyFixtures.moves([
          (.home, .coffee, 0.6), (.coffee, .work, 0.5), (.work, .food, 0.45), (.food, .home, 0.4),
        ])
      }
    }
    let half = agents.count / 2
    let cells = [
      try WeeklyFixtures.release(of: Array(agents[..<half]), id: "town/all/shopping", sources: sources, seed: 3),
      try WeeklyFixtures.release(of: Array(agents[half...]), id: "town/all/travel", sources: sources, seed: 4),
    ]
    return (cells, try WeeklyFixtures.release(of: WeeklyFixtures.network(people, sources: sources)))
  }

  /// What answers about the town are made from, or about its first cell when `isWhole` is false.
  private func source(isWhole: Bool = true, sources: RegionSources = .all) throws -> AnswerSource {
    let (cells, network) = try sources == .all ? Self.whole.get() : Self.town(sources: sources)
    let region = try SegmentEstimates(cells, policy: .research)
    let estimates = isWhole ? region : try SegmentEstimates([cells[0]], policy: .research)
    let segment = try SegmentRegistry(plans: [RegionPlan(region: "town", timeZone: "UTC", division: .region)])
      .segments[0]
    return AnswerSource(
      segment: AnsweredSegment(asked: segment, answered: segment), estimates: estimates, community: region,
      network: try NetworkEstimates([network], cells: region),
      policy: try ReleaseBuilder(policy: .research, family: DailyFamily(sources: .all)).policy)
  }

  private func reasons(_ metadata: MarketSegmentMetadata?) -> [String: String] {
    Dictionary((metadata?.withheld ?? []).map { ($0.field, $0.reason) }, uniquingKeysWith: { first, _ in first })
  }

  @Test("journeys: the typical path, the moves it is made of and how often people make them")
  func journeys() throws {
    let response = try Checked.behavior(from: try source())
    let patterns = try #require(response.realWorldBehavior?.journeyPatterns)
    #expect(patterns.typicalPath == ["home", "coffee", "work", "food"])
    #expect(patterns.steps.count == 4 && patterns.steps[0].share > patterns.steps[3].share)
    #expect(patterns.frequency == "several_times_a_week")
    let frequency = try #require(response.estimates["real_world_behavior.journey_patterns.frequency"])
    #expect((frequency.confidence ?? 0) > 0.9 && frequency.asOf?.microseconds == ReleaseFixtures.run.cutOff)
    #expect(response.estimates["real_world_behavior.journey_patterns.typical_path"]?.asOf != nil)
    #expect(reasons(response.marketSegmentMetadata).isEmpty)
  }

  @Test("personality: quartiles around the mean, and authenticity")
  func personality() throws {
    let source = try source()
    let response = try Checked.personality(
      GetQuantumPersonalityRequest(), from: source, state: PersonalityState(source.findings.state),
      engine: PersonalityEngine(tables: try .published(), knots: KnotCache()))
    let profile = try #require(response.personalityProfile)
    #expect(abs((profile.authenticityScore ?? 0) - 0.8) < 0.02)
    for (index, dimension) in Dimension.allCases.enumerated() {
      let quartiles = try #require(profile.dimensions[dimension.name]?.percentiles)
      #expect(abs(quartiles.p50 - (0.35 + 0.03 * Double(index))) < 0.06 && quartiles.p25 <= quartiles.p50)
      #expect(quartiles.p50 <= quartiles.p75)
      let path = "personality_profile.12_dimensions.\(dimension.name).percentiles.p50"
      let estimate = try #require(response.estimates[path])
      let interval = try #require(estimate.ci95)
      #expect(interval.low <= quartiles.p50 + 0.001 && quartiles.p50 <= interval.high + 0.001)
    }
    #expect(reasons(response.marketSegmentMetadata)["personality_profile.authenticity_score"] == nil)
  }

  @Test("network: the region's numbers under their own scope when a part of it was asked for")
  func network() throws {
    for isWhole in [true, false] {
      let response = try Checked.influence(from: try source(isWhole: isWhole))
      let patterns = try #require(response.communityInfluencePatterns)
      let insights = try #require(patterns.ai2aiInsights)
      #expect(abs((insights.averageCompatibility ?? 0) - 0.7) < 0.05)
      #expect(abs((insights.learningRate ?? 0) - 0.7) < 0.05 && insights.connectionFrequency != nil)
      let path = "community_influence_patterns.ai2ai_insights.average_compatibility"
      let estimate = try #require(response.estimates[path])
      #expect(estimate.scope == (isWhole ? "" : "region") && estimate.asOf != nil)
      #expect(response.estimates["community_influence_patterns.influence_network.direct_connections"]?.scope == "")
      let withheld = reasons(response.marketSegmentMetadata)
      #expect(withheld["community_influence_patterns.influence_network.community_reach"] == "low_confidence")
      #expect(patterns.influenceNetwork?.reachHops == nil)
    }
  }

  @Test("a region whose ties say nothing of agents withholds the three numbers for want of a source")
  func noAgents() throws {
    let sources = RegionSources.all.subtracting([.compatibility, .sessions, .learning])
    let response = try Checked.influence(from: try source(sources: sources))
    let withheld = reasons(response.marketSegmentMetadata)
    for name in ["average_compatibility", "connection_frequency", "learning_rate"] {
      #expect(withheld["community_influence_patterns.ai2ai_insights.\(name)"] == "no_source")
    }
    #expect(response.communityInfluencePatterns?.ai2aiInsights == nil)
  }

  @Test("reach and ring of a large region are shown with the hops that reach counts, and fit the region's people")
  func reach() throws {
    var source = try source()
    source.findings.network.fields[.communityReach] = .known(
      AnswerFixtures.quantity(0.2, error: 0.01, tolerance: 0.05))
    source.findings.network.fields[.indirectConnections] = .known(
      AnswerFixtures.quantity(15.6, error: 5, tolerance: 25, range: 0...2_450))
    let response = try Checked.influence(from: source)
    let network = try #require(response.communityInfluencePatterns?.influenceNetwork)
    #expect(network.communityReach == 0.2 && network.reachHops == 3 && network.indirectConnections == 16)
    source.findings.network.fields[.communityReach] = .known(
      AnswerFixtures.quantity(0.0001, error: 0.0001, tolerance: 0.05))
    source.findings.network.fields[.indirectConnections] = .known(
      AnswerFixtures.quantity(900, error: 0.1, tolerance: 25, range: 0...2_450))
    let impossible = try InfluenceAnswer.response(to: GetCommunityInfluenceRequest(), from: source)
    let validator = ConsistencyValidator(now: .max, findings: source.findings)
    #expect(validator.violations(in: impossible).contains { $0.rule == .network })
  }

  @Test("a journey that contradicts itself is found", arguments: 0..<4)
  func contradictions(_ index: Int) throws {
    let source = try source()
    var response = try Checked.behavior(from: source)
    switch index {
    case 0: response.realWorldBehavior?.journeyPatterns?.typicalPath = ["home", "coffee", "home", "food"]
    case 1: response.realWorldBehavior?.journeyPatterns?.typicalPath = ["home", "coffee", "work", "moon"]
    case 2: response.realWorldBehavior?.journeyPatterns?.frequency = "often"
    default: response.realWorldBehavior?.journeyPatterns?.steps.reverse()
    }
    let validator = ConsistencyValidator(now: .max, findings: source.findings)
    #expect(validator.violations(in: response).contains { $0.rule == .formulas })
  }
}
