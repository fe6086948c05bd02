import Measures
import Population
import Testing

@Suite("Measures of influence", .timeLimit(.minutes(1)))
struct InfluenceMeasuresTests {
  private func adoption(_ id: UInt64, credited: Bool, inCopy: Bool) -> Adoption {
    var adoption = Adoption(id: id, item: id, time: RawRows.time(day: Int(id)))
    if credited { adoption.creditedBy = [RawRows.agent(2)] }
    if inCopy { adoption.creditedNullBy = [RawRows.agent(3)] }
    return adoption
  }

  @Test("credit counts 1 beyond the copy, 0 below it, one half otherwise, shrunk by four of eight")
  func communityDriven() {
    var records = RawRows.records([])
    records.adoptions = [
      adoption(1, credited: true, inCopy: false), adoption(2, credited: false, inCopy: true),
      adoption(3, credited: true, inCopy: true), adoption(4, credited: true, inCopy: false),
    ]
    let context = RawRows.context()
    let all = InfluenceMeasures.measure(records, in: context) { _ in true }
    #expect(all.communityDrivenShare == (2.5 + 4) / 12)
    let withoutTwo = InfluenceMeasures.measure(records, in: context) { $0 != RawRows.agent(2) }
    #expect(withoutTwo.communityDrivenShare == (0.5 + 0 + 0 + 0.5 + 4) / 12)
    let none = InfluenceMeasures.measure(RawRows.records([]), in: context) { _ in true }
    #expect(none.communityDrivenShare == 0.5 && none.trendSetterShare == 0.5)
  }

  @Test("removing a person who is named moves a share by at most what the bound says")
  func removal() {
    var records = RawRows.records([])
    records.adoptions = [adoption(1, credited: true, inCopy: true)]
    let context = RawRows.context()
    for named in [UInt64(2), 3] {
      let with = InfluenceMeasures.measure(records, in: context) { _ in true }.communityDrivenShare ?? 0
      let without =
        InfluenceMeasures.measure(records, in: context) { $0 != RawRows.agent(named) }.communityDrivenShare ?? 0
      #expect(abs(with - without) <= 1.0 / 9)
    }
  }

  @Test("at most eight adoptions count")
  func adoptionBound() {
    var records = RawRows.records([])
    records.adoptions = (1...30).map { adoption($0, credited: true, inCopy: false) }
    #expect(InfluenceMeasures.measure(records, in: RawRows.context()) { _ in true }.communityDrivenShare == 0.75)
  }

  @Test("being first counts 1, a tie one half")
  func trendSetting() {
    var records = RawRows.records([])
    var row = Adoption(id: 1, item: 1, time: RawRows.time(day: 1))
    row.comparisons = [
      AdoptionComparison(peer: RawRows.agent(2), order: .first),
      AdoptionComparison(peer: RawRows.agent(3), order: .tie),
      AdoptionComparison(peer: RawRows.agent(4), order: .later),
    ]
    records.adoptions = [row]
    #expect(InfluenceMeasures.measure(records, in: RawRows.context()) { _ in true }.trendSetterShare == 5.5 / 11)
  }

  @Test("a connection counts when it was admitted and both ends consent")
  func degree() {
    var records = RawRows.records([])
    records.connections = (2...6).map {
      Tie(peer: RawRows.agent($0), first: .min, last: .min, counted: $0 != 4)
    }
    let measures = InfluenceMeasures.measure(records, in: RawRows.context()) { $0 != RawRows.agent(5) }
    #expect(measures.connections == 3)
  }

  @Test("sharing is shares over experiences, and absent without the source")
  func sharing() {
    var records = RawRows.records([])
    records.actions = (0..<8).map { Action(id: $0, kind: $0 < 6 ? .experience : .share, time: RawRows.time(day: 1)) }
    #expect(InfluenceMeasures.measure(records, in: RawRows.context()) { _ in true }.sharingTendency == 3.0 / 8)
    let without = InfluenceMeasures.measure(records, in: RawRows.context(sources: [.visits])) { _ in true }
    #expect(without.sharingTendency == nil && without.communityDrivenShare == nil && without.trendSetterShare == nil)
  }
}
