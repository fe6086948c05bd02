import Population
import Testing

@Suite("Sources of a region", .timeLimit(.minutes(1)))
struct RegionSourcesTests {
  @Test("are named in their published order, whatever order they were declared in")
  func order() throws {
    #expect(
      RegionSources.all.names == [
        "visits", "dwell", "coordinates", "connections", "shares", "adoptions", "onboarding", "price", "compatibility",
        "sessions", "learning",
      ])
    #expect(try #require(RegionSources(names: RegionSources.all.names.reversed())).names == RegionSources.all.names)
  }

  @Test("any set reads back from its names", arguments: 0..<32)
  func roundTrip(number: UInt64) {
    let set = RegionSources(rawValue: UInt16(truncatingIfNeeded: Mixing.mix(number))).intersection(.all)
    #expect(RegionSources(names: set.names) == set)
  }

  @Test("of the same name twice are one, of no name none")
  func repeated() {
    #expect(RegionSources(names: ["visits", "visits"]) == .visits)
    #expect(RegionSources(names: []) == [])
  }

  @Test("nobody knows are refused, also beside known ones", arguments: ["", "Visits", "visit", "dreams"])
  func unknown(name: String) {
    #expect(RegionSources(names: ["visits", name]) == nil)
  }

  @Test("a declaration keeps all rows unless it says for how many days")
  func declaration() {
    let declared = RegionDeclaration(region: "here", timeZone: "UTC", sources: .all, isSimulated: true, asOf: nil)
    #expect(declared.historyDays == nil && declared.asOf == nil && declared.isSimulated)
  }
}
