import EnrichmentRPC
import EnrichmentSchema
import Operations
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the rules of access", .timeLimit(.minutes(5)))
struct AccessRulesTests {
  private static let reads: ScopeSet = ScopeSet([.behaviorRead, .personalityRead, .influenceRead])

  @Test(
    "each method of the enrichment service has the rule that it is to have",
    arguments: [
      ("GetRealWorldBehavior", AccessRule.allOf(ScopeSet([.behaviorRead]))),
      ("GetQuantumPersonality", .allOf(ScopeSet([.personalityRead]))),
      ("GetCommunityInfluence", .allOf(ScopeSet([.influenceRead]))),
      ("EnrichProducts", .allOf(ScopeSet([.personalityRead]))),
      ("RecordActions", .allOf(ScopeSet([.ingestWrite]))),
      ("EnrichRealTime", .allOf(reads)),
      ("ListZones", .allOf(ScopeSet([.personalityRead]))),
      ("ListItems", .allOf(ScopeSet([.personalityRead]))),
      ("ListZoneLifts", .allOf(ScopeSet([.personalityRead]))),
      ("ListSegments", .anyOf(reads)), ("GetBudget", .allOf(ScopeSet([.budgetRead]))),
    ])
  func enrichment(method: String, rule: AccessRule) throws {
    let service = SilentEnrichment()
    #expect(try AccessRules([service])["/\(service.serviceName)/\(method)"] == rule)
    #expect(service.methods.count == 11, "a method is missing in the list above")
    #expect(!Scope.ofNewKey.contains(.budgetRead))
  }

  @Test("a session of a browser is opened with all read scopes; what its token opens is open to whoever has that")
  func browsers() throws {
    let service = SilentBrowserSessions()
    let rules = try AccessRules([service])
    #expect(service.methods.map(\.name) == ["OpenSession", "SendEvents", "WatchSession"])
    #expect(
      service.methods.map { rules["/\(service.serviceName)/\($0.name)"] } == [.allOf(Self.reads), .open, .open])
  }

  @Test("every method of the consent service is for keys with consent:write, which a new key does not have")
  func consent() throws {
    let service = SilentConsent()
    let rules = try AccessRules([service])
    #expect(service.methods.count == 7)
    for method in service.methods {
      #expect(rules["/\(service.serviceName)/\(method.name)"] == .allOf(ScopeSet([.consentWrite])))
    }
    #expect(!Scope.ofNewKey.contains(.consentWrite))
  }

  @Test("every method of the admin service is the operator's")
  func admin() throws {
    let service = SilentAdmin()
    let rules = try AccessRules([service])
    for method in service.methods { #expect(rules["/\(service.serviceName)/\(method.name)"] == .operatorOnly) }
  }

  @Test("a method without an option is closed, and so is one that nobody has listed")
  func closed() throws {
    let rules = try AccessRules([AskService(serviceName: "test.Plain")])
    #expect(rules["/test.Plain/Ask"] == .closed)
    #expect(rules["/test.Other/Ask"] == .closed)
    for rule in [Access.Rule.open(false), .operator(false)] {
      let options = SpotsOptionsV1AccessMethodOptions.bytes(rule)
      #expect(try AccessRules([AskService(serviceName: "test.S", options: options)])["/test.S/Ask"] == .closed)
    }
  }

  @Test("a list of foreign services stands in for the options they do not have, and not for those they have")
  func foreign() throws {
    let services = [
      AskService(serviceName: "test.Plain"),
      AskService(serviceName: "test.Own", options: SpotsOptionsV1AccessMethodOptions.bytes(.operator(true))),
    ]
    let rules = try AccessRules(services, foreign: ["test.Plain": .anyKey, "test.Own": .open])
    #expect(rules["/test.Plain/Ask"] == .anyKey)
    #expect(rules["/test.Own/Ask"] == .operatorOnly)
  }

  @Test("only health is open, and reflection is for holders of a key")
  func foreignServices() {
    #expect(
      EnrichmentServer.foreignServices == [
        "grpc.health.v1.Health": .open, "grpc.reflection.v1.ServerReflection": .anyKey,
        "grpc.reflection.v1alpha.ServerReflection": .anyKey,
      ])
  }

  @Test(
    "a rule that cannot be obeyed is refused before the server starts, with what is allowed",
    arguments: [
      (SpotsOptionsV1AccessMethodOptions.bytes(.anyOf(Scopes("behavior:read", "weather:read"))), "\"weather:read\""),
      (SpotsOptionsV1AccessMethodOptions.bytes(.allOf(Scopes("Behavior:read"))), "\"Behavior:read\""),
      (SpotsOptionsV1AccessMethodOptions.bytes(.allOf(Scopes())), "names no scope; scopes are behavior:read, "),
      ([0xE2, 0xE0, 0x18, 0x05, 0x0A], "cannot be read"),
    ])
  func unusable(options: [UInt8], words: String) {
    let error = #expect(throws: AccessRules.Unusable.self) {
      try AccessRules([AskService(serviceName: "test.S", options: options)])
    }
    let text = error?.description ?? ""
    #expect(text.contains(words) && text.contains("/test.S/Ask"), "\(text)")
  }

  @Test("a set of scopes keeps what it is made of, in the order of the table")
  func scopeSet() {
    for scope in Scope.allCases { #expect(ScopeSet([scope]).scopes == [scope]) }
    #expect(ScopeSet([.admin, .behaviorRead]).scopes == [.behaviorRead, .admin])
    #expect(ScopeSet(Scope.allCases).scopes == Scope.allCases)
  }
}
