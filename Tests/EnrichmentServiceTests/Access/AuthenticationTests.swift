import EnrichmentRPC
import EnrichmentSchema
import Foundation
import Operations
import RPC
import Storage
import StoreFixtures
import Testing
import WireFormat

@testable import EnrichmentService

/// A server in this process with nothing but authentication before its services.
private struct GuardedServer {
  let store: TemporaryStore
  let keys: KeyTable
  let server: RPCServer
  let socket: String

  init() async throws {
    store = try await TemporaryStore()
    keys = KeyTable(keys: store.opened.store, pepper: store.opened.pepper, environment: nil)
    let options = SpotsOptionsV1AccessMethodOptions.self
    let services: [any RPCService] = [
      SilentEnrichment(), HealthService(), AskService(serviceName: "test.Plain"),
      AskService(serviceName: "test.Any"), AskService(serviceName: "test.Open", options: options.bytes(.open(true))),
      AskService(serviceName: "test.Misplaced", options: options.bytes(.operator(true))),
    ]
    let admin = SilentAdmin()
    let rules = try AccessRules(
      services + [admin], foreign: ["grpc.health.v1.Health": .open, "test.Any": .anyKey])
    socket = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString.prefix(8)).s").path
    server = RPCServer(
      configuration: ServerConfiguration(listeners: [.inProcess, .unix(path: socket)]), services: services,
      bound: [ServiceBinding(admin, on: .unixOnly)],
      interceptors: [Authentication(keys: keys, rules: rules, clock: TemporaryStore.clock)])
    _ = try await server.start()
  }

  /// A key with these scopes.
  func key(_ scopes: [Scope]) async throws -> String {
    let random = (0..<32).map { _ in UInt8.random(in: 0...255) }
    let key = try APIKey(environment: "poc", partner: "acme", random: random)
    let hmac = try #require(store.opened.pepper.mac(of: Array(key.text.utf8)))
    try await store.opened.store.addKey(
      StoredKey(
        keyID: key.keyID, hmac: hmac, pepperVersion: Pepper.version, lastFour: key.lastFour, partner: "acme",
        environment: "poc", scopes: scopes.map(\.rawValue), createdAt: 1))
    try await keys.refresh()
    return key.text
  }

  /// How a call with the key ends.
  func call(_ service: String, _ method: String, key: String?, over target: ChannelTarget? = nil) async throws
    -> RPCError
  {
    let channel = try Channel(target: target ?? .inProcess(server))
    defer { channel.close() }
    var options = CallOptions()
    if let key { try options.metadata.add("Bearer \(key)", for: "authorization") }
    let descriptor = MethodDescriptor(service: service, name: method, kind: .unary)
    do {
      _ = try await channel.unary(descriptor, Scopes(), options: options) as Scopes
    } catch { return error }
    return RPCError(.ok, "answered")
  }

  /// Starts a server, runs the test and stops the server.
  static func run(_ body: (GuardedServer) async throws -> Void) async throws {
    let guarded = try await GuardedServer()
    defer { guarded.server.stop() }
    try await body(guarded)
  }
}

extension RPCError {
  /// The metadata of its `ErrorInfo`.
  fileprivate var info: GoogleRPCErrorInfo? {
    details.lazy.compactMap { try? GoogleRPCErrorInfo(serializedBytes: $0.value) }.first
  }
}

@Suite("authentication", .timeLimit(.minutes(5)))
struct AuthenticationTests {
  static let enrichment = "spots.enrichment.v1.EnrichmentService"

  @Test("a method that the schema gives no rule is refused with a valid key of every scope")
  func closed() async throws {
    try await GuardedServer.run { server async throws in
      let error = try await server.call("test.Plain", "Ask", key: try await server.key(Scope.allCases))
      #expect(error.code == .permissionDenied)
      #expect(error.message == "Ask is closed to every key: no rule says who may call it")
      #expect(error.info?.reason == "PERMISSION_DENIED")
    }
  }

  @Test("the key is judged before the method: without one every method is UNAUTHENTICATED, offered or not")
  func keyFirst() async throws {
    try await GuardedServer.run { server async throws in
      let paths = [
        ("test.Plain", "Ask"), ("test.Any", "Ask"), ("test.Misplaced", "Ask"), ("test.Nowhere", "Ask"),
        (Self.enrichment, "ListSegments"), (Self.enrichment, "Nothing"), ("spots.admin.v1.AdminService", "ListKeys"),
      ]
      for (service, method) in paths {
        for key in [nil, "spots_poc_nobody_0"] {
          #expect(try await server.call(service, method, key: key).code == .unauthenticated, "\(service)/\(method)")
        }
      }
    }
  }

  @Test("a method that is not offered is UNIMPLEMENTED for a valid key of whatever scope")
  func unknown() async throws {
    try await GuardedServer.run { server async throws in
      let key = try await server.key([])
      for (service, method) in [
        ("test.Nowhere", "Ask"), (Self.enrichment, "Nothing"), ("spots.admin.v1.AdminService", "ListKeys"),
      ] { #expect(try await server.call(service, method, key: key).code == .unimplemented, "\(service)/\(method)") }
    }
  }

  @Test("an open method needs no key, one for any key no scope")
  func open() async throws {
    try await GuardedServer.run { server async throws in
      #expect(try await server.call("test.Open", "Ask", key: nil).status == reached.status)
      #expect(try await server.call("grpc.health.v1.Health", "Check", key: nil).code == .ok)
      #expect(try await server.call("test.Any", "Ask", key: try await server.key([])).status == reached.status)
    }
  }

  @Test("the operator's methods are reached through the unix socket, without a key, and by no key elsewhere")
  func operators() async throws {
    try await GuardedServer.run { server async throws in
      let socket = ChannelTarget.unix(path: server.socket)
      #expect(
        try await server.call("spots.admin.v1.AdminService", "ListKeys", key: nil, over: socket).status
          == reached.status)
      let key = try await server.key(Scope.allCases)
      let error = try await server.call("test.Misplaced", "Ask", key: key)
      #expect(error.code == .permissionDenied)
      #expect(error.message == "Ask is the operator's, through the server's unix socket")
      #expect(try await server.call(Self.enrichment, "ListSegments", key: nil, over: socket).code == .unauthenticated)
    }
  }

  @Test("a key without a scope that is needed is told which one")
  func allOf() async throws {
    try await GuardedServer.run { server async throws in
      let key = try await server.key([.personalityRead, .ingestWrite])
      #expect(try await server.call(Self.enrichment, "GetQuantumPersonality", key: key).status == reached.status)
      let error = try await server.call(Self.enrichment, "GetRealWorldBehavior", key: key)
      #expect(error.code == .permissionDenied)
      #expect(error.message == "this key lacks the scope behavior:read, which GetRealWorldBehavior needs")
      #expect(error.info?.metadata["scope"] == "behavior:read")
      let session = try await server.call(Self.enrichment, "EnrichRealTime", key: key)
      #expect(session.info?.metadata["scope"] == "behavior:read")
    }
  }

  @Test("one of several scopes will do where the schema says so; a key without any is told which")
  func anyOf() async throws {
    try await GuardedServer.run { server async throws in
      for scope in [Scope.behaviorRead, .personalityRead, .influenceRead] {
        let key = try await server.key([scope, .auditRead])
        #expect(try await server.call(Self.enrichment, "ListSegments", key: key).status == reached.status)
      }
      let others = Scope.allCases.filter { ![.behaviorRead, .personalityRead, .influenceRead].contains($0) }
      let error = try await server.call(Self.enrichment, "ListSegments", key: try await server.key(others))
      #expect(error.code == .permissionDenied)
      #expect(error.message.contains("none of the scopes behavior:read, personality:read, influence:read"))
      #expect(error.info?.metadata["any_of"] == "behavior:read,personality:read,influence:read")
    }
  }
}
