import Measures
import Population
import Testing

@Suite("Measures of influence", .timeLimit(.minutes(1)))
struct InfluenceMeasuresTests {
  @Test("a connection counts when it was admitted and both ends consent")
  func degree() {
    var records = RawRows.records([])
    records.connections = (2...6).map {
      Tie(peer: RawRows.agent($0), first: .min, last: .min, slots: $0 == 4 ? nil : Tie.Slots(own: Int($0), peer: 0))
    }
    let measures = InfluenceMeasures.measure(records, in: RawRows.context()) { $0 != RawRows.agent(5) }
    #expect(measures.connections == 3)
  }

  @Test("connections are read for marks at the first five places of both ends only")
  func marking() {
    let ties = (0..<10).map {
      Tie(
        peer: RawRows.agent(UInt64($0) + 2), first: .min, last: .min, slots: Tie.Slots(own: $0, peer: $0 == 3 ? 5 : 0))
    }
    let read = InfluenceMeasures.marking(ties, before: RawRows.time(day: 90)).map(\.peer)
    #expect(read == [0, 1, 2, 4].map { RawRows.agent($0 + 2) })
  }

  @Test("at most eight adoptions of the window are marked, each row once")
  func marked() {
    var records = RawRows.records([])
    records.adoptions = (1...30).map { Adoption(id: $0, item: $0, time: RawRows.time(day: Int($0))) }
    #expect(InfluenceMeasures.marked(records, in: RawRows.context()).count == 8)
    records.adoptions = Array(repeating: records.adoptions[0], count: 3)
    records.adoptions.append(Adoption(id: 99, item: 99, time: RawRows.time(day: 90)))
    #expect(InfluenceMeasures.marked(records, in: RawRows.context()).map(\.id) == [1])
  }

  @Test("sharing is shares over experiences, and absent without the source")
  func sharing() {
    var records = RawRows.records([])
    records.actions = (0..<8).map { Action(id: $0, kind: $0 < 6 ? .experience : .share, time: RawRows.time(day: 1)) }
    #expect(InfluenceMeasures.measure(records, in: RawRows.context()) { _ in true }.sharingTendency == 3.0 / 8)
    let without = InfluenceMeasures.measure(records, in: RawRows.context(sources: [.visits])) { _ in true }
    #expect(without.sharingTendency == nil)
  }
}
