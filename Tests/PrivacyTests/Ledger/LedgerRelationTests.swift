import Privacy
import Testing

@Suite("how two copies of a ledger stand to each other", .timeLimit(.minutes(2)))
struct LedgerRelationTests {
  /// A ledger of three charges in two years, and its entries in the order of a database: year by year.
  private func entries(_ names: [(String, Int)]) throws -> [LedgerEntry] {
    var ledger = BudgetLedger(cap: BudgetCap(perYear: PrivacyCost(nanoRho: 1_000)), hasher: fixtureHash)
    return try names.map { name, year in
      try ledger.reserve(name, family: "daily", charge: PrivacyCost(nanoRho: 10), year: year).entry
    }
    .sorted { ($0.year, $0.sequence) < ($1.year, $1.sequence) }
  }

  @Test("every beginning of a ledger is continued by it, in whatever year entries are missing")
  func beginnings() throws {
    let whole = try entries([("a", 2026), ("b", 2026), ("c", 2027), ("d", 2027)])
    #expect(LedgerRelation(of: whole, to: whole) == .same)
    #expect(LedgerRelation(of: [], to: whole) == .behind(whole))
    for kept in [[0], [0, 1], [0, 1, 2], [2], [2, 3], [0, 2]] {
      let part = kept.map { whole[$0] }
      let missing = whole.filter { !part.contains($0) }
      #expect(LedgerRelation(of: part, to: whole) == .behind(missing))
      #expect(LedgerRelation(of: whole, to: part) == .ahead(missing))
    }
  }

  @Test("ledgers that each have what the other has not are a fork, at the first entry that differs")
  func forks() throws {
    let first = try entries([("a", 2026), ("b", 2026)])
    let second = try entries([("a", 2026), ("x", 2026)])
    #expect(LedgerRelation(of: first, to: second) == .forked(year: 2026, sequence: 2))
    let third = try entries([("a", 2026), ("c", 2027)])
    #expect(LedgerRelation(of: first, to: third) == .forked(year: 2026, sequence: 2))
    #expect(LedgerRelation(of: third, to: first) == .forked(year: 2027, sequence: 1))
  }
}
