import Storage
import Testing

@Suite("Contract: partners' keys and the pepper", .timeLimit(.minutes(1)))
struct KeyContract {
  private func key(_ id: String, createdAt: Int64 = 1) -> StoredKey {
    StoredKey(
      keyID: id, hmac: Array(repeating: 5, count: 32), pepperVersion: 1, lastFour: "61dd", partner: "acme",
      environment: "poc", scopes: ["behavior:read", "ingest:write"], createdAt: createdAt, expiresAt: 99,
      allowedAddresses: ["10.0.0.0/8"])
  }

  @Test("a key comes back as it was stored, newest first; an id exists once", arguments: StoreEngine.all)
  func roundTrip(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addKey(key("k1"))
      #expect(await storeError { try await store.addKey(key("k1")) } == .conflict("key 'k1' exists already"))
      try await store.addKey(key("k0", createdAt: 2))
      #expect(try await store.keys() == [key("k0", createdAt: 2), key("k1")])
    }
  }

  @Test("a key without a whole HMAC or of an unknown environment is refused", arguments: StoreEngine.all)
  func refused(engine: StoreEngine) async throws {
    try await engine.withStore { (store) async throws in
      var short = key("k1")
      short.hmac = [5]
      var foreign = key("k1")
      foreign.environment = "staging"
      var silent = key("k1")
      silent.quota.minute = 0
      for bad in [short, foreign, silent] {
        let error = await storeError { try await store.addKey(bad) }
        #expect(
          error
            == .invalidValue(
              "key 'k1': an HMAC of 32 bytes, the environment poc, prod or test and limits of at least 1 are allowed"))
      }
      #expect(try await store.keys() == [])
    }
  }

  @Test("the first revocation stays", arguments: StoreEngine.all)
  func revocation(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      try await store.addKey(key("k1"))
      #expect(try await store.revokeKey("k1", at: 10).revokedAt == 10)
      #expect(try await store.revokeKey("k1", at: 20).revokedAt == 10)
      #expect(try await store.keys().map(\.revokedAt) == [10])
      #expect(await storeError { try await store.revokeKey("k2", at: 1) } == .notFound("key 'k2'"))
    }
  }

  @Test("the stamp changes with every added or revoked key, and with nothing else", arguments: StoreEngine.all)
  func stamp(engine: StoreEngine) async throws {
    try await engine.withStore { (store) async throws in
      var stamps = [try await store.keysStamp()]
      #expect(stamps == [0])
      try await store.addKey(key("k1"))
      stamps.append(try await store.keysStamp())
      _ = await storeError { try await store.addKey(key("k1")) }
      #expect(try await store.keysStamp() == stamps.last)
      _ = try await store.revokeKey("k1", at: 10)
      stamps.append(try await store.keysStamp())
      _ = try await store.revokeKey("k1", at: 20)
      #expect(try await store.keysStamp() == stamps.last)
      #expect(Set(stamps).count == 3)
    }
  }

  @Test("a key of the sandbox keeps its environment, and any its own limits", arguments: StoreEngine.all)
  func ownLimits(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      var sandboxed = key("k1", createdAt: 2)
      sandboxed.environment = "test"
      sandboxed.quota = OwnQuota(burst: 1, minute: 2, day: 3)
      var slow = key("k0")
      slow.quota = OwnQuota(day: 7)
      try await store.addKey(sandboxed)
      try await store.addKey(slow)
      #expect(try await store.keys() == [sandboxed, slow])
    }
  }

  @Test("a first-party key keeps its namespace", arguments: StoreEngine.all)
  func namespace(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      var first = key("k1", createdAt: 2)
      first.namespace = "spots"
      try await store.addKey(first)
      try await store.addKey(key("k0"))
      #expect(try await store.keys().map(\.namespace) == ["spots", nil])
    }
  }

  @Test("the pepper of another store is noticed", arguments: StoreEngine.all)
  func pepper(engine: StoreEngine) async throws {
    try await engine.withStore { (store) async throws in
      #expect(try await store.checkPepper(version: 1, checkValue: [1], at: 1))
      #expect(try await store.checkPepper(version: 1, checkValue: [1], at: 2))
      #expect(try await !store.checkPepper(version: 1, checkValue: [2], at: 3))
      #expect(try await store.checkPepper(version: 2, checkValue: [2], at: 4))
    }
  }
}
