import EnrichmentRPC
import EnrichmentSchema
import Operations
import Population
import RPC
import Storage
import StoreFixtures
import Testing

@testable import EnrichmentService

/// The consent service in this process, over a store with a live region `town`, another, `village`, and an archived one,
/// `past`, under a time that a test moves.
struct ConsentTown: Sendable {
  let store: TemporaryStore
  let time: TestTime
  let keys: KeyTable
  private let server: RPCServer
  private let channel: Channel

  /// Starts the service, runs the test and stops the service.
  static func run(_ body: (ConsentTown) async throws -> Void) async throws {
    let town = try await ConsentTown()
    defer {
      town.channel.close()
      town.server.stop()
    }
    try await body(town)
  }

  private init() async throws {
    time = TestTime()
    store = try await TemporaryStore(clock: time.source)
    for region in ["town", "village"] { try await store.settle(region, people: 0, visits: 0) }
    try await store.opened.store.bulkLoad(policyVersion: "1", at: time.now) { sink in
      try sink.begin(
        RegionDeclaration(region: "past", timeZone: "UTC", sources: .all, isSimulated: false, asOf: 1))
      try sink.finish()
    }
    keys = KeyTable(keys: store.opened.store, pepper: store.opened.pepper, environment: nil)
    let service = ConsentHandlers(
      store: store.opened.store, forgetting: Forgetting(store: store.opened.store),
      names: store.opened.pepper.pseudonymizer, clock: time.source)
    server = RPCServer(
      configuration: ServerConfiguration(listeners: [.inProcess], loops: 1), services: [service],
      interceptors: [Authentication(keys: keys, rules: try AccessRules([service]), clock: time.source)])
    _ = try await server.start()
    channel = try Channel(target: .inProcess(server))
  }

  /// What calls the service.
  var client: ConsentServiceClient { ConsentServiceClient(channel: channel) }

  /// Options of a call with a new key of the partner `acme`.
  func options(
    namespace: String = "", scopes: [Scope] = [.consentWrite]
  ) async throws -> CallOptions {
    var request = CreateKeyRequest()
    (request.partner, request.plan, request.namespace) = ("acme", "prod", namespace)
    request.scopes = scopes.map(\.rawValue)
    let issuer = KeyIssuer(keys: store.opened.store, pepper: store.opened.pepper)
    let made = try await issuer.create(request, at: time.now)
    try await keys.refresh()
    var options = CallOptions()
    try options.metadata.add("Bearer \(made.key)", for: "authorization")
    return options
  }

  /// The pseudonym of a person of SPOTS.
  func agent(_ subject: String) throws -> AgentID {
    try store.opened.pepper.pseudonymizer.agent(subject.utf8, in: .spots)
  }
}

extension PutPersonRequest {
  /// Registers a person in `town`, unless another region is named.
  init(_ subject: String, region: String = "town", ageBand: String? = nil) {
    self.init()
    (self.subject, self.region, self.ageBand) = (subject, region, ageBand)
  }
}

extension SetConsentRequest {
  /// Grants some purposes and withdraws others.
  init(_ subject: String, grant: [String] = [], withdraw: [String] = []) {
    self.init()
    (self.subject, self.grant, self.withdraw) = (subject, grant, withdraw)
    policyVersion = "terms-1"
  }
}

extension GetConsentRequest {
  /// Asks for a person's consent.
  init(_ subject: String) {
    self.init()
    self.subject = subject
  }
}

/// The error that a call ends with; a call that is answered is an issue.
func refusal(of call: () async throws -> some Sendable) async throws -> RPCError {
  let answer: any Sendable
  do { answer = try await call() } catch let error as RPCError { return error }
  Issue.record("answered \(answer)")
  return RPCError(.ok, "answered")
}
