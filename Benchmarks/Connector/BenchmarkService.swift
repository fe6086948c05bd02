import EnrichmentClient
import EnrichmentSchema
import RPC
import WireFormat

/// A service of five methods that behaves as a row of the table says.
struct BenchmarkService: RPCService {
  let conduct: Conduct

  let serviceName = "spots.enrichment.v1.EnrichmentService"

  /// The shop's own ranking: most of its products are registered items.
  static let list = (0..<ConnectorBenchmark.products).map { place in
    ShopRecommendation(
      productID: "p\(place)", score: Double(ConnectorBenchmark.products - place),
      itemID: place % 10 == 9 ? nil : "i\(place)")
  }

  var methods: [RPCMethod] {
    [
      .unary("GetRealWorldBehavior") { (_: GetRealWorldBehaviorRequest, _) in
        try await answer(GetRealWorldBehaviorResponse()) { $0.marketSegmentMetadata = Self.metadata }
      },
      .unary("GetQuantumPersonality") { (_: GetQuantumPersonalityRequest, _) in
        try await answer(GetQuantumPersonalityResponse()) { $0.marketSegmentMetadata = Self.metadata }
      },
      .unary("GetCommunityInfluence") { (_: GetCommunityInfluenceRequest, _) in
        try await answer(GetCommunityInfluenceResponse()) { $0.marketSegmentMetadata = Self.metadata }
      },
      .serverStreaming("ListZoneLifts") { (_: ListZoneLiftsRequest, replies: ReplyWriter<ListZoneLiftsResponse>, _) in
        try await behave()
        try await replies.write(Self.table(isSpoilt: conduct == .contradicts))
        if conduct == .cuts { throw RPCError.unavailable("cut") }
        var last = ListZoneLiftsResponse()
        last.metadata = ResponseMetadata()
        try await replies.write(last)
      },
      .serverStreaming("EnrichProducts") {
        (request: EnrichProductsRequest, replies: ReplyWriter<EnrichProductsResponse>, _) in
        try await behave()
        try await replies.write(Self.ranking(request, isSpoilt: conduct == .contradicts))
        if conduct == .cuts { throw RPCError.unavailable("cut") }
        var (last, summary) = (EnrichProductsResponse(), EnrichProductsSummary())
        summary.affinitySource = AffinitySource()
        last.item = .summary(summary)
        try await replies.write(last)
      },
    ]
  }

  private static var metadata: MarketSegmentMetadata {
    var metadata = MarketSegmentMetadata()
    (metadata.segmentID, metadata.releaseID) = ("bench_all", "r1")
    return metadata
  }

  private func answer<Answer: Message>(
    _ answer: Answer, _ change: (inout Answer) -> Void
  ) async throws -> Reply<Answer> {
    try await behave()
    var answer = answer
    change(&answer)
    return Reply(answer)
  }

  private func behave() async throws {
    switch conduct {
    case .slow: try await Task.sleep(for: .seconds(3))
    case .silent: try await Task.sleep(for: .seconds(3_600))
    case .refuses: throw RPCError.permissionDenied("no")
    case .answers, .cuts, .contradicts, .gone: break
    }
  }

  /// A table of four zones; the later an item stands in the shop's ranking, the more those of the first zone like it.
  private static func table(isSpoilt: Bool) -> ListZoneLiftsResponse {
    var (table, mixing, zone) = (ListZoneLiftsResponse(), LiftMixing(), ZoneMixing())
    table.zones = (0..<4).map { "z\($0)" }
    table.source = AffinitySource()
    (zone.answeredBy, zone.expected, zone.noiseVariance) = ("zone", 1_000, 1)
    (mixing.priorVariance, mixing.sampling) = (1, 0.25)
    mixing.zones = Array(repeating: zone, count: 4)
    table.mixing = mixing
    table.items = list.compactMap(\.itemID)
    table.popularity = table.items.map { _ in 1 / Double(table.items.count) }
    table.itemZones = table.items.map { _ in 0 }
    table.lifts = table.items.indices.flatMap { [UInt8(100 + $0 / 2), 144, 144, 144] }
    if isSpoilt { table.lifts.removeLast() }
    return table
  }

  private static func ranking(_ request: EnrichProductsRequest, isSpoilt: Bool) -> EnrichProductsResponse {
    var (response, products) = (EnrichProductsResponse(), EnrichedProducts())
    let order = isSpoilt ? request.products.map { _ in request.products[0] } : request.products.reversed()
    products.products = order.enumerated().map { rank, product in
      var (answer, affinity) = (EnrichedProduct(), ProductAffinity())
      affinity.lift = 1.5
      (answer.productID, answer.rank, answer.affinity) = (product.productID, Int32(rank + 1), affinity)
      answer.rankingScore = 1 - Double(rank) / 1_000
      return answer
    }
    response.item = .products(products)
    return response
  }
}
