package import EnrichmentSchema
import Personality
import Population
import Releases

extension RankedCatalogue {
  /// Most products of a reply.
  package static let productsPerReply = 256
  /// Most products that the summary names as skipped; the counts tell of the rest.
  package static let mostSkipped = 1_000
  /// Most products that the summary names as best.
  private static let mostBest = 10

  /// The products from a place in the order on, as many as a reply carries.
  ///
  /// - Parameter place: From 0, below `count`.
  /// - Throws: `AnswerError.knot` if a knot contradicts itself, `.contradictory` if the reply does.
  package func reply(from place: Int) throws(AnswerError) -> EnrichProductsResponse {
    var response = EnrichProductsResponse()
    do throws(KnotError) { response.item = .products(try products(from: place)) } catch { throw .knot(error) }
    let violations = CatalogueConsistency.violations(in: response, at: place)
    guard violations.isEmpty else { throw .contradictory(violations) }
    return response
  }

  private func products(from place: Int) throws(KnotError) -> EnrichedProducts {
    let places = place..<min(count, place + Self.productsPerReply)
    var products = EnrichedProducts()
    products.products.reserveCapacity(places.count)
    for place in places { products.products.append(try product(rows[place], rank: place + 1)) }
    return products
  }

  /// What ends the stream; everything but `metadata`.
  package func summary() -> EnrichProductsSummary {
    var summary = EnrichProductsSummary()
    summary.received = Int32(clamping: question.products.count)
    summary.ranked = Int32(clamping: count)
    summary.skipped = skipped.prefix(Self.mostSkipped).map { product in
      var answer = SkippedProduct()
      answer.productID = product.productID
      answer.index = Int32(clamping: product.index)
      answer.reason = product.reason
      return answer
    }
    summary.bestProductIds = rows.prefix(Self.mostBest).map { question.products[$0.index].productID }
    summary.marketSegmentMetadata = source.metadata(withheld: withheld)
    summary.affinitySource = source.affinity.map(AffinitySource.init)
    return summary
  }

  private func product(_ row: RankedProduct, rank: Int) throws(KnotError) -> EnrichedProduct {
    var answer = EnrichedProduct()
    answer.productID = question.products[row.index].productID
    answer.rank = Int32(clamping: rank)
    answer.affinity = affinity.map { $0.answer(ofItem: row.item) }
    if question.sort != .personality { answer.rankingScore = Rounding.share(row.score) }
    if let match = row.match { try fill(&answer, match) }
    return answer
  }

  /// A score that is too uncertain is absent; its confidence stays and tells why.
  private func fill(_ answer: inout EnrichedProduct, _ entry: ProductRanking.Entry) throws(KnotError) {
    if question.saysKnots { answer.knot = try ranking.knot(of: entry).map(KnotCompatibility.init) }
    guard let segment = state.outcome.value, let match = Compatibility(entry.state.qubits, with: segment) else {
      return
    }
    answer.compatibilityScore = state.finding(match).shown.quantity.map { Rounding.share($0.value) }
    answer.confidence = Rounding.share(match.confidence)
    guard question.detail == .full else { return }
    answer.reasoning = match.reasoning
    answer.ignoredTerms = entry.state.ignoredTerms
    answer.breakdown = PersonalityRecommendations.breakdown(entry.state, state) { finding, _ in finding.shown.quantity }
  }
}
