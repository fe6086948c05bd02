import EnrichmentRPC
import EnrichmentSchema
import Operations
import Population
import RPC
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the JSON door", .timeLimit(.minutes(5)))
struct JSONDoorTests {
  private static let behavior = "/api/v1/enrichment/real-world-behavior"
  private static let personality = "/api/v1/enrichment/quantum-personality"
  private static let all = #"{"user_segment":{"segment_id":"jakarta_all"}}"#

  @Test("an answer is in the plan's envelope, and says what gRPC says", arguments: ["/api", ""])
  func envelope(prefix: String) async throws {
    try await LiveDoor.run { live in
      let reply = try await live.post("\(prefix)/v1/enrichment/real-world-behavior", Self.all)
      #expect(reply.status == "200" && reply["success"] == "true")
      #expect(reply.fields["content-type"] == "application/json")
      #expect(reply.fields["content-length"] == "\(reply.body.count)")
      #expect(reply["metadata.request_id"] == reply.fields["x-request-id"])
      #expect(reply["metadata.api_version"] != nil && reply["metadata.timestamp"] != nil)
      #expect(reply["metadata.processing_time_ms"] != nil && reply["data.metadata"] == nil)
      var request = GetRealWorldBehaviorRequest()
      request.userSegment = LiveEnrichment.segment
      var same = try await live.client.getRealWorldBehavior(request, options: live.options())
      same.metadata = nil
      #expect(try reply.data(GetRealWorldBehaviorResponse.self) == same)
    }
  }

  @Test("every answer says what is left of the plan")
  func rateLimitFields() async throws {
    try await LiveDoor.run { live in
      let first = try await live.post(Self.behavior, Self.all)
      #expect(first.fields["ratelimit-policy"] == #""burst";q=20;w=1, "minute";q=100;w=60, "day";q=10000;w=86400"#)
      #expect(first.fields["ratelimit"]?.contains(#""minute";r=99;t="#) == true)
      let failed = try await live.post(Self.behavior, #"{"user_segment":{"segment_id":"nowhere"}}"#)
      #expect(failed.fields["ratelimit"]?.contains(#""minute";r=98;t="#) == true)
      let stranger = try await live.ask("GET", "/api/v1/segments", [("authorization", "Bearer no")])
      #expect(stranger.fields["ratelimit"] == nil)
    }
  }

  @Test("a request of the target is that of a body", arguments: ["GET", "HEAD"])
  func encodedRequest(verb: String) async throws {
    try await LiveDoor.run { live in
      let encoded = Base64.encode(Array(Self.all.utf8), isPadded: false)
      let reply = try await live.ask(verb, "\(Self.behavior)?request=\(encoded)")
      let posted = try await live.post(Self.behavior, Self.all)
      #expect(reply.status == "200" && reply["data"] == (verb == "GET" ? posted["data"] : nil))
      #expect(reply.body.isEmpty == (verb == "HEAD") && reply.fields["content-length"] != nil)
      for query in ["", "?request=", "?request=%%", "?request=*", "?request=e30&request=e30", "?x=1"] {
        let wrong = try await live.ask(verb, Self.behavior + query)
        #expect(wrong.status == "400", "\(query)")
      }
    }
  }

  @Test("lists are asked for by the names of their fields")
  func lists() async throws {
    try await LiveDoor.run { live in
      let page = try await live.ask("GET", "/api/v1/segments?page_size=1")
      #expect(try page.data(ListSegmentsResponse.self).segments.map(\.segmentID) == ["jakarta_all"])
      #expect(try await live.ask("GET", "/api/v1/segments").status == "200")
      let wrong = try await live.ask("GET", "/api/v1/segments?page=1")
      #expect(wrong.status == "400" && wrong["error.message"]?.contains("page_size, page_token") == true)
      #expect(try await live.ask("GET", "/api/v1/segments?page_size=x").status == "400")
      #expect(try await live.ask("GET", "/api/v1/segments?page_size=1&page_size=1").status == "400")
      #expect(try await live.ask("GET", "/api/v1/segments?page%5Fsize=1").status == "200")
      for name in ["key", "api_key", "Access_Token"] {
        let told = try await live.ask("GET", "/api/v1/segments?\(name)=spots_poc_secret")
        #expect(told.status == "400" && !told.text.contains("spots_poc_secret"))
      }
    }
  }

  @Test("products are streamed one on a line, and the summary on the last")
  func products() async throws {
    try await LiveDoor.run { live in
      let json = #"""
        {"user_segment":{"segment_id":"jakarta_all"},
         "products":[{"product_id":"a","style":"minimalist"},{"product_id":"b","price":"luxury"}]}
        """#
      let reply = try await live.post("/api/v1/enrichment/products", json)
      #expect(reply.status == "200" && reply.fields["content-type"] == "application/x-ndjson")
      let lines = reply.text.split(separator: "\n")
      #expect(lines.count == 3)
      let ranks = try lines.prefix(2).map { try EnrichedProduct(jsonString: String($0)).rank }
      #expect(ranks == [1, 2])
      let last = try EnrichProductsResponse(jsonString: String(lines[2]))
      guard case .summary(let summary) = last.item else { return #expect(Bool(false), "the last line is no summary") }
      #expect(summary.ranked == 2)
      let wrong = try await live.post("/api/v1/enrichment/products", #"{"user_segment":{"segment_id":"jakarta_all"}}"#)
      #expect(wrong.status == "400" && wrong["error.details.violations"]?.contains("products") == true)
    }
  }

  private static func action(_ id: String) -> String {
    #"{"subject":"c","event":{"event_id":"\#(id)","kind":"EVENT_KIND_VISIT","time":"1970-01-01T00:00:10Z","#
      + #""venue_category":"coffee"}}"#
  }

  @Test("actions come one on a line, cut anywhere, and are answered once they are durable", arguments: [1, 7, 4096])
  func actions(size: Int) async throws {
    try await LiveDoor.run { live in
      let text = "\n" + Self.action("a") + "\r\n  \n" + Self.action("b") + "\n" + Self.action("a")
      let reply = try await live.ask(
        "POST", "/api/v1/actions", [("content-type", "application/x-ndjson")],
        pieces: LiveDoor.pieces(text, size: size))
      #expect(reply.status == "200" && reply["success"] == "true")
      let counts = try reply.data(RecordActionsResponse.self)
      #expect(counts.received == 3 && counts.duplicates == 1)
      #expect(live.parts.store.now.recorded.count == 2)
    }
  }

  @Test("a line that is no action refuses all, and is named")
  func wrongAction() async throws {
    try await LiveDoor.run { live in
      let reply = try await live.post("/api/v1/actions", Self.action("a") + "\n\n{\"subject\":1}\n")
      #expect(reply.status == "400" && reply["error.message"]?.contains("actions[1] is \"line 3\"") == true)
      let long = try await live.post("/api/v1/actions", String(repeating: " ", count: 65_537))
      #expect(long.status == "413" && long["error.message"]?.contains("line 1") == true)
      #expect(live.parts.store.now.recorded.isEmpty)
      let none = try await live.ask("POST", "/api/v1/actions", [("content-type", "application/json")], pieces: [[]])
      #expect(none.status == "200")
    }
  }
}
