import Population
import Privacy
import Testing

@testable import Storage
@testable import StorageSQLite

@Suite("What survives a crash, and what damage is noticed", .timeLimit(.minutes(1)))
struct CrashTests {
  @Test("P-13: a crash between reserving and publishing leaves the budget spent and no release")
  func betweenReservingAndPublishing() async throws {
    try await withStore { store in
      _ = try await store.fill()
      let run = try await store.begin("r2")
      try await withCrashImage(of: store) { image in
        let orphans = try await image.abandonOrphanedRuns(at: 9)
        #expect(orphans == [run])
        #expect(try await image.ledger(cap: SQLiteStore.cap).spent(in: 2_026).nanoRho == 200)
        #expect(try await image.currentEpoch(of: "testville")?.epoch == 1)
        #expect(try await image.begin("r3").epoch == 3)
        #expect(try await image.abandonOrphanedRuns(at: 11).count == 1)
      }
    }
  }

  @Test("a revocation that was acknowledged survives a crash")
  func revocation() async throws {
    try await withStore { store in
      try await store.addKey(
        StoredKey(
          keyID: "k1", hmac: Array(repeating: 5, count: 32), pepperVersion: 1, lastFour: "61dd", partner: "acme",
          environment: "poc", scopes: [], createdAt: 1))
      _ = try await store.revokeKey("k1", at: 10)
      try await withCrashImage(of: store) { image in
        let revoked = try await image.keys().map(\.revokedAt)
        #expect(revoked == [10])
      }
    }
  }

  @Test("session events that were acknowledged survive a crash, in order")
  func sessionEvents() async throws {
    try await withStore { store in
      let token = [UInt8](repeating: 1, count: 32)
      try await store.openSession(
        SessionRow(
          sessionID: "s", partner: "acme", resumeTokenHash: token, releaseID: "r", epoch: 1, openMessage: [],
          createdAt: 1, touchedAt: 1))
      for byte in [5, 3, 9] as [UInt8] {
        _ = try await store.appendEvents(
          [SessionEvent(id: EventID(leadingWord: UInt64(byte), rest: 0), bytes: [byte])], to: "s", updates: 0, at: 2)
      }
      try await withCrashImage(of: store) { image in
        let resumed = try await image.resumeSession(tokenHash: token, partner: "acme")
        #expect(resumed?.events == [[5], [3], [9]])
      }
    }
  }

  @Test("a stored release whose bytes were changed is reported, not served")
  func flippedByte() async throws {
    try await withStore { store in
      let run = try await store.fill()
      try await store.execute("DROP TRIGGER releases_refuses_update; UPDATE releases SET bytes = x'09'")
      let error = await storeError {
        try await store.releases(cells: ["a"], statisticVersion: "s1", epoch: run.epoch)
      }
      #expect(error == .corrupt("releases a/s1/1: hash mismatch"))
    }
  }

  @Test(
    "an edited or missing row of the ledger breaks the chain: every use of the ledger says where",
    arguments: ["UPDATE ledger SET nano_rho = 1 WHERE seq = 1", "DELETE FROM ledger WHERE seq = 1"])
  func editedLedger(damage: String) async throws {
    try await withStore { store in
      _ = try await store.fill()
      try await store.execute("DROP TRIGGER ledger_refuses_update; DROP TRIGGER ledger_refuses_delete; \(damage)")
      for error in [
        await storeError { try await store.ledger(cap: SQLiteStore.cap) },
        await storeError { try await store.begin("r2") },
      ] {
        guard case .ledger(.brokenChain(year: 2_026, sequence: _, reason: _))? = error else {
          Issue.record("\(damage): \(String(describing: error))")
          continue
        }
      }
    }
  }
}
