import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Operations
import Population
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("answers that callers keep", .timeLimit(.minutes(5)))
struct KeptAnswerTests {
  private static let all = #"{"user_segment":{"segment_id":"jakarta_all"}}"#

  private static func target(_ path: String, _ json: String = all) -> String {
    "\(path)?request=\(Base64.encode(Array(json.utf8), isPadded: false))"
  }

  private static let behavior = "/api/v1/enrichment/real-world-behavior"
  private static let method = "/spots.enrichment.v1.EnrichmentService/GetRealWorldBehavior"

  /// Ways to ask for the same.
  private static let targets = [
    target(behavior), target(behavior, #"{ "user_segment" : {"segment_id": "jakarta_all"} }"#),
    "\(method)?connect=v1&encoding=json&message=%7B%22user_segment%22:%7B%22segment_id%22:%22jakarta_all%22%7D%7D",
  ]

  @Test("an answer has a tag, by all doors the same, and may be kept by its caller alone", arguments: targets)
  func tagged(target: String) async throws {
    try await LiveDoor.run { live in
      let reply = try await live.ask("GET", target)
      let posted = try await live.post(Self.behavior, Self.all)
      #expect(reply.status == "200" && reply.fields["etag"]?.count == 18)
      #expect(reply.fields["etag"] == posted.fields["etag"])
      #expect(reply.fields["cache-control"] == "private, max-age=3600")
      #expect(reply.fields["vary"] == "authorization, x-api-key")
    }
  }

  @Test("whoever has the present answer is told so, which costs no quota", arguments: targets)
  func unchanged(target: String) async throws {
    try await LiveDoor.run { live in
      let tag = try await live.ask("GET", target).fields["etag"] ?? ""
      for known in [tag, "W/\(tag)", #""other" , \#(tag)"#] {
        let reply = try await live.ask("GET", target, [("if-none-match", known)])
        #expect(reply.status == "304" && reply.body.isEmpty && reply.fields["etag"] == tag, "\(known)")
        #expect(reply.fields["content-type"] == nil && reply.fields["cache-control"] != nil)
      }
      for known in [#""other""#, "*", String(tag.dropLast()), tag.lowercased() + tag] {
        #expect(try await live.ask("GET", target, [("if-none-match", known)]).status == "200", "\(known)")
      }
      let asked = try await live.post(Self.behavior, Self.all, [("if-none-match", tag)])
      // One answer, four that were not known, this one: the three that were cost nothing.
      #expect(asked.status == "200" && asked.fields["ratelimit"]?.contains(#""minute";r=94;"#) == true)
    }
  }

  @Test("another request and a newer release have other tags")
  func changed() async throws {
    try await LiveDoor.run { live in
      let target = Self.target(Self.behavior)
      let tag = try await live.ask("GET", target).fields["etag"] ?? ""
      let other = Self.target(Self.behavior, #"{"user_segment":{"geographic_region":"jakarta"}}"#)
      #expect(try await live.ask("GET", other, [("if-none-match", tag)]).status == "200")
      let influence = Self.target("/api/v1/enrichment/community-influence")
      #expect(try await live.ask("GET", influence, [("if-none-match", tag)]).status == "200")
      try live.parts.store.releaseJakarta(epoch: 2)
      try await live.parts.catalogue.refresh()
      let newer = try await live.ask("GET", target, [("if-none-match", tag)])
      #expect(newer.status == "200" && newer.fields["etag"] != tag && newer.fields["etag"] != nil)
    }
  }

  @Test("nobody without a valid key learns whether an answer has changed")
  func strangers() async throws {
    try await LiveDoor.run { live in
      let target = Self.target(Self.behavior)
      let tag = try await live.ask("GET", target).fields["etag"] ?? ""
      let reply = try await live.ask("GET", target, [("if-none-match", tag), ("authorization", "Bearer no")])
      #expect(reply.status == "401" && reply.fields["etag"] == nil)
    }
  }

  @Test("what names zones is never kept, and neither is an error or the state of the budget")
  func neverKept() async throws {
    try await LiveDoor.run { live in
      let zones = #"{"user_segment":{"segment_id":"jakarta_all"},"zones":[{"zone_id":"menteng"}]}"#
      let personality = "/api/v1/enrichment/quantum-personality"
      for reply in [
        try await live.ask("GET", Self.target(personality, zones)), try await live.post(personality, zones),
        try await live.ask("GET", Self.target(personality, #"{"user_segment":{"segment_id":"x"}}"#)),
      ] { #expect(reply.fields["etag"] == nil && reply.fields["cache-control"] ?? "no-store" == "no-store") }
    }
  }

  @Test("the lists have tags too")
  func lists() async throws {
    try await LiveDoor.run { live in
      let tag = try await live.ask("GET", "/api/v1/segments").fields["etag"] ?? ""
      #expect(try await live.ask("GET", "/api/v1/segments", [("if-none-match", tag)]).status == "304")
      #expect(try await live.ask("GET", "/api/v1/segments?page_size=1", [("if-none-match", tag)]).status == "200")
      let head = try await live.ask("HEAD", "/api/v1/segments")
      #expect(head.status == "200" && head.fields["etag"] == tag && head.body.isEmpty)
    }
  }

  @Test("such calls have a limit of their own, ten times that of calls")
  func limited() async throws {
    try await LiveDoor.run { live in
      let target = Self.target(Self.behavior)
      let tag = try await live.ask("GET", target).fields["etag"] ?? ""
      // Of the last seconds, so that none ceases to count within this test.
      let begin = MonotonicTime.now() + .seconds(-8)
      for index in 0..<999 {
        let at = UInt64(clamping: (begin + .milliseconds(6 * index)).nanoseconds)
        #expect(
          live.parts.metering.unchanged.admit(keyID: live.parts.key.keyID, plan: QuotaPlan.poc.times(10), at: at)
            == .admitted)
      }
      #expect(try await live.ask("GET", target, [("if-none-match", tag)]).status == "304")
      let refused = try await live.ask("GET", target, [("if-none-match", tag)])
      #expect(refused.status == "429", "\(refused.text)")
      #expect(refused["error.details.violated-policies"] == #"["minute"]"#)
      #expect(try await live.ask("GET", target).status == "200")
    }
  }
}
