import EnrichmentRPC
import EnrichmentSchema
import Operations
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the sandbox by the plan's JSON routes", .timeLimit(.minutes(5)))
struct SandboxDoorTests {
  @Test("the printed requests succeed at the printed routes")
  func printed() async throws {
    try await LiveDoor.run(hasSandbox: true) { live in
      for (route, body) in PrintedRequest.routes {
        let reply = try await live.post(route, body, live.asTester())
        #expect(reply.status == "200" && reply["success"] == "true", "\(reply.text)")
        #expect(reply["data.market_segment_metadata.segment_id"] == "tech_enthusiasts_25_35_sf")
        #expect(reply["data.market_segment_metadata.simulated"] == "true")
        let elsewhere = try await live.post(route, body)
        #expect(elsewhere.status == "404" && elsewhere["error.code"] == "INVALID_SEGMENT", "\(elsewhere.text)")
      }
    }
  }

  @Test("each reason is raised with the status of HTTP that goes with it")
  func reasons() async throws {
    try await LiveDoor.run(hasSandbox: true) { live in
      for (index, reason) in ErrorReason.allCases.enumerated() {
        let body = #"{"user_segment":{"segment_id":"\#(RaisedErrors.segment(reason))"}}"#
        let route = PrintedRequest.routes[index % PrintedRequest.routes.count].0
        let reply = try await live.post(route, body, live.asTester())
        #expect(reply["success"] == "false" && reply["error.code"] == reason.rawValue, "\(reply.text)")
        #expect(reply.status.first == (reason.code == .internal || reason.code == .unavailable ? "5" : "4"))
      }
    }
  }
}

extension LiveDoor {
  /// The fields of a request that shows a key of the sandbox.
  fileprivate func asTester() async throws -> [(String, String)] {
    [("authorization", "Bearer \(try await parts.keys.addTestKey(to: parts.store, pepper: parts.pepper).text)")]
  }
}

/// The request bodies that the product plan prints, without their comments.
enum PrintedRequest {
  static let segment =
    #""user_segment": {"segment_id": "tech_enthusiasts_25_35_sf", "geographic_region": "san_francisco"}"#
  static let behavior = #"""
    {
      "user_segment": {
        "segment_id": "tech_enthusiasts_25_35_sf",
        "geographic_region": "san_francisco",
        "category_preferences": ["electronics", "tech_accessories"],
        "demographics": {"age_range": [25, 35], "interests": ["technology", "innovation"]}
      },
      "product_context": {"category": "electronics", "subcategory": "smartphones", "price_range": "premium"},
      "requested_insights": [
        "dwell_time_patterns", "return_visit_frequency", "real_world_journey_mapping", "community_engagement_levels",
        "exploration_vs_loyalty"
      ]
    }
    """#
  static let personality = #"""
    {
      \#(segment),
      "product_quantum_state": {
        "category": "electronics", "style": "minimalist", "price": "premium",
        "features": ["quality", "sustainability", "innovation"],
        "attributes": {"energy_level": 0.7, "novelty": 0.8, "community_oriented": 0.6}
      },
      "requested_insights": [
        "quantum_compatibility", "personality_profile", "knot_compatibility", "dimension_breakdown"
      ]
    }
    """#
  static let influence = #"""
    {
      \#(segment),
      "product_category": "electronics",
      "requested_insights": ["influence_patterns", "purchase_behavior", "marketing_implications", "viral_potential"]
    }
    """#

  /// The printed routes with the requests that are printed for them.
  static let routes = [
    ("/api/v1/enrichment/real-world-behavior", behavior), ("/api/v1/enrichment/quantum-personality", personality),
    ("/api/v1/enrichment/community-influence", influence),
  ]
}
