import SamplerFixtures
import Synchronization
import Testing

@testable import Privacy

/// A ledger that several tasks spend from.
private final class SharedLedger: Sendable {
  private let ledger: Mutex<BudgetLedger>

  init(_ ledger: BudgetLedger) { self.ledger = Mutex(ledger) }

  func reserve(_ name: String, _ charge: PrivacyCost) -> Bool {
    ledger.withLock { ledger in
      do {
        _ = try ledger.reserve(name, family: "daily", charge: charge, year: 2026)
        return true
      } catch {
        return false
      }
    }
  }

  var spent: Int64 { ledger.withLock { $0.spent(in: 2026).nanoRho } }
}

@Suite("the budget ledger", .timeLimit(.minutes(2)))
struct BudgetLedgerTests {
  private static let cap = BudgetCap(perYear: PrivacyCost(nanoRho: 1_000, deltaUnits: 50))

  private func ledger(_ cap: BudgetCap = cap) -> BudgetLedger { BudgetLedger(cap: cap, hasher: fixtureHash) }

  @Test("a used and an abandoned reservation both stay spent")
  func noRefund() throws {
    var ledger = ledger()
    let kept = try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 600), year: 2026)
    #expect(try ledger.use(kept, at: 1).charge == .zero)
    let dropped = try ledger.reserve("b", family: "daily", charge: PrivacyCost(nanoRho: 300), year: 2026)
    #expect(try ledger.abandon(dropped, at: 1).change == .abandoned)
    #expect(ledger.spent(in: 2026).nanoRho == 900)
    #expect(ledger.openReservations.isEmpty)
  }

  @Test("a refusal changes nothing and the ledger stays usable")
  func refusal() throws {
    var ledger = ledger()
    _ = try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 900, deltaUnits: 50), year: 2026)
    #expect(throws: LedgerError.yearExhausted(year: 2026, requested: 101, available: 100)) {
      _ = try ledger.reserve("b", family: "daily", charge: PrivacyCost(nanoRho: 101), year: 2026)
    }
    #expect(throws: LedgerError.deltaExhausted(year: 2026, requested: 1, available: 0)) {
      _ = try ledger.reserve("c", family: "daily", charge: PrivacyCost(nanoRho: 1, deltaUnits: 1), year: 2026)
    }
    #expect(ledger.spent(in: 2026) == PrivacyCost(nanoRho: 900, deltaUnits: 50))
    let last = try ledger.reserve("b", family: "daily", charge: PrivacyCost(nanoRho: 100), year: 2026)
    #expect(last.entry.sequence == 2)
    #expect(ledger.remaining(in: 2026) == .zero)
  }

  @Test("each calendar year has its own cap, a lifetime bound ends them all")
  func years() throws {
    var ledger = ledger(BudgetCap(perYear: PrivacyCost(nanoRho: 1_000), lifetimeNanoRho: 1_500))
    _ = try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 1_000), year: 2026)
    _ = try ledger.reserve("b", family: "daily", charge: PrivacyCost(nanoRho: 400), year: 2027)
    #expect(ledger.status(of: 2027, runCharge: PrivacyCost(nanoRho: 30)).runsLeft == 3)
    #expect(throws: LedgerError.lifetimeExhausted(requested: 101, available: 100)) {
      _ = try ledger.reserve("c", family: "daily", charge: PrivacyCost(nanoRho: 101), year: 2028)
    }
  }

  private let day = LedgerEntry.day

  @Test("the cap binds over any 366 days, not only over a calendar year")
  func rollingYear() throws {
    var ledger = ledger()
    let november = BudgetLedger.middle(of: 2026)
    func reserve(_ name: String, _ nanoRho: Int64, year: Int, after days: Int64) throws {
      _ = try ledger.reserve(
        name, family: "daily", policy: "default", charge: PrivacyCost(nanoRho: nanoRho), year: year,
        at: november + days * day, acceptsClock: true)
    }
    try reserve("a", 900, year: 2026, after: 0)
    #expect(throws: LedgerError.yearExhausted(year: 2027, requested: 101, available: 100)) {
      try reserve("b", 101, year: 2027, after: 60)
    }
    try reserve("c", 100, year: 2027, after: 60)
    #expect(throws: LedgerError.self) { try reserve("d", 1, year: 2027, after: 365) }
    try reserve("e", 900, year: 2027, after: 366)
    #expect(ledger.remaining(in: 2027, at: november + 366 * day) == PrivacyCost(nanoRho: 0, deltaUnits: 50))
  }

  @Test("a clock before the newest entry, or far ahead of it, is refused; ahead it can be said to be right")
  func clock() throws {
    var ledger = ledger()
    let start = BudgetLedger.middle(of: 2026)
    func reserve(_ name: String, at time: Int64, accepts: Bool = false) throws {
      _ = try ledger.reserve(
        name, family: "daily", policy: "default", charge: PrivacyCost(nanoRho: 1), year: 2026, at: time,
        acceptsClock: accepts)
    }
    try reserve("first", at: start)
    try reserve("a day before", at: start - day)
    #expect(throws: LedgerError.clockBehind(by: day + 1)) { try reserve("earlier", at: start - day - 1) }
    #expect(throws: LedgerError.clockBehind(by: .max)) { try reserve("earliest", at: .min, accepts: true) }
    try reserve("45 days", at: start + 45 * day)
    #expect(throws: LedgerError.clockAhead(by: 45 * day + 1)) { try reserve("later", at: start + 90 * day + 1) }
    #expect(throws: LedgerError.self) { try reserve("latest", at: .max) }
    try reserve("later", at: start + 90 * day + 1, accepts: true)
    #expect(ledger.spent(in: 2026).nanoRho == 4)
  }

  @Test("a settlement that a wrong clock dated does not hold up later charges")
  func settledByWrongClock() throws {
    var ledger = ledger()
    let start = BudgetLedger.middle(of: 2026)
    let charge = PrivacyCost(nanoRho: 1)
    _ = try ledger.reserve("a", family: "daily", policy: "default", charge: charge, year: 2026, at: start)
    _ = try ledger.abandon(reservationNamed: "a", at: start + 3_650 * day)
    _ = try ledger.reserve("b", family: "daily", policy: "default", charge: charge, year: 2026, at: start + day)
    #expect(ledger.newest == start + day)
  }

  @Test("a year that was begun under one policy refuses another before anything is charged")
  func onePolicy() throws {
    var ledger = ledger()
    func reserve(_ name: String, _ policy: String, year: Int) throws {
      _ = try ledger.reserve(
        name, family: "daily", policy: policy, charge: PrivacyCost(nanoRho: 1), year: year,
        at: BudgetLedger.middle(of: year), acceptsClock: true)
    }
    try reserve("a", "default", year: 2026)
    #expect(throws: LedgerError.otherPolicy(year: 2026, begun: "default", asked: "research")) {
      try reserve("b", "research", year: 2026)
    }
    try reserve("b", "research", year: 2027)
    #expect([2026, 2027].map { ledger.spent(in: $0).nanoRho } == [1, 1])
  }

  @Test(
    "a charge that is nothing or negative is refused",
    arguments: [
      PrivacyCost.zero, PrivacyCost(nanoRho: -1), PrivacyCost(nanoRho: 5, deltaUnits: -1),
      PrivacyCost(nanoRho: .min, deltaUnits: .max),
    ])
  func invalid(charge: PrivacyCost) {
    var ledger = ledger()
    #expect(throws: LedgerError.invalidCharge(charge)) {
      _ = try ledger.reserve("a", family: "daily", charge: charge, year: 2026)
    }
  }

  @Test("a huge charge is refused without overflow")
  func huge() throws {
    var ledger = ledger()
    _ = try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 1), year: 2026)
    #expect(throws: LedgerError.self) {
      _ = try ledger.reserve("b", family: "daily", charge: PrivacyCost(nanoRho: .max, deltaUnits: .max), year: 2026)
    }
  }

  @Test("names are given once, and only an open reservation is settled")
  func names() throws {
    var ledger = ledger()
    _ = try ledger.use(try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 1), year: 2026), at: 1)
    #expect(throws: LedgerError.duplicateReservation("a")) {
      _ = try ledger.reserve("a", family: "daily", charge: PrivacyCost(nanoRho: 1), year: 2027)
    }
    #expect(throws: LedgerError.unknownReservation("a")) { _ = try ledger.abandon(reservationNamed: "a", at: 1) }
    #expect(throws: LedgerError.invalidName("")) {
      _ = try ledger.reserve("", family: "daily", charge: PrivacyCost(nanoRho: 1), year: 2026)
    }
  }

  @Test("random charges sum exactly, never pass the cap, and 64 spenders at once cannot overspend")
  func concurrentSpenders() async throws {
    let cap = BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000))
    let shared = SharedLedger(BudgetLedger(cap: cap, hasher: fixtureHash))
    let accepted = await withTaskGroup(of: Int64.self) { group in
      for spender in 0..<64 {
        group.addTask {
          var source = SeededBitsForTesting(seed: UInt64(spender))
          var sum: Int64 = 0
          for number in 0..<40 {
            let charge = PrivacyCost(nanoRho: 1 + Int64(source.below(1_500)))
            let name = "\(spender)-\(number)"
            if shared.reserve(name, charge) { sum += charge.nanoRho }
          }
          return sum
        }
      }
      return await group.reduce(0, +)
    }
    let spent = shared.spent
    #expect(spent == accepted)
    #expect(spent <= 1_000_000 && spent > 998_000)
  }

  @Test("status gives what is spent, both epsilons and the runs left")
  func status() throws {
    var ledger = ledger(PrivacyPolicy.default.cap)
    let run = PrivacyCost(nanoRho: 1_727_748)
    _ = try ledger.reserve("a", family: "daily", charge: run, year: 2026)
    let status = ledger.status(of: 2026, runCharge: run)
    #expect(abs(status.epsilonAtMicro - 0.245) < 0.0005)
    #expect(status.epsilonAtNano > status.epsilonAtMicro)
    #expect(status.runsLeft == 577)
    #expect(ledger.status(of: 2031, runCharge: run).epsilonAtMicro == 0)
  }
}
