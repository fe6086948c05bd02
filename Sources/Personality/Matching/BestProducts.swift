/// The best products of several windows, kept at a bounded number.
package struct BestProducts: Sendable {
  /// At most `ProductRanking.mostBest`, best first.
  package private(set) var entries: [ProductRanking.Entry] = []

  /// None yet.
  package init() {}

  /// Takes in a window's products, which are ranked already.
  package mutating func add(_ window: [ProductRanking.Entry]) {
    let candidates = entries + window.prefix(ProductRanking.mostBest)
    entries = Array(candidates.sorted(by: ProductRanking.precedes).prefix(ProductRanking.mostBest))
  }

  /// The ones that match well: a score of at least 0.7, by score, ties by id.
  package static func highlyCompatible(_ ranked: [ProductRanking.Entry]) -> [ProductRanking.Entry] {
    let high = ranked.filter { $0.score >= ProductRanking.highScore }
    let sorted = high.sorted {
      $0.score != $1.score ? $0.score > $1.score : ($0.productID, $0.index) < ($1.productID, $1.index)
    }
    return Array(sorted.prefix(ProductRanking.mostBest))
  }
}
