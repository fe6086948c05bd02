import Testing

@testable import Simulation

@Suite("Adoptions of a city", .timeLimit(.minutes(1)))
struct AdoptionLogTests {
  @Test("each person's adoptions come back by time, each item once, however many people come between")
  func entries() {
    var log = AdoptionLog(people: 3)
    let told: [(item: Int32, person: Int)] = [(7, 0), (7, 2), (9, 0), (7, 0), (8, 0)]
    let added = told.enumerated().map { log.add($1.item, of: $1.person, at: Int64(10 + $0)) }
    #expect(added == [true, true, true, false, true])
    #expect(log.entries(of: 0).map(\.item) == [7, 9, 8] && log.entries(of: 0).map(\.time) == [10, 12, 14])
    #expect(log.entries(of: 1).isEmpty)
    #expect(log.entries(of: 2).map(\.item) == [7])
  }
}
