import Testing

@testable import Privacy

@Suite("what an operator enters into the ledger", .timeLimit(.minutes(2)))
struct OperatorEntryTests {
  private static let cap = BudgetCap(perYear: PrivacyCost(nanoRho: 1_000, deltaUnits: 50))

  private func ledger() -> BudgetLedger { BudgetLedger(cap: Self.cap, hasher: fixtureHash) }

  @Test("a bound over all years ends releases for good, is lowered and never raised, and not below what is spent")
  func bound() throws {
    var ledger = ledger()
    _ = try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 400), year: 2026)
    #expect(throws: LedgerError.boundRefused(asked: 399, allowed: 400...Int64.max)) {
      _ = try ledger.bound(lifetimeNanoRho: 399, year: 2026, at: 1)
    }
    let rows = [
      try ledger.bound(lifetimeNanoRho: 900, year: 2026, at: 1),
      try ledger.bound(lifetimeNanoRho: 600, year: 2026, at: 2),
    ]
    #expect(throws: LedgerError.boundRefused(asked: 601, allowed: 400...600)) {
      _ = try ledger.bound(lifetimeNanoRho: 601, year: 2027, at: 3)
    }
    #expect(rows.map(\.charge) == [.zero, .zero] && ledger.remainingInAllYears == 200)
    #expect(throws: LedgerError.lifetimeExhausted(requested: 201, available: 200)) {
      _ = try ledger.reserve("b", family: "daily", charge: PrivacyCost(nanoRho: 201), year: 2030)
    }
    _ = try ledger.reserve("b", family: "daily", charge: PrivacyCost(nanoRho: 200), year: 2030)
    let status = ledger.status(of: 2050, runCharge: PrivacyCost(nanoRho: 1))
    #expect(status.left.nanoRho == 0 && status.runsLeft == 0 && status.spent == .zero)
  }

  @Test("a year that is opened again counts what is known to be lost, and no clock is judged by it")
  func reopened() throws {
    var ledger = ledger()
    _ = try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 100), year: 2026)
    let newest = ledger.newest
    let lost = PrivacyCost(nanoRho: 850, deltaUnits: 7)
    let row = try ledger.reopen("epoch-9/reopened", charge: lost, year: 2026, at: BudgetLedger.middle(of: 2060))
    #expect(row.charge == lost && ledger.spent(in: 2026) == PrivacyCost(nanoRho: 950, deltaUnits: 7))
    #expect(ledger.newest == newest && ledger.spentInAllYears == 950)
    #expect(throws: LedgerError.yearExhausted(year: 2026, requested: 51, available: 50)) {
      _ = try ledger.reserve("b", family: "daily", charge: PrivacyCost(nanoRho: 51), year: 2026)
    }
    #expect(throws: LedgerError.self) {
      _ = try ledger.reopen("huge", charge: PrivacyCost(nanoRho: .max), year: 2026, at: 1)
    }
  }

  @Test("such entries replay; one with a charge that none has, or a bound that is not its own, is refused")
  func replay() throws {
    var ledger = ledger()
    let rows = [
      try ledger.reopen("epoch-1/reopened", charge: PrivacyCost(nanoRho: 5), year: 2026, at: 1),
      try ledger.bound(lifetimeNanoRho: 77, year: 2026, at: 2),
    ]
    var again = self.ledger()
    for row in rows { try again.replay(row) }
    #expect(again.enteredBound == 77 && again.spentInAllYears == 5)
    for change in [LedgerEntry.Change.reopened, .bounded] {
      var forged = rows[change == .reopened ? 1 : 0]
      (forged.change, forged.sequence, forged.previousHash) = (change, 1, [])
      forged.hash = fixtureHash(forged.canonicalBytes)
      var fresh = self.ledger()
      #expect(throws: LedgerError.self) { try fresh.replay(forged) }
    }
    var unbounded = rows[1]
    unbounded.lifetimeNanoRho = 78
    #expect(unbounded.canonicalBytes != rows[1].canonicalBytes)
  }
}
