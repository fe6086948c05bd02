import EnrichmentSchema
import RPC
import WireFormat

/// A service that takes every question and answers none: SPOTS on its worst day.
struct SilentSpots: RPCService {
  let serviceName = "spots.enrichment.v1.EnrichmentService"

  var methods: [RPCMethod] {
    [
      .unary("GetRealWorldBehavior") { (_: GetRealWorldBehaviorRequest, _) -> Reply<GetRealWorldBehaviorResponse> in
        try await Self.wait()
      },
      .unary("GetQuantumPersonality") { (_: GetQuantumPersonalityRequest, _) -> Reply<GetQuantumPersonalityResponse> in
        try await Self.wait()
      },
      .unary("GetCommunityInfluence") { (_: GetCommunityInfluenceRequest, _) -> Reply<GetCommunityInfluenceResponse> in
        try await Self.wait()
      },
      .serverStreaming("ListZoneLifts") { (_: ListZoneLiftsRequest, _: ReplyWriter<ListZoneLiftsResponse>, _) in
        let _: Reply<ListZoneLiftsResponse> = try await Self.wait()
      },
    ]
  }

  private static func wait<Answer>() async throws -> Reply<Answer> {
    try await Task.sleep(for: .seconds(3_600))
    throw RPCError.unavailable("nobody waits so long")
  }
}
