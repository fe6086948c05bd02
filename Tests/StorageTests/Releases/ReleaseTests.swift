import GRDB
import Privacy
import Testing

@testable import Storage

/// A cap that one run of 400 million nano-rho fits under twice.
let cap = BudgetCap(perYear: PrivacyCost(nanoRho: 1_000_000_000, deltaUnits: 1_000))

extension SQLiteStore {
  /// Begins a run over the test region.
  func begin(_ releaseID: String, nanoRho: Int64 = 100, cutOff: Int64 = 10) async throws -> EpochRun {
    let request = EpochRunRequest(
      family: "daily", regions: ["testville"], releaseID: releaseID, statisticVersion: "s1", policyVersion: "p1",
      cutOff: cutOff, charge: PrivacyCost(nanoRho: nanoRho), year: 2_026)
    return try await beginRun(request, cap: cap, at: 5)
  }
}

/// A release of one cell of a run.
func release(_ cell: String, of run: EpochRun, nanoRho: Int64 = 100, byte: UInt8 = 7) -> ReleaseRow {
  ReleaseRow(
    releaseID: run.request.releaseID, cellID: cell, statisticVersion: "s1", epoch: run.epoch,
    cutOff: run.request.cutOff, bytes: [byte], sha256: Digest.sha256([byte]), nanoRho: nanoRho)
}

@Suite("Releases and runs", .timeLimit(.minutes(5)))
struct ReleaseTests {
  private func withRegion(_ body: (SQLiteStore) async throws -> Void) async throws {
    try await withStore { store in
      try await store.putRegion(Region(id: "testville", timeZone: "UTC"), at: 1)
      try await body(store)
    }
  }

  @Test("publishing stores the releases, uses the budget and moves the region's epoch, together")
  func publishes() async throws {
    try await withRegion { store in
      #expect(try await store.currentEpoch(of: "testville") == nil)
      let run = try await store.begin("r1")
      #expect(run.epoch == 1)
      #expect(try await store.ledger(cap: cap).openReservations == [run.reservationID])
      try await store.publish([release("a", of: run), release("b", of: run, byte: 8)], of: run, at: 6)
      #expect(try await store.ledgerEntries(of: 2_026).map(\.change) == [.reserved, .used])
      #expect(
        try await store.currentEpoch(of: "testville")
          == CurrentEpoch(
            region: "testville", epoch: 1, releaseID: "r1", statisticVersion: "s1", policyVersion: "p1", cutOff: 10))
      #expect(try await store.currentEpochs().map(\.region) == ["testville"])
      let found = try await store.releases(cells: ["b", "x", "a"], statisticVersion: "s1", epoch: 1)
      #expect(found.map { $0?.bytes } == [[8], nil, [7]])
      #expect(try await store.runs(limit: 5).map(\.state) == [.published])
    }
  }

  @Test("the history of a cell is newest first and ends at the epoch asked for")
  func history() async throws {
    try await withRegion { store in
      for number in 1...4 {
        let run = try await store.begin("r\(number)")
        try await store.publish([release("a", of: run)], of: run, at: 6)
      }
      let epochs = try await store.releaseHistory(cell: "a", statisticVersion: "s1", upTo: 3, limit: 2).map(\.epoch)
      #expect(epochs == [3, 2])
      #expect(try await store.currentEpoch(of: "testville")?.epoch == 4)
    }
  }

  @Test("rows that do not belong to the run, cost too much or do not match their hash publish nothing")
  func refusesRows() async throws {
    try await withRegion { store in
      let run = try await store.begin("r1")
      var foreign = release("a", of: run)
      foreign.releaseID = "other"
      var forged = release("a", of: run)
      forged.bytes = [1]
      for bad in [foreign, forged, release("a", of: run, nanoRho: 101)] {
        let error = await storeError { try await store.publish([release("b", of: run), bad], of: run, at: 6) }
        guard case .invalidValue? = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
      #expect(try await store.release(cell: "b", statisticVersion: "s1", epoch: 1) == nil)
      #expect(try await store.ledger(cap: cap).openReservations == [run.reservationID])
    }
  }

  @Test("a run is published or abandoned once, and a release key exists once")
  func once() async throws {
    try await withRegion { store in
      let run = try await store.begin("r1")
      let doubled = await storeError {
        try await store.publish([release("a", of: run), release("a", of: run)], of: run, at: 6)
      }
      #expect(doubled == .conflict("release a/s1/1 exists already"))
      try await store.publish([release("a", of: run)], of: run, at: 6)
      let conflict = StoreError.conflict("run of epoch 1 is not reserved; it can be published or abandoned once")
      #expect(await storeError { try await store.publish([release("b", of: run)], of: run, at: 6) } == conflict)
      #expect(await storeError { try await store.abandon(run, at: 6) } == conflict)
      #expect(await storeError { try await store.begin("r1") } == .conflict("release run 'r1' exists already"))
    }
  }

  @Test("P-13: a crash between reserving and publishing leaves the budget spent and no release")
  func crashBetween() async throws {
    try await withRegion { store in
      let run = try await store.begin("r1", nanoRho: 400_000_000)
      try await withCrashImage(of: store) { image in
        let orphans = try await image.abandonOrphanedRuns(at: 9)
        #expect(orphans.map(\.reservationID) == [run.reservationID])
        #expect(try await image.ledger(cap: cap).spent(in: 2_026).nanoRho == 400_000_000)
        #expect(try await image.ledgerEntries(of: 2_026).map(\.change) == [.reserved, .abandoned])
        let again = try await image.begin("r2", nanoRho: 400_000_000)
        #expect(again.epoch == 2)
        try await image.publish([release("a", of: again)], of: again, at: 10)
        #expect(try await image.abandonOrphanedRuns(at: 11) == [])
      }
    }
  }

  @Test("P-14: a refused charge changes nothing and the ledger stays usable")
  func refusedCharge() async throws {
    try await withRegion { store in
      _ = try await store.begin("r1", nanoRho: 900_000_000)
      let error = await storeError { try await store.begin("r2", nanoRho: 100_000_001) }
      #expect(error == .ledger(.yearExhausted(year: 2_026, requested: 100_000_001, available: 100_000_000)))
      #expect(try await store.runs(limit: 9).map(\.request.releaseID) == ["r1"])
      #expect(try await store.begin("r2", nanoRho: 100_000_000).epoch == 2)
    }
  }

  @Test("S-5: releases, ledger and segments refuse UPDATE, DELETE and REPLACE")
  func insertOnly() async throws {
    try await withRegion { store in
      let run = try await store.begin("r1")
      try await store.publish([release("a", of: run)], of: run, at: 6)
      try await store.registerSegments(
        [SegmentRow(id: "s", version: 1, region: "testville", definition: [1])], at: 1)
      for sql in [
        "UPDATE releases SET nano_rho = 0", "DELETE FROM releases",
        "INSERT OR REPLACE INTO releases SELECT * FROM releases", "UPDATE ledger SET nano_rho = 0",
        "DELETE FROM ledger WHERE seq = 1", "INSERT OR REPLACE INTO ledger SELECT * FROM ledger",
        "UPDATE segments SET definition = x'00'", "DELETE FROM segments",
      ] {
        let error = await storeError { try await store.write { try $0.execute(sql: sql) } }
        #expect(error?.description.contains("insert-only") == true, "\(sql): \(String(describing: error))")
      }
    }
  }

  @Test("a stored release whose bytes were changed is reported, not served")
  func flippedByte() async throws {
    try await withRegion { store in
      let run = try await store.begin("r1")
      try await store.publish([release("a", of: run)], of: run, at: 6)
      try await store.write {
        try $0.execute(sql: "DROP TRIGGER releases_refuses_update; UPDATE releases SET bytes = x'09'")
      }
      let error = await storeError { try await store.release(cell: "a", statisticVersion: "s1", epoch: 1) }
      #expect(error == .corrupt("releases a/s1/1: hash mismatch"))
    }
  }
}
