import EnrichmentSchema
import Operations
import Population
import Storage
import StoreFixtures
import Testing
import WireFormat

@Suite("Keys of partners", .timeLimit(.minutes(5)))
struct KeyIssuerTests {
  private func request(
    partner: String = "acme", plan: String = "poc", namespace: String = "", scopes: [String] = [],
    addresses: [String] = []
  ) -> CreateKeyRequest {
    var request = CreateKeyRequest()
    (request.partner, request.plan, request.namespace) = (partner, plan, namespace)
    (request.scopes, request.allowedAddresses) = (scopes, addresses)
    return request
  }

  /// The fields that a request is refused for.
  private func refused(_ request: CreateKeyRequest) async throws -> [String] {
    let store = try await TemporaryStore()
    let keys = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    do {
      _ = try await keys.create(request, at: 5)
      return []
    } catch OperatorError.violations(let violations) {
      #expect(try await keys.list().isEmpty, "nothing is kept of a key that was refused")
      return violations.map(\.field)
    }
  }

  @Test("a key is shown once; what is kept of it cannot be turned back into it")
  func shownOnce() async throws {
    let store = try await TemporaryStore()
    let keys = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    let made = try await keys.create(request(plan: "prod"), at: 5)
    let key = try APIKey(parsing: made.key)
    #expect(made.info?.keyID == key.keyID && made.info?.lastFour == key.lastFour)
    #expect(made.info?.scopes == Scope.ofNewKey.map(\.rawValue))
    let stored = try #require(try await store.opened.store.keys().first)
    #expect(stored.hmac == store.opened.pepper.mac(of: Array(made.key.utf8)))
    #expect(!"\(stored)".contains(made.key) && stored.environment == "prod" && stored.createdAt == 5)
  }

  @Test("the subjects of a key are its partner's customers, or people of SPOTS when it was made for them")
  func namespaces() async throws {
    let store = try await TemporaryStore()
    let keys = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    let names = try await ["", "spots", "survey-2014"].asyncMap {
      try await keys.create(request(namespace: $0), at: 5).info?.namespace
    }
    #expect(names == ["partner:acme", "spots", "survey-2014"])
    #expect(Set(try await store.opened.store.keys().map(\.subjects.name)) == ["partner:acme", "spots", "survey-2014"])
  }

  @Test(
    "nobody can name the customers of a partner, nor a namespace that is none",
    arguments: ["partner:acme", "partner:other", "Spots", "spots ", "a/b", "-a", String(repeating: "a", count: 65)])
  func refusedNamespaces(namespace: String) async throws {
    #expect(try await refused(request(namespace: namespace)) == ["namespace"])
  }

  @Test("everything that is wrong with a request is said at once")
  func allViolations() async throws {
    #expect(
      try await refused(
        request(
          partner: "A", plan: "free", namespace: "partner:a", scopes: ["behavior:read", "all"],
          addresses: ["10.0.0.1/8"]))
        == ["partner", "plan", "namespace", "scopes", "allowed_addresses"])
    #expect(try await refused(request(partner: "acme_2")) == ["partner"])
    #expect(try await refused(request()) == [])
  }

  @Test("a key may do what it was made for, from where it was made for")
  func narrow() async throws {
    let store = try await TemporaryStore()
    let keys = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    let asked = request(scopes: ["behavior:read", "budget:read"], addresses: ["10.0.0.0/8", "2001:db8::1"])
    let made = try #require(try await keys.create(asked, at: 5).info)
    #expect(made.scopes == asked.scopes && made.allowedAddresses == asked.allowedAddresses)
    #expect(try await keys.list() == [made])
  }

  @Test("a key has the end and the limits it was made with; who asks for none has none")
  func bounded() async throws {
    let store = try await TemporaryStore()
    let keys = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    var asked = request()
    asked.expiresAt = GoogleProtobufTimestamp(microseconds: 60_000_000)
    asked.limits = CallLimits(burst: 5, day: 70)
    let bounded = try #require(try await keys.create(asked, at: 5_000_000).info)
    #expect(bounded.expiresAt == asked.expiresAt && bounded.limits == asked.limits)
    let free = try #require(try await keys.create(request(), at: 6_000_000).info)
    #expect(free.expiresAt == nil && free.limits == nil)
    #expect(try await keys.list() == [free, bounded])
    let stored = try await store.opened.store.keys()
    #expect(stored.map(\.quota) == [OwnQuota(), OwnQuota(burst: 5, day: 70)])
    #expect(stored.map(\.expiresAt) == [nil, 60_000_000])
  }

  @Test("an end that has come or is too far, and limits that are none, are refused with what is allowed")
  func impossibleBounds() async throws {
    for end: Int64 in [-1, 5, 3_651 * RegionCalendar.day, .max] {
      var asked = request()
      asked.expiresAt = GoogleProtobufTimestamp(microseconds: end)
      #expect(try await refused(asked) == ["expires_at"], "\(end)")
    }
    var asked = request()
    asked.limits = CallLimits(burst: 0, minute: -1, day: 2_000_000_001)
    #expect(try await refused(asked) == ["limits.burst", "limits.minute", "limits.day"])
  }

  @Test("a key of the sandbox has its scopes and no others, and names nobody of SPOTS")
  func sandboxed() async throws {
    let store = try await TemporaryStore()
    let keys = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    let made = try await keys.create(request(plan: "test"), at: 5)
    #expect(made.key.hasPrefix("spots_test_acme_") && made.info?.scopes == Scope.ofSandbox.map(\.rawValue))
    for scope in Scope.allCases {
      let isThere = Scope.ofSandbox.contains(scope)
      #expect(try await refused(request(plan: "test", scopes: [scope.rawValue])) == (isThere ? [] : ["scopes"]))
    }
    #expect(try await refused(request(plan: "test", namespace: "spots")) == ["namespace"])
  }

  @Test("a revoked key stays in the list with the first time it was revoked")
  func revoked() async throws {
    let store = try await TemporaryStore()
    let keys = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    let first = try #require(try await keys.create(request(), at: 5_000_000).info)
    let second = try #require(try await keys.create(request(), at: 6_000_000).info)
    _ = try await keys.revoke(first.keyID, at: 7_000_000)
    #expect(try await keys.revoke(first.keyID, at: 8_000_000).revokedAt?.seconds == 7)
    #expect(try await keys.list().map(\.keyID) == [second.keyID, first.keyID])
    #expect(try await keys.list().map { $0.revokedAt == nil } == [true, false])
    await #expect(throws: StoreError.self) { try await keys.revoke("0123456789ab", at: 9) }
  }

  @Test("a set of scopes holds what was put in, in the order they are declared in")
  func scopes() {
    let set = ScopeSet([.experimentsWrite, .behaviorRead])
    #expect(set.scopes == [.behaviorRead, .experimentsWrite])
    #expect(set.contains(ScopeSet([.behaviorRead])) && !set.contains(ScopeSet([.admin])))
    #expect(ScopeSet(Scope.allCases).scopes == Scope.allCases)
  }
}

extension CallLimits {
  /// These limits.
  fileprivate init(burst: Int64? = nil, minute: Int64? = nil, day: Int64? = nil) {
    self.init()
    (self.burst, self.minute, self.day) = (burst, minute, day)
  }
}

extension Sequence where Element: Sendable {
  /// The results of a body for each element, one after another.
  fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
    var values: [Value] = []
    for element in self { values.append(try await body(element)) }
    return values
  }
}
