internal import EnrichmentSchema

/// What is known of how a customer's zones like a shop's products: a lift and a score for each.
struct AffinityRanking: Sendable {
  /// The release it comes from.
  let release: String
  /// Positions of the products, best first.
  let order: [Int]
  /// What each product is ranked by, by its position.
  let scores: [Double]
  /// The lift of each product, by its position; nil for one that is no registered item.
  let lifts: [Double?]

  /// Ranks by a table that is here, so that nobody is told of the zones.
  /// - Throws: `ZoneShareError`, `BlendError`, and `Unknown` where nothing is known.
  init(_ list: [ShopRecommendation], _ table: ZoneLiftTable, shares: [String: Double], _ blend: Blend) throws {
    let customer = try table.customer(shares: shares)
    guard customer.isAnswered else { throw Unknown.belowFloor }
    let products = list.map { product in
      let popularity = product.itemID.flatMap(table.popularity)
      return Blend.Product(
        shopScore: product.score, popularity: popularity,
        lift: popularity == nil ? 1 : customer.lift(ofItem: product.itemID ?? ""))
    }
    guard products.contains(where: { $0.popularity != nil }) else { throw Unknown.noItem }
    release = table.source.releaseID
    scores = try blend.scores(of: products)
    order = Blend.order(of: scores)
    lifts = products.map { $0.popularity == nil ? nil : $0.lift }
  }

  /// Reads the service's ranking of products whose ids are their positions.
  /// - Throws: `ContradictoryAnswer` where it is no ranking of these products, `Unknown` where nothing is known.
  init(_ list: [ShopRecommendation], _ ranked: RankedProducts, _ blend: Blend) throws {
    guard let source = ranked.summary.affinitySource else { throw Unknown.noRelease }
    let positions = ranked.products.compactMap { Int($0.productID) }
    guard positions.count == ranked.products.count, positions.sorted() == Array(list.indices) else {
      throw ContradictoryAnswer("the ranking is not one of the \(list.count) products")
    }
    var (scores, lifts) = ([Double](repeating: 0, count: list.count), [Double?](repeating: nil, count: list.count))
    var last = Double.infinity
    for (position, product) in zip(positions, ranked.products) {
      let score = product.rankingScore ?? .nan
      guard score >= 0, score <= last else {
        throw ContradictoryAnswer("a score of \(score) follows one of \(last)")
      }
      last = score
      scores[position] = score
      lifts[position] = try Self.lift(product.affinity)
    }
    guard lifts.contains(where: { $0 != nil }) else {
      throw ranked.products.contains { $0.affinity?.withheld == "below_floor" } ? Unknown.belowFloor : Unknown.noItem
    }
    release = source.releaseID
    self.lifts = lifts
    (order, self.scores) = try Self.order(list, positions, scores, lifts, blend)
  }

  /// Why there is no ranking but the shop's own.
  enum Unknown: Error, CustomStringConvertible {
    case belowFloor, noItem, noRelease

    var description: String {
      switch self {
      case .belowFloor: "too few people are in the customer's zones and in their areas"
      case .noItem: "none of the products is a registered item"
      case .noRelease: "the region has no release of affinity"
      }
    }
  }

  /// The lift of an answer; nil where it says that nothing is known.
  private static func lift(_ affinity: ProductAffinity?) throws -> Double? {
    guard let affinity else { throw Unknown.noRelease }
    guard affinity.withheld.isEmpty else { return nil }
    guard affinity.lift >= 0.02, affinity.lift <= 20 else {
      throw ContradictoryAnswer("a lift of \(affinity.lift); the schema has 0.02 to 20")
    }
    if let interval = affinity.ci95, !(interval.low <= affinity.lift && affinity.lift <= interval.high) {
      throw ContradictoryAnswer(
        "a lift of \(affinity.lift) outside of its interval from \(interval.low) to \(interval.high)")
    }
    return affinity.lift
  }

  /// The service's own order for a blend; where scores are multiplied, which it does not do, that of the lifts.
  private static func order(
    _ list: [ShopRecommendation], _ positions: [Int], _ scores: [Double], _ lifts: [Double?], _ blend: Blend
  ) throws -> ([Int], [Double]) {
    guard blend.method == .multiplied else { return (positions, scores) }
    let multiplied = try blend.scores(of: zip(list, lifts).map { Blend.Product(shopScore: $0.score, lift: $1 ?? 1) })
    return (Blend.order(of: multiplied), multiplied)
  }
}
