import Privacy
import Storage
import Testing

@Suite("Contract: privacy ledger", .timeLimit(.minutes(1)))
struct LedgerContract {
  @Test("P-12: 64 concurrent spenders never pass the cap, and what is left fits exactly", arguments: StoreEngine.all)
  func concurrentSpenders(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      let granted = await withTaskGroup(of: Int64.self) { group in
        for number in 1...64 as ClosedRange<Int64> {
          group.addTask {
            let run = try? await store.begin("job-\(number)", nanoRho: 20_000_000 + number)
            return run?.request.charge.nanoRho ?? 0
          }
        }
        return await group.reduce(0, +)
      }
      let ledger = try await store.ledger(cap: cap)
      #expect(ledger.spent(in: 2_026).nanoRho == granted)
      #expect(granted <= 1_000_000_000 && granted > 980_000_000 - 64)
      _ = try await store.begin("rest", nanoRho: ledger.remaining(in: 2_026, at: 5).nanoRho)
      #expect(try await store.ledger(cap: cap).spent(in: 2_026).nanoRho == 1_000_000_000)
    }
  }

  @Test("an abandoned run keeps its charge spent", arguments: StoreEngine.all)
  func abandoned(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      let run = try await store.begin("a", nanoRho: 5)
      try await store.abandon(run, at: 2)
      let ledger = try await store.ledger(cap: cap)
      #expect(ledger.spent(in: 2_026).nanoRho == 5)
      #expect(ledger.openReservations == [])
    }
  }

  @Test(
    "a charge of the old year counts for 366 days; a clock that jumps or another policy is refused uncharged",
    arguments: StoreEngine.all)
  func rules(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      _ = try await store.begin("a", nanoRho: 900_000_000, at: 400 * day)
      let late = await storeError { try await store.begin("b", year: 2_027, at: 446 * day) }
      #expect(late == .ledger(.clockAhead(by: 46 * day)))
      let early = await storeError { try await store.begin("b", year: 2_027, at: 398 * day) }
      #expect(early == .ledger(.clockBehind(by: 2 * day)))
      let dear = await storeError { try await store.begin("b", nanoRho: 100_000_001, year: 2_027, at: 440 * day) }
      #expect(dear == .ledger(.yearExhausted(year: 2_027, requested: 100_000_001, available: 100_000_000)))
      #expect(try await store.ledger(cap: cap).spent(in: 2_027) == .zero)
      #expect(try await store.begin("b", nanoRho: 100_000_000, year: 2_027, at: 440 * day).epoch == 2)
    }
  }

  @Test("a run of the old year settles in it when the new year has begun", arguments: StoreEngine.all)
  func years(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.load([])
      let old = try await store.begin("y2026", nanoRho: 900_000_000)
      _ = try await store.begin("y2027", nanoRho: 900_000_000, year: 2_027, at: 367 * day, acceptsClock: true)
      try await store.publish([release("a", of: old)], of: old, at: 2)
      let ledger = try await store.ledger(cap: cap)
      #expect([2_026, 2_027].map { ledger.spent(in: $0).nanoRho } == [900_000_000, 900_000_000])
      #expect(ledger.openReservations.count == 1)
    }
  }
}
