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

  @Test("refuses keys of another environment than the one it is told", arguments: [nil, "poc", "prod", "test"])
  func environments(accepted: String?) async throws {
    let store = try await TemporaryStore()
    let table = try await table(store, environment: accepted)
    for plan: QuotaPlan in [.poc, .prod, .test] {
      let key = try await make(store, plan: plan.name)
      try await table.refresh()
      let isAccepted = accepted == nil || accepted == plan.name
      let identity = table.identity(showing: key, at: 2)
      #expect(identity?.plan == (isAccepted ? plan : nil))
      #expect(identity?.isSandboxed == (isAccepted ? plan == .test : nil))
    }
  }

  @Test("a key's own limits stand in the place of its environment's")
  func ownLimits() async throws {
    let store = try await TemporaryStore()
    var asked = CreateKeyRequest()
    (asked.partner, asked.plan) = ("acme", "poc")
    var limits = CallLimits()
    limits.minute = 7
    asked.limits = limits
    let key = try await KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper).create(asked, at: 1).key
    let plan = try await table(store).identity(showing: key, at: 2)?.plan
    #expect(plan?.name == "poc" && plan?.burst == 20 && plan?.minute == 7 && plan?.day == 10_000)
  }

  @Test("a key of the sandbox never has a scope that the sandbox has not, whatever is stored")
  func sandboxScopes() async throws {
    let store = try await TemporaryStore()
    let key = try APIKey(environment: "test", partner: "acme", random: Array(repeating: 7, count: 32))
    try await store.opened.store.addKey(
      StoredKey(
        keyID: key.keyID, hmac: store.opened.pepper.mac(of: Array(key.text.utf8)) ?? [], pepperVersion: 1,
        lastFour: key.lastFour, partner: "acme", environment: "test", scopes: Scope.allCases.map(\.rawValue),
        createdAt: 1))
    let identity = try await table(store).identity(showing: key.text, at: 2)
    #expect(identity?.scopes.scopes == ScopeSet(Scope.ofSandbox).scopes)
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
