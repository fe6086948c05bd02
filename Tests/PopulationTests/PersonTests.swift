import Population
import Testing

@Suite("People", .timeLimit(.minutes(1)))
struct PersonTests {
  private let agent = AgentID(words: 1, 2, 3, 4)

  @Test("somebody of whom only the pseudonym is known agreed to nothing and answered nothing")
  func stranger() {
    let person = Person(agent: agent, region: "here")
    #expect(person.consents.isEmpty && person.consentedAt == 0)
    #expect(person.ageBand == .unknown && person.interestCluster == .unknown)
    #expect(person.statedDimensions.isEmpty && person.answeredAt == nil)
  }

  @Test(
    "every five-year band from 15 to 100 has a name that reads back",
    arguments: Array(stride(from: 15, through: 95, by: 5)))
  func band(lower: Int) throws {
    let band = try #require(AgeBand(lower: lower))
    #expect(band.name == "\(lower)_\(lower + 5)")
    #expect(AgeBand(name: band.name) == band)
    #expect(Int(band.lower) == lower)
  }

  @Test("no band begins below 15, above 95 or between fives", arguments: [-5, 0, 10, 14, 16, 27, 96, 100, 260])
  func noBand(lower: Int) { #expect(AgeBand(lower: lower) == nil) }

  @Test(
    "a name that is no band is none",
    arguments: ["", "_", "25", "25_", "_30", "25_30_35", "25-30", "30_25", "95_105", "a_b", "Unknown", "15_21"])
  func noName(name: String) { #expect(AgeBand(name: name) == nil) }

  @Test("bands come in order of age, the unknown one first")
  func order() throws {
    let young = try #require(AgeBand(lower: 15))
    let old = try #require(AgeBand(lower: 95))
    #expect([old, young, .unknown].sorted() == [.unknown, young, old])
  }

  @Test("the purposes are five different bits whose stored values stay, and all of them together")
  func consents() {
    let purposes: [ConsentSet] = [.behavior, .personality, .network, .experiments, .affinity]
    #expect(purposes.map(\.rawValue) == [1, 2, 4, 8, 16])
    #expect(ConsentSet.named.map(\.purpose) == purposes && ConsentSet(purposes) == .all)
    #expect(ConsentSet.all.subtracting(.network).isDisjoint(with: .network))
    #expect(!ConsentSet.behavior.contains(.personality))
  }

  @Test("affinity holds only together with behavior")
  func holding() {
    #expect(ConsentSet([.affinity, .network]).holding == .network)
    #expect(ConsentSet([.affinity, .behavior]).holding == [.affinity, .behavior] && ConsentSet.all.holding == .all)
  }

  @Test("a pseudonym's words and bytes are the same number, high end first")
  func words() throws {
    let id = AgentID(words: 0x0102_0304_0506_0708, 0, UInt64.max, 9)
    #expect(id.bytes.prefix(8) == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(id.bytes.count == AgentID.byteCount && id.bytes.last == 9)
    #expect(AgentID(id.bytes) == id)
    #expect(id.leadingWord == 0x0102_0304_0506_0708)
    #expect(
      id.description == "0102030405060708" + String(repeating: "0", count: 16) + String(repeating: "f", count: 16)
        + "0000000000000009")
  }

  @Test("pseudonyms are ordered as their bytes are, by the first that differs")
  func ordered() {
    let ids = [
      AgentID(words: 1, 0, 0, 0), AgentID(words: 0, 2, 0, 0), AgentID(words: 0, 1, 9, 9), AgentID(words: 0, 0, 0, 1),
      AgentID(words: 0, 0, 0, UInt64.max),
    ]
    let byBytes = ids.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    #expect(ids.sorted() == byBytes)
    #expect(Set(ids + ids).count == ids.count)
  }

  @Test("the twelve dimensions have names of their own, in the published order")
  func dimensions() {
    #expect(
      Dimension.allCases.map(\.name) == [
        "exploration_eagerness", "community_orientation", "authenticity_preference", "social_discovery_style",
        "temporal_flexibility", "location_adventurousness", "curation_tendency", "trust_network_reliance",
        "energy_preference", "novelty_seeking", "value_orientation", "crowd_tolerance",
      ])
    for dimension in Dimension.allCases { #expect(Dimension(name: dimension.name) == dimension) }
    #expect(Dimension(name: "explorationEagerness") == nil && Dimension(name: "") == nil)
  }
}
