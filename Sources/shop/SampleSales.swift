import EnrichmentSchema

/// What the sample shop has sold: made up, drawn with a seed, of the items that the city's public map has.
///
/// The shop knows what was bought together, and nothing of where anybody is.
struct SampleSales: Sendable {
  /// The items it sells, in registered order.
  let items: [RegisteredItem]
  /// What each of its customers has bought: positions of items, each once.
  let baskets: [[Int]]

  /// Sales of a year.
  ///
  /// - Parameter items: Items with their public popularity: people of this shop are people like others.
  init(of items: [RegisteredItem], customers: Int = 2_000, seed: UInt64 = 1) {
    var random = SalesRandom(seed: seed)
    self.items = items
    let kinds = 5
    baskets = (0..<customers).map { _ in
      // Each customer likes one kind of item: that is what is bought together.
      let kind = Int(random.next(upTo: Double(kinds)))
      let weights = items.enumerated().map { $1.popularity * ($0 % kinds == kind ? 8 : 1) }
      let total = weights.reduce(0, +)
      let count = 2 + Int(random.next(upTo: 5))
      var basket: [Int] = []
      while basket.count < min(count, items.count) {
        let item = Self.item(at: random.next(upTo: total), weights)
        if !basket.contains(item) { basket.append(item) }
      }
      return basket
    }
  }

  private static func item(at place: Double, _ weights: [Double]) -> Int {
    var left = place
    for (item, weight) in weights.enumerated() {
      left -= weight
      if left < 0 { return item }
    }
    return weights.count - 1
  }
}

/// Numbers of chance that are the same for the same seed (a linear congruence of Knuth's MMIX).
private struct SalesRandom {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// A number from 0 to below the limit.
  mutating func next(upTo limit: Double) -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(state >> 11) / Double(1 << 53) * limit
  }
}
