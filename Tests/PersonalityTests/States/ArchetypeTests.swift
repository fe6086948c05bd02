import EngineFixtures
import Testing

@testable import Personality
@testable import Population

@Suite("archetypes", .timeLimit(.minutes(1)))
struct ArchetypeTests {
  private func pure(_ values: [Dimension: Double]) throws -> SegmentState {
    exactState(of: [Dimension.allCases.map { values[$0] ?? 0.5 }])
  }

  @Test("at least twelve prototypes, and each is its own nearest")
  func prototypes() throws {
    let table = try ArchetypeTable(json: PersonalityTables.archetypeBytes)
    #expect(table.archetypes.count >= 12 && table.archetypes.allSatisfy { $0.qubits.count == 12 })
    for archetype in table.archetypes {
      let person = exactState(of: [archetype.qubits.map(\.value)])
      #expect(table.name(for: person)?.split(separator: "_").contains { $0 == archetype.name } == true)
    }
  }

  @Test("the published values of the Innovator, and half the weight for what is not named")
  func innovator() throws {
    let table = try ArchetypeTable(json: PersonalityTables.archetypeBytes)
    let innovator = try #require(table.archetypes.first { $0.name == "Innovator" })
    #expect(innovator.qubits[3].value == 0.6 && innovator.qubits[9].value == 0.9 && innovator.qubits[9].weight == 1)
    #expect(innovator.qubits[0].value == 0.5 && innovator.qubits[0].weight == 0.5)
  }

  @Test("one name when it is clearly nearest, two joined when nearly as near, none without a state")
  func naming() throws {
    let table = try ArchetypeTable(json: PersonalityTables.archetypeBytes)
    let homebody = try pure([.explorationEagerness: 0.05, .locationAdventurousness: 0.05, .crowdTolerance: 0.1])
    #expect(table.name(for: homebody) == "Homebody")
    let between = try pure([
      .explorationEagerness: 0.7, .locationAdventurousness: 0.68, .temporalFlexibility: 0.7, .noveltySeeking: 0.85,
      .energyPreference: 0.6, .valueOrientation: 0.6, .socialDiscoveryStyle: 0.55,
    ])
    #expect(table.name(for: between) == "Innovator_Explorer")
    #expect(table.name(for: SegmentState([:], people: 100)) == nil)
  }

  @Test("two names stand in the order of the table, whichever of the two is nearer")
  func order() throws {
    let table = try ArchetypeTable(json: PersonalityTables.archetypeBytes)
    for nudge in [-0.01, 0.01] {
      let between = try pure([
        .explorationEagerness: 0.7 + nudge, .locationAdventurousness: 0.68 + nudge, .temporalFlexibility: 0.7,
        .noveltySeeking: 0.85, .energyPreference: 0.6 - nudge, .valueOrientation: 0.6 - nudge,
        .socialDiscoveryStyle: 0.55,
      ])
      #expect(table.name(for: between) == "Innovator_Explorer")
    }
  }

  @Test(
    "malformed tables are refused with the place",
    arguments: [
      "[]",
      #"{"version":"1","order":["A"],"unnamed_value":0.5,"unnamed_weight":0.5,"prototypes":{}}"#,
      #"{"version":"1","order":["A"],"unnamed_value":0.5,"unnamed_weight":0.5,"prototypes":{"A":{"charm":0.5}}}"#,
      #"{"version":"1","order":["A"],"unnamed_value":0.5,"unnamed_weight":0.5,"prototypes":{"A":{"novelty_seeking":1.5}}}"#,
      #"{"version":"1","order":["A"],"unnamed_value":2,"unnamed_weight":0.5,"prototypes":{"A":{"novelty_seeking":0.5}}}"#,
      #"{"version":"1","order":["A"],"unnamed_value":0.5,"unnamed_weight":0.5,"prototypes":{"A_B":{"novelty_seeking":0.5}}}"#,
    ])
  func malformed(json: String) {
    #expect(throws: ResourceError.self) { try ArchetypeTable(json: Array(json.utf8)) }
  }
}
