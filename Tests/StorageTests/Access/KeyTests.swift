import GRDB
import Testing

@testable import Storage

@Suite("Partners' keys", .timeLimit(.minutes(5)))
struct KeyTests {
  private func key(_ id: String, createdAt: Int64 = 1) -> StoredKey {
    StoredKey(
      keyID: id, hmac: Array(repeating: 5, count: 32), pepperVersion: 1, lastFour: "61dd", partner: "acme",
      environment: "poc", scopes: ["behavior:read", "ingest:write"], createdAt: createdAt, expiresAt: 99,
      allowedAddresses: ["10.0.0.0/8"])
  }

  @Test("a key comes back as it was stored; an id exists once")
  func roundTrip() async throws {
    try await withStore { store in
      try await store.addKey(key("k1"))
      #expect(try await store.key("k1") == key("k1"))
      #expect(try await store.key("k2") == nil)
      #expect(await storeError { try await store.addKey(key("k1")) } == .conflict("key 'k1' exists already"))
      try await store.addKey(key("k0", createdAt: 2))
      #expect(try await store.keys().map(\.keyID) == ["k0", "k1"])
    }
  }

  @Test("the first revocation stays, also for who writes SQL, and no key is deleted")
  func revocation() async throws {
    try await withStore { store in
      try await store.addKey(key("k1"))
      #expect(try await store.revokeKey("k1", at: 10).revokedAt == 10)
      #expect(try await store.revokeKey("k1", at: 20).revokedAt == 10)
      #expect(await storeError { try await store.revokeKey("k2", at: 1) } == .notFound("key 'k2'"))
      for sql in ["UPDATE api_keys SET revoked_at = NULL", "DELETE FROM api_keys"] {
        await #expect(throws: StoreError.self) { try await store.write { try $0.execute(sql: sql) } }
      }
    }
  }

  @Test("the end of a key can be set, its last use only moves forward")
  func expiryAndUse() async throws {
    try await withStore { store in
      try await store.addKey(key("k1"))
      #expect(try await store.expireKey("k1", at: 55).expiresAt == 55)
      try await store.touchKey("k1", at: 30)
      try await store.touchKey("k1", at: 20)
      try await store.touchKey("nobody", at: 20)
      #expect(try await store.key("k1")?.lastUsedAt == 30)
    }
  }

  @Test("a revocation that was acknowledged survives a crash")
  func durable() async throws {
    try await withStore { store in
      try await store.addKey(key("k1"))
      _ = try await store.revokeKey("k1", at: 10)
      try await withCrashImage(of: store) { image in
        let revoked = try await image.key("k1")?.revokedAt
        #expect(revoked == 10)
      }
    }
  }

  @Test("the pepper of another store is noticed")
  func pepper() async throws {
    try await withStore { (store) async throws in
      #expect(try await store.checkPepper(version: 1, checkValue: [1], at: 1))
      #expect(try await store.checkPepper(version: 1, checkValue: [1], at: 2))
      #expect(try await !store.checkPepper(version: 1, checkValue: [2], at: 3))
      #expect(try await store.checkPepper(version: 2, checkValue: [2], at: 4))
    }
  }
}
