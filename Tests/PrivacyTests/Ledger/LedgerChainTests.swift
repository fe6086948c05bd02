import Privacy
import Testing

@Suite("the ledger's hash chain", .timeLimit(.minutes(2)))
struct LedgerChainTests {
  private static let cap = BudgetCap(perYear: PrivacyCost(nanoRho: 1_000))

  private func rows() throws -> [LedgerEntry] {
    var ledger = BudgetLedger(cap: Self.cap, hasher: fixtureHash)
    let first = try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 10), year: 2026)
    var rows = [first.entry]
    rows.append(try ledger.use(first, at: 1))
    let second = try ledger.reserve("b", family: "admission", charge: PrivacyCost(nanoRho: 20), year: 2026)
    rows.append(second.entry)
    return rows
  }

  private func replay(_ rows: [LedgerEntry]) throws -> BudgetLedger {
    var ledger = BudgetLedger(cap: Self.cap, hasher: fixtureHash)
    for row in rows { try ledger.replay(row) }
    return ledger
  }

  @Test("stored rows replay to the same ledger, open reservations included")
  func replays() throws {
    var ledger = try replay(try rows())
    #expect(ledger.spent(in: 2026).nanoRho == 30)
    #expect(ledger.openReservations == ["b"])
    #expect(try ledger.abandon(reservationNamed: "b", at: 1).sequence == 4)
  }

  @Test("a lowered charge, a missing row, a swapped order and a foreign settlement are found")
  func tampering() throws {
    let good = try rows()
    var cheaper = good
    cheaper[0].charge.nanoRho = 1
    #expect(throws: LedgerError.self) { _ = try replay(cheaper) }
    #expect(throws: LedgerError.self) { _ = try replay([good[0], good[2]]) }
    #expect(throws: LedgerError.self) { _ = try replay([good[1], good[0], good[2]]) }
    var foreign = good
    foreign[1].reservation = "z"
    foreign[1].hash = fixtureHash(foreign[1].canonicalBytes)
    #expect(throws: LedgerError.self) { _ = try replay(Array(foreign[0...1])) }
    var renumbered = good[2]
    renumbered.sequence = 2
    renumbered.hash = fixtureHash(renumbered.canonicalBytes)
    #expect(throws: LedgerError.self) { _ = try replay([good[0], renumbered]) }
  }

  @Test("no two rows share an encoding, and every field is part of it")
  func canonical() throws {
    let row = try rows()[0]
    var variants = [row]
    variants.append(row); variants[1].family = "dail"; variants[1].reservation = "ay"
    variants.append(row); variants[2].charge.deltaUnits = 1
    variants.append(row); variants[3].year = 2027
    variants.append(row); variants[4].change = .abandoned
    variants.append(row); variants[5].previousHash = [0]
    variants.append(row); variants[6].sequence = 9
    variants.append(row); variants[7].policy = "research"
    variants.append(row); variants[8].time += 1
    #expect(Set(variants.map(\.canonicalBytes)).count == variants.count)
    var other = row
    other.hash = [1, 2, 3]
    #expect(other.canonicalBytes == row.canonicalBytes)
  }
}
