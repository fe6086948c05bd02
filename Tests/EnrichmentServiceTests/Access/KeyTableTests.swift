import EnrichmentSchema
import Operations
import Storage
import StoreFixtures
import Testing

@testable import EnrichmentService

@Suite("the key table", .timeLimit(.minutes(5)))
struct KeyTableTests {
  private func table(_ store: TemporaryStore, environment: String? = nil) async throws -> KeyTable {
    let table = KeyTable(keys: store.opened.store, pepper: store.opened.pepper, environment: environment)
    try await table.refresh()
    return table
  }

  private func make(_ store: TemporaryStore, plan: String) async throws -> String {
    try await KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
      .create(partner: "acme", plan: plan, at: 1).key
  }

  @Test("knows a key by its whole text only")
  func verification() async throws {
    let store = try await TemporaryStore()
    let key = try await make(store, plan: "poc")
    let table = try await table(store)
    #expect(table.identity(showing: key, at: 2)?.partner == "acme")
    let stranger = try APIKey(environment: "poc", partner: "acme", random: Array(repeating: 7, count: 32))
    #expect(table.identity(showing: stranger.text, at: 2) == nil)
    let parsed = try APIKey(parsing: key)
    #expect(parsed.keyID == table.identity(showing: key, at: 2)?.keyID)
  }

  @Test("forgets a revoked key at the next refresh")
  func revocation() async throws {
    let store = try await TemporaryStore()
    let key = try await make(store, plan: "poc")
    let table = try await table(store)
    _ = try await store.opened.store.revokeKey(APIKey(parsing: key).keyID, at: 5)
    try await table.refresh()
    #expect(table.identity(showing: key, at: 6) == nil)
  }

  @Test("refuses keys of another environment")
  func environments() async throws {
    let store = try await TemporaryStore()
    let poc = try await make(store, plan: "poc")
    let prod = try await make(store, plan: "prod")
    let table = try await table(store, environment: "prod")
    #expect(table.identity(showing: poc, at: 2) == nil)
    #expect(table.identity(showing: prod, at: 2)?.plan == .prod)
  }

  @Test("a copy of the database without its pepper verifies nothing")
  func pepper() async throws {
    let store = try await TemporaryStore()
    let key = try await make(store, plan: "poc")
    let other = try Pepper(secret: Array(repeating: 9, count: 32))
    let table = KeyTable(keys: store.opened.store, pepper: other, environment: nil)
    try await table.refresh()
    #expect(table.identity(showing: key, at: 2) == nil)
  }
}
