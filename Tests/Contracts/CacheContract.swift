import Storage
import Testing

@Suite("Contract: durable layer of the cache", .timeLimit(.minutes(1)))
struct CacheContract {
  private func row(_ key: String, byte: UInt8 = 1, expiresAt: Int64 = 50) -> CachedRow {
    CachedRow(key: key, bytes: [byte], sha256: [byte, byte], storedAt: 7, expiresAt: expiresAt)
  }

  @Test("a row comes back as it was put, hash and all, until it is replaced or deleted", arguments: StoreEngine.all)
  func roundTrip(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      #expect(try await store.cachedRow("a") == nil)
      try await store.putCachedRow(row("a"))
      #expect(try await store.cachedRow("a") == row("a"))
      try await store.putCachedRow(row("a", byte: 2, expiresAt: 60))
      #expect(try await store.cachedRow("a") == row("a", byte: 2, expiresAt: 60))
      try await store.deleteCachedRow("a")
      try await store.deleteCachedRow("a")
      #expect(try await store.cachedRow("a") == nil)
    }
  }

  @Test("rows beyond a bound go, those that expire soonest first and few at a time", arguments: StoreEngine.all)
  func bound(engine: StoreEngine) async throws {
    try await engine.withStore { store in
      for number in 0..<150 { try await store.putCachedRow(row("\(number)", expiresAt: Int64(number))) }
      var steps: [Int] = []
      repeat { steps.append(try await store.deleteCachedRows(beyond: 10)) } while steps.last != 0
      #expect(steps == [64, 64, 12, 0])
      for number in 0..<150 { #expect(try await store.cachedRow("\(number)") == nil || number >= 140) }
      #expect(try await store.cachedRow("140") != nil)
    }
  }

  @Test("a closed store says so, to readers and writers", arguments: StoreEngine.all)
  func closed(engine: StoreEngine) async throws {
    var kept: (any TransactionalStore)?
    try await engine.withStore { kept = $0 }
    let store = try #require(kept)
    #expect(await storeError { try await store.putCachedRow(row("a")) } == .closed)
    #expect(await storeError { try await store.cachedRow("a") } == .closed)
  }
}
