import EnrichmentRPC
import EnrichmentSchema
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the routes of methods", .timeLimit(.minutes(5)))
struct HTTPRouteTests {
  @Test("the enrichment service has the routes of the plan, their aliases, GET forms, and those of lists")
  func enrichment() throws {
    let routes = try HTTPRoute.routes(of: [SilentEnrichment()])
    let shown = routes.map { "\($0.method.name): \($0.verb.rawValue) \($0.path) \($0.input)" }
    let plan = [
      ("GetRealWorldBehavior", "real-world-behavior"), ("GetQuantumPersonality", "quantum-personality"),
      ("GetCommunityInfluence", "community-influence"),
    ].flatMap { method, name in
      [
        "\(method): POST /api/v1/enrichment/\(name) body", "\(method): POST /v1/enrichment/\(name) body",
        "\(method): GET /api/v1/enrichment/\(name) requestParameter",
      ]
    }
    #expect(
      shown == plan + [
        "EnrichProducts: POST /api/v1/enrichment/products body", "RecordActions: POST /api/v1/actions body",
        "ListSegments: GET /api/v1/segments query", "ListZones: GET /api/v1/zones query",
        "ListItems: GET /api/v1/items query", "GetBudget: GET /api/v1/budget query",
      ])
  }

  @Test("the sessions of browsers have routes of their own")
  func browsers() throws {
    let routes = try HTTPRoute.routes(of: [SilentBrowserSessions()])
    #expect(
      routes.map { "\($0.method.name): \($0.verb.rawValue) \($0.path) \($0.input)" } == [
        "OpenSession: POST /api/v1/enrichment/sessions body",
        "SendEvents: POST /api/v1/enrichment/sessions/events body",
        "WatchSession: GET /api/v1/enrichment/sessions/updates query",
      ])
  }

  @Test("methods without a rule have no route")
  func none() throws {
    #expect(try HTTPRoute.routes(of: [SilentConsent(), SilentAdmin(), AskService(serviceName: "test.S")]).isEmpty)
  }

  @Test(
    "a rule that cannot be obeyed is refused before the server starts",
    arguments: [
      (Self.rule(.post("/a")), "is neither a post"), (Self.rule(.get("/a"), body: "*"), "is neither a post"),
      (Self.rule(.post("/a"), body: "name"), "is neither a post"),
      (Self.rule(.put("/a"), body: "*"), "is neither a post"),
      (Self.rule(nil), "is neither a post"), (Self.rule(.get("a")), "has the path \"a\""),
      (Self.rule(.get("/a/{id}")), "has the path \"/a/{id}\""), (Self.rule(.get("/a//b")), "has the path \"/a//b\""),
      (Self.rule(.get("/")), "has the path \"/\""), (Self.rule(.get("/a?b")), "has the path \"/a?b\""),
      (Self.rule(.get("/a")) { $0.responseBody = "rows" }, "names a response_body"),
      (Self.rule(.get("/a")) { $0.additionalBindings = [$0] }, "wants GET /a, which is /test.S/Ask's"),
      (
        Self.rule(.get("/a")) { rule in
          var inner = rule
          inner.additionalBindings = [rule]
          inner.pattern = .get("/b")
          rule.additionalBindings = [inner]
        }, "has additional bindings within"
      ), ([0x82, 0xD3, 0xE4, 0x93, 0x02, 0x05, 0x0A], "cannot be read"),
    ])
  func unusable(options: [UInt8], words: String) {
    let error = #expect(throws: UnusableRoute.self) {
      try HTTPRoute.routes(of: [AskService(serviceName: "test.S", options: options)])
    }
    let text = error?.description ?? ""
    #expect(text.contains(words) && text.contains("(google.api.http) of /test.S/Ask"), "\(text)")
  }

  private static func rule(
    _ pattern: GoogleAPIHttpRule.Pattern?, body: String = "", _ change: (inout GoogleAPIHttpRule) -> Void = { _ in }
  ) -> [UInt8] {
    var rule = GoogleAPIHttpRule()
    rule.pattern = pattern
    rule.body = body
    change(&rule)
    var options = GoogleApiAnnotationsMethodOptions()
    options.http = rule
    return options.serializedBytes()
  }
}
