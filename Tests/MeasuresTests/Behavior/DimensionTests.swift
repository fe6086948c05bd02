import Measures
import Population
import Testing

@Suite("Dimensions from behaviour", .timeLimit(.minutes(1)))
struct DimensionTests {
  private func measure(_ records: AgentRecords, _ context: MeasureContext) -> DimensionMeasures {
    let history = VisitHistory(records.visits, in: context.window)
    return DimensionMeasures.measure(records, history: history, placeEntropy: history.placeEntropy, in: context)
  }

  private func isClose(_ value: Double?, _ expected: Double) throws -> Bool {
    abs(try #require(value) - expected) < 1e-12
  }

  private var tenVisits: [Visit] {
    (0..<10).map { RawRows.visit(UInt64($0 % 5 + 1), day: $0, $0 < 4 ? .nightlife : .work) }
  }

  @Test("names are those of the published table")
  func names() {
    #expect(Dimension.allCases.map(\.name).first == "exploration_eagerness")
    #expect(Dimension.allCases.map(\.name).last == "crowd_tolerance")
    #expect(Dimension.socialDiscoveryStyle.name == "social_discovery_style")
  }

  @Test("shares of visits become dimensions by the published ranges")
  func shares() throws {
    let revealed = measure(RawRows.records(tenVisits), RawRows.context(sources: [.visits])).revealed
    #expect(try isClose(revealed[Dimension.energyPreference.rawValue], 0.4 / 0.45))
    #expect(try isClose(revealed[Dimension.crowdTolerance.rawValue], 0.4 / 0.6))
    #expect(try isClose(revealed[Dimension.communityOrientation.rawValue], 0.35 / 0.65))
    #expect(try isClose(revealed[Dimension.explorationEagerness.rawValue], 0.4 / 0.75))
  }

  @Test("behaviour reveals nothing under ten visits and nothing without the source")
  func absent() {
    let few = measure(RawRows.records(Array(tenVisits.prefix(9))), RawRows.context())
    #expect(few.revealed.allSatisfy { $0 == nil })
    let revealed = measure(RawRows.records(tenVisits), RawRows.context(sources: [.visits])).revealed
    for dimension in [
      Dimension.authenticityPreference, .socialDiscoveryStyle, .locationAdventurousness, .valueOrientation,
    ] {
      #expect(revealed[dimension.rawValue] == nil)
    }
    var records = RawRows.records(tenVisits)
    records.adoptions = (0..<4).map { Adoption(id: UInt64($0), item: UInt64($0), time: RawRows.time(day: $0)) }
    let told = measure(records, RawRows.context()).revealed
    for dimension in [Dimension.authenticityPreference, .socialDiscoveryStyle, .trustNetworkReliance] {
      #expect(told[dimension.rawValue] == nil, "said only, whatever others did")
    }
  }

  @Test("stated and revealed values are joined with the weight of 20 visits")
  func blend() throws {
    var records = RawRows.records(tenVisits)
    records.person.statedDimensions = Array(repeating: 200_000, count: 12)
    let measures = measure(records, RawRows.context())
    let energy = try #require(measures.values[Dimension.energyPreference.rawValue])
    // 10 visits weigh half as much as what was said.
    #expect(abs(energy - (20 * 0.2 + 10 * 0.4 / 0.45) / 30) < 1e-12)
    #expect(measures.values[Dimension.authenticityPreference.rawValue] == 0.2)
    #expect(measures.authenticity != nil)
    #expect(measure(records, RawRows.context(sources: [.visits])).stated.allSatisfy { $0 == nil })
  }

  @Test("who is eligible for what depends on consent, visits and a complete profile")
  func eligibility() {
    let context = RawRows.context(sources: [.visits])
    let records = RawRows.records(tenVisits)
    let all = AgentMeasures.measure(records, in: context, consents: .all) { _ in true }
    #expect(all.isBehaviorEligible && all.isPersonalityEligible && all.isNetworkEligible)
    #expect(all.sharingTendency == nil && all.connections == 0)
    let none = AgentMeasures.measure(records, in: context, consents: []) { _ in true }
    #expect(none == AgentMeasures())
    let few = AgentMeasures.measure(
      RawRows.records(Array(tenVisits.prefix(9))), in: context, consents: .all
    ) { _ in true }
    #expect(!few.isBehaviorEligible && !few.isPersonalityEligible && few.isNetworkEligible)
    let incomplete = AgentMeasures.measure(records, in: RawRows.context(), consents: .all) { _ in true }
    #expect(!incomplete.isPersonalityEligible)
  }
}
