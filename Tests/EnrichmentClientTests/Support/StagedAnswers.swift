import Answers
import EngineFixtures
import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import RPC
import Releases
import Segments
import WireFormat

extension StagedAnswers {
  /// The answers of a service that has a release of the town of `AffinityFixtures`.
  init() throws {
    let affinity = try AffinityFixtures.affinity()
    let table = try ZoneLiftReplies(ListZoneLiftsRequest(), of: affinity)
    var last = ListZoneLiftsResponse()
    last.metadata = ResponseMetadata()
    lifts = table.places.map(table.reply) + [last]
    ranking = { try Self.ranked($0, affinity) }
    let metadata = Self.metadata(release: "r1")
    (behavior.marketSegmentMetadata, personality.marketSegmentMetadata) = (metadata, metadata)
    influence.marketSegmentMetadata = metadata
    var factor = PurchaseDecisionFactor()
    (factor.factor, factor.weight) = ("trust", 0.5)
    behavior.productImplications = ProductImplications()
    behavior.productImplications?.purchaseDecisionFactors = [factor]
  }

  static func metadata(release: String) -> MarketSegmentMetadata {
    var metadata = MarketSegmentMetadata()
    (metadata.segmentID, metadata.releaseID) = ("jakarta_all", release)
    return metadata
  }

  /// A ranking as the service makes it.
  private static func ranked(
    _ request: EnrichProductsRequest, _ affinity: RegionAffinity
  ) throws -> [EnrichProductsResponse] {
    let customer: CustomerAffinity
    do throws(RequestError) { customer = try CustomerAffinity(request.zones, in: affinity) } catch {
      throw RPCError.invalidArgument("\(error)")
    }
    let items = request.products.map { customer.item($0.itemID) }
    let scores = BlendedScores.scores(
      of: zip(request.products, items).map { product, item in
        BlendedScores.Product(
          shopScore: product.shopScore ?? 0, popularity: item.map { affinity.estimates.popularity[$0] },
          lift: item.map(customer.lift) ?? 1)
      }, weight: request.blendWeight ?? 0.3, basis: .popularity)
    var products = EnrichedProducts()
    let order = scores.indices.sorted { (-scores[$0], $0) < (-scores[$1], $1) }
    products.products = order.enumerated().map { rank, place in
      var product = EnrichedProduct()
      (product.productID, product.rank) = (request.products[place].productID, Int32(rank + 1))
      (product.rankingScore, product.affinity) = (scores[place], customer.answer(ofItem: items[place]))
      return product
    }
    var (first, second) = (EnrichProductsResponse(), EnrichProductsResponse())
    first.item = .products(products)
    var summary = EnrichProductsSummary()
    (summary.affinitySource, summary.marketSegmentMetadata) = (AffinitySource(affinity), metadata(release: "r1"))
    second.item = .summary(summary)
    return [first, second]
  }
}

extension ShopRecommendation {
  /// The shop's own ranking: what stands elsewhere first, and a product that is no registered item.
  static let list: [ShopRecommendation] = [
    ShopRecommendation(productID: "gift card", score: 9),
    ShopRecommendation(productID: "b", score: 8, itemID: "market-bogor"),
    ShopRecommendation(productID: "k", score: 7, itemID: "mall-kemang", reasoning: "sells well"),
    ShopRecommendation(productID: "m", score: 6.5, itemID: "mall-menteng"),
    ShopRecommendation(productID: "t", score: 6, itemID: "kiosk-tebet"),
  ]
}
