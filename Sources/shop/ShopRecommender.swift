import EnrichmentClient
import EnrichmentSchema

/// The shop's own recommenders, as any shop has them.
enum ShopRecommender: String, CaseIterable, Sendable {
  /// What sells most.
  case popularity
  /// What sells together with what the customer has bought: item-kNN by the cosine of who bought both.
  case neighbours = "item-kNN"

  /// What the connector is told of it: own purchases know the customer already.
  var basis: Blend.Basis { self == .popularity ? .popularity : .history }

  /// The items that a customer has not bought, best first.
  ///
  /// - Parameter bought: Positions of items.
  func ranking(_ sales: SampleSales, bought: [Int]) -> [ShopRecommendation] {
    let counts = Self.counts(sales)
    let scores = self == .popularity ? counts.map(Double.init) : Self.neighbours(sales, counts, bought)
    let order = sales.items.indices.filter { !bought.contains($0) && scores[$0] > 0 }
      .sorted { (-scores[$0], $0) < (-scores[$1], $1) }
    return order.map { item in
      let id = sales.items[item].itemID
      let why = self == .popularity ? "sold \(counts[item]) times" : "bought with what you have"
      return ShopRecommendation(productID: id, score: scores[item], itemID: id, reasoning: why)
    }
  }

  private static func counts(_ sales: SampleSales) -> [Int] {
    var counts = [Int](repeating: 0, count: sales.items.count)
    for basket in sales.baskets { for item in basket { counts[item] += 1 } }
    return counts
  }

  /// The sum, over what was bought, of together / sqrt(bought times sold).
  private static func neighbours(_ sales: SampleSales, _ counts: [Int], _ bought: [Int]) -> [Double] {
    var together = [[Int: Int]](repeating: [:], count: bought.count)
    for basket in sales.baskets {
      for (place, own) in bought.enumerated() where basket.contains(own) {
        for item in basket { together[place][item, default: 0] += 1 }
      }
    }
    return sales.items.indices.map { item in
      zip(bought, together).reduce(0) { sum, pair in
        let sold = Double(counts[pair.0] * counts[item]).squareRoot()
        return sold > 0 ? sum + Double(pair.1[item] ?? 0) / sold : sum
      }
    }
  }
}
