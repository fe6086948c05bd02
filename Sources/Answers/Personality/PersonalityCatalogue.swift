package import EnrichmentSchema
package import Personality
import Population
import Releases
package import Segments

/// The answer of `EnrichProducts`: windows of ranked products, one after the other, and then a summary.
///
/// Products and knots of a window are computed when the window is asked for, so a slow reader costs nothing ahead.
package struct PersonalityCatalogue: Sendable {
  /// Most products of a request.
  package static let mostProducts = 10_000
  /// Most products that the summary names as skipped; the counts tell of the rest.
  package static let mostSkipped = 1_000

  private let products: [ProductQuantumState]
  private let state: PersonalityState
  private let segment: SegmentState
  private let ranking: ProductRanking
  private var next = 0
  private var ranked = 0
  private var skipped: [ProductRanking.Skipped] = []
  private var best = BestProducts()

  /// A catalogue to rank.
  ///
  /// - Parameters:
  ///   - request: The products and the weight of the knot.
  ///   - segment: The segment's state.
  ///   - engine: Tables and knots.
  /// - Throws: `RequestError.invalidArgument` for no or too many products, or a weight outside `[0, 1]`. A product
  ///   that is not allowed is skipped and named in the summary.
  package init(
    _ request: EnrichProductsRequest, segment: SegmentState, engine: PersonalityEngine
  ) throws(RequestError) {
    let weight = request.knotWeight ?? 0
    let violations = Self.violations(products: request.products.count, weight: weight)
    guard violations.isEmpty else { throw .invalidArgument(violations) }
    products = request.products
    self.segment = segment
    state = PersonalityState(.released(segment))
    ranking = ProductRanking(
      PreparedSegment(segment), lexicon: engine.tables.lexicon, knots: engine.knots, knotWeight: weight)
  }

  /// The products of the next window, best first, or `nil` after the last.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  package mutating func nextWindow() throws(KnotError) -> [EnrichProductsResponse]? {
    guard next < products.count else { return nil }
    let window = next / ProductRanking.windowSize
    let end = min(products.count, next + ProductRanking.windowSize)
    let result = try ranking.rank(products[next..<end])
    next = end
    ranked += result.ranked.count
    skipped += result.skipped.prefix(Self.mostSkipped - skipped.count)
    best.add(result.ranked)
    var answers: [EnrichProductsResponse] = []
    for (index, entry) in result.ranked.enumerated() {
      var response = EnrichProductsResponse()
      response.item = .product(try product(entry, rank: index + 1, window: window))
      answers.append(response)
    }
    return answers
  }

  /// What was ranked so far; everything but `metadata`.
  package func summary(marketSegmentMetadata: MarketSegmentMetadata) -> EnrichProductsResponse {
    var summary = EnrichProductsSummary()
    summary.received = Int32(products.count)
    summary.ranked = Int32(ranked)
    summary.skipped = skipped.map { product in
      var answer = SkippedProduct()
      answer.productID = product.productID
      answer.index = Int32(product.index)
      answer.reason = product.reason
      return answer
    }
    summary.bestProductIds = best.entries.map(\.productID)
    summary.marketSegmentMetadata = marketSegmentMetadata
    var response = EnrichProductsResponse()
    response.item = .summary(summary)
    return response
  }

  /// A score that is too uncertain is absent; its confidence stays and tells why.
  private func product(_ entry: ProductRanking.Entry, rank: Int, window: Int) throws(KnotError) -> EnrichedProduct {
    var answer = EnrichedProduct()
    answer.productID = entry.productID
    answer.rank = Int32(rank)
    answer.window = Int32(window)
    answer.ignoredTerms = entry.state.ignoredTerms
    answer.knot = try ranking.knot(of: entry).map(KnotCompatibility.init)
    answer.breakdown = PersonalityRecommendations.breakdown(entry.state, state) { finding, _ in finding.shown.quantity }
    guard let match = Compatibility(entry.state.qubits, with: segment) else { return answer }
    answer.compatibilityScore = state.finding(match).shown.quantity.map { Rounding.share($0.value) }
    answer.confidence = Rounding.share(match.confidence)
    answer.reasoning = match.reasoning
    return answer
  }

  private static func violations(products: Int, weight: Double) -> [RequestViolation] {
    var violations: [RequestViolation] = []
    if !(1...mostProducts).contains(products) {
      violations.append(
        RequestViolation(field: "products", value: "\(products) products", allowed: "1 to \(mostProducts) products"))
    }
    if !(weight >= 0 && weight <= 1) {
      violations.append(RequestViolation(field: "knot_weight", value: "\(weight)", allowed: "a number in [0, 1]"))
    }
    return violations
  }
}
