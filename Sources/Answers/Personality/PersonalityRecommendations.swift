import EnrichmentSchema
import Personality
import Releases

/// The products of a request, ranked, and the parts of the first one's match.
enum PersonalityRecommendations {
  private static let path = "product_recommendations"

  /// The recommendations; `nil` when they were not asked for or there is nothing to compare.
  static func recommendations(
    _ insights: Set<PersonalityInsight>, _ products: PersonalityProducts, _ state: PersonalityState,
    _ engine: PersonalityEngine, _ affinity: CustomerAffinity?, _ fields: inout AnswerFields
  ) throws(KnotError) -> ProductRecommendations? {
    guard !insights.isDisjoint(with: [.productRecommendations, .dimensionBreakdown]) else { return nil }
    guard let first = products.compared else {
      if insights.contains(.productRecommendations) { fields.withhold(path, .noProduct) }
      return nil
    }
    guard let segment = state.outcome.value else {
      fields.withhold(path, state.absence)
      return nil
    }
    var answer = ProductRecommendations()
    if insights.contains(.productRecommendations) {
      answer.highCompatibility = try ranked(products, segment, state, engine, affinity, &fields)
    }
    answer.compatibilityBreakdown = breakdown(first, state) {
      fields.shown($0, at: "\(path).compatibility_breakdown.\($1)")
    }
    return answer
  }

  /// Score over the dimensions of each part; a part that the request lacks is absent.
  ///
  /// - Parameter shown: Gives the number of a finding that may be shown, by the name of its part.
  static func breakdown(
    _ product: ProductState, _ state: PersonalityState, shown: (Finding, String) -> Quantity?
  ) -> CompatibilityBreakdown {
    var answer = CompatibilityBreakdown()
    func part(_ name: String, _ qubits: [PureQubit]) -> Double? {
      guard !qubits.isEmpty else { return nil }
      let match = state.outcome.value.flatMap { Compatibility(qubits, with: $0) }
      return shown(match.map(state.finding) ?? .absent(state.absence), name).map { Rounding.share($0.value) }
    }
    answer.styleMatch = part("style_match", product.style)
    answer.priceMatch = part("price_match", product.price)
    answer.featureMatch = part("feature_match", product.features)
    answer.personalityMatch = part("personality_match", product.attributes)
    return answer
  }

  /// At most ten products of 0.7 or more whose score is certain enough; one that is not is counted as withheld.
  private static func ranked(
    _ products: PersonalityProducts, _ segment: SegmentState, _ state: PersonalityState, _ engine: PersonalityEngine,
    _ affinity: CustomerAffinity?, _ fields: inout AnswerFields
  ) throws(KnotError) -> [HighCompatibilityProduct] {
    let ranking = ProductRanking(PreparedSegment(segment), lexicon: engine.tables.lexicon, knots: engine.knots)
    let high = ProductRanking.highlyCompatible(try ranking.rank(products.messages).ranked)
    let answers = high.compactMap { entry in
      answer(entry, segment, state).map { found in
        var found = found
        found.affinity = self.affinity(of: products.messages[entry.index], affinity, &fields)
        return found
      }
    }
    if answers.count < high.count {
      fields.withhold(
        "\(path).high_compatibility",
        Absence(.lowConfidence, "\(high.count - answers.count) products match, but not certainly enough to be named"))
    }
    return answers
  }

  /// The lift of a product that is a registered item; that nothing is known is noted once.
  private static func affinity(
    of product: ProductQuantumState, _ affinity: CustomerAffinity?, _ fields: inout AnswerFields
  ) -> ProductAffinity? {
    guard let affinity, let item = affinity.item(product.itemID) else { return nil }
    if let withheld = affinity.withheld { fields.withholdOnce(withheld) }
    return affinity.answer(ofItem: item)
  }

  private static func answer(
    _ entry: ProductRanking.Entry, _ segment: SegmentState, _ state: PersonalityState
  ) -> HighCompatibilityProduct? {
    guard let match = Compatibility(entry.state.qubits, with: segment), state.finding(match).shown.quantity != nil
    else { return nil }
    var answer = HighCompatibilityProduct()
    answer.productID = entry.productID
    answer.compatibilityScore = Rounding.share(entry.score)
    answer.reasoning = match.reasoning
    return answer
  }
}
