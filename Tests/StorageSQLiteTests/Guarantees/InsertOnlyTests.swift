import Population
import Testing

@testable import Storage
@testable import StorageSQLite

@Suite("What the tables themselves refuse", .timeLimit(.minutes(1)))
struct InsertOnlyTests {
  @Test("S-5: releases, ledger, segments and consent events refuse UPDATE, DELETE and REPLACE")
  func insertOnly() async throws {
    try await withStore { store in
      _ = try await store.fill()
      try await store.registerSegments([SegmentRow(id: "s", version: 1, region: "testville", definition: [1])], at: 1)
      for sql in [
        "UPDATE releases SET nano_rho = 0", "DELETE FROM releases",
        "INSERT OR REPLACE INTO releases SELECT * FROM releases", "UPDATE ledger SET nano_rho = 0",
        "DELETE FROM ledger WHERE seq = 1", "INSERT OR REPLACE INTO ledger SELECT * FROM ledger",
        "UPDATE segments SET definition = x'00'", "DELETE FROM segments", "UPDATE consent_events SET is_granted = 0",
        "DELETE FROM consent_events", "INSERT OR REPLACE INTO consent_events VALUES (1, 1, 1, 0, 'x', 1, 1, 'x')",
      ] {
        let error = await storeError { try await store.execute(sql) }
        #expect(error?.description.contains("insert-only") == true, "\(sql): \(String(describing: error))")
      }
    }
  }

  @Test("a connection's place under the degree bound is set once, also for who writes SQL")
  func countedOnce() async throws {
    try await withStore { store in
      _ = try await store.fill()
      let error = await storeError { try await store.execute("UPDATE ai2ai_connections SET slot = 9") }
      #expect(error?.description.contains("set once") == true)
    }
  }

  @Test("a revoked key stays revoked and no key is deleted, also for who writes SQL")
  func keys() async throws {
    try await withStore { store in
      try await store.addKey(
        StoredKey(
          keyID: "k1", hmac: Array(repeating: 5, count: 32), pepperVersion: 1, lastFour: "61dd", partner: "acme",
          environment: "poc", scopes: [], createdAt: 1))
      _ = try await store.revokeKey("k1", at: 10)
      for sql in ["UPDATE api_keys SET revoked_at = NULL", "DELETE FROM api_keys"] {
        await #expect(throws: StoreError.self) { try await store.execute(sql) }
      }
      #expect(try await store.keys().map(\.revokedAt) == [10])
    }
  }

  @Test("expiry takes the events of a session with it")
  func cascades() async throws {
    try await withStore { store in
      try await store.openSession(
        SessionRow(
          sessionID: "s", partner: "acme", resumeTokenHash: Array(repeating: 1, count: 32), releaseID: "r", epoch: 1,
          openMessage: [], createdAt: 1, touchedAt: 1))
      _ = try await store.appendEvents(
        [SessionEvent(id: EventID(leadingWord: 1, rest: 0), bytes: [1])], to: "s", updates: 0, at: 2)
      _ = try await store.deleteSessions(touchedBefore: 3, limit: 9)
      #expect(try await store.integers("SELECT count(*) FROM session_events") == [0])
    }
  }
}
