import GRDB
import Privacy
import Testing

@testable import Storage

@Suite("Privacy ledger", .timeLimit(.minutes(5)))
struct LedgerTests {
  @Test("P-12: 64 concurrent spenders never pass the cap, and what is left fits exactly")
  func concurrentSpenders() async throws {
    try await withStore { store in
      let granted = await withTaskGroup(of: Int64.self) { group in
        for number in 1...64 as ClosedRange<Int64> {
          group.addTask {
            let charge = PrivacyCost(nanoRho: 20_000_000 + number)
            let entry = try? await store.reserve(
              "job-\(number)", family: "daily", charge: charge, year: 2_026, cap: cap, at: 5)
            return entry?.charge.nanoRho ?? 0
          }
        }
        return await group.reduce(0, +)
      }
      let ledger = try await store.ledger(cap: cap)
      #expect(ledger.spent(in: 2_026).nanoRho == granted)
      #expect(granted <= 1_000_000_000 && granted > 980_000_000 - 64)
      let left = ledger.remaining(in: 2_026).nanoRho
      _ = try await store.reserve(
        "rest", family: "daily", charge: PrivacyCost(nanoRho: left), year: 2_026, cap: cap, at: 6)
      #expect(try await store.ledger(cap: cap).spent(in: 2_026).nanoRho == 1_000_000_000)
    }
  }

  @Test("settling is once, keeps the charge spent, and needs an open reservation")
  func settling() async throws {
    try await withStore { store in
      _ = try await store.reserve("a", family: "f", charge: PrivacyCost(nanoRho: 5), year: 2_026, cap: cap, at: 1)
      try await store.settle("a", as: .abandoned, at: 2)
      #expect(try await store.ledger(cap: cap).spent(in: 2_026).nanoRho == 5)
      #expect(await storeError { try await store.settle("a", as: .used, at: 3) } == .ledger(.unknownReservation("a")))
      #expect(await storeError { try await store.settle("b", as: .used, at: 3) } == .ledger(.unknownReservation("b")))
      let again = await storeError {
        try await store.reserve("a", family: "f", charge: PrivacyCost(nanoRho: 5), year: 2_027, cap: cap, at: 4)
      }
      #expect(again == .ledger(.duplicateReservation("a")))
    }
  }

  @Test("years have chains of their own, and a reservation of the old year settles in it")
  func years() async throws {
    try await withStore { store in
      for year in [2_026, 2_027] {
        _ = try await store.reserve(
          "y\(year)", family: "f", charge: PrivacyCost(nanoRho: 900_000_000), year: year, cap: cap, at: 1)
      }
      try await store.settle("y2026", as: .used, at: 2)
      #expect(try await store.ledgerEntries(of: 2_026).map(\.sequence) == [1, 2])
      #expect(try await store.ledgerEntries(of: 2_027).map(\.sequence) == [1])
    }
  }

  @Test("an edited or missing row breaks the chain: every use of the ledger says where")
  func edited() async throws {
    for damage in ["UPDATE ledger SET nano_rho = 1 WHERE seq = 1", "DELETE FROM ledger WHERE seq = 1"] {
      try await withStore { store in
        for name in ["a", "b"] {
          _ = try await store.reserve(name, family: "f", charge: PrivacyCost(nanoRho: 9), year: 2_026, cap: cap, at: 1)
        }
        try await store.write {
          try $0.execute(sql: "DROP TRIGGER ledger_refuses_update; DROP TRIGGER ledger_refuses_delete; \(damage)")
        }
        for error in [
          await storeError { try await store.ledger(cap: cap) },
          await storeError {
            try await store.reserve("c", family: "f", charge: PrivacyCost(nanoRho: 1), year: 2_026, cap: cap, at: 2)
          },
        ] {
          guard case .ledger(.brokenChain(year: 2_026, sequence: _, reason: _))? = error else {
            Issue.record("\(damage): \(String(describing: error))")
            continue
          }
        }
      }
    }
  }

  @Test("reservations that were acknowledged survive a crash")
  func durable() async throws {
    try await withStore { store in
      for number in 1...10 {
        _ = try await store.reserve(
          "n\(number)", family: "f", charge: PrivacyCost(nanoRho: 1), year: 2_026, cap: cap, at: 1)
      }
      try await withCrashImage(of: store) { image in
        let spent = try await image.ledger(cap: cap).spent(in: 2_026).nanoRho
        #expect(spent == 10)
      }
    }
  }
}
