import Testing

@testable import Simulation

@Suite("Adoptions of a city", .timeLimit(.minutes(1)))
struct AdoptionLogTests {
  @Test("each person's adoptions come back by time, each item once, however many people come between")
  func entries() {
    var log = AdoptionLog(people: 3)
    #expect(log.add(7, of: 0, at: 10) && log.add(7, of: 2, at: 11) && log.add(9, of: 0, at: 12))
    #expect(!log.add(7, of: 0, at: 13))
    #expect(log.add(8, of: 0, at: 14))
    #expect(log.entries(of: 0).map(\.item) == [7, 9, 8] && log.entries(of: 0).map(\.time) == [10, 12, 14])
    #expect(log.entries(of: 1).isEmpty)
    #expect(log.entries(of: 2).map(\.item) == [7])
  }
}
