internal import Glibc

/// How good the first ten of a ranking are.
///
/// Sources: Järvelin and Kekäläinen, ACM TOIS 20 (2002), with gains of 0 and 1 and the discount 1/log2(rank + 1); the
/// hit rate as in Deshpande and Karypis, ACM TOIS 22 (2004).
package struct RankingQuality: Sendable, Hashable {
  /// How many places of a ranking count.
  package static let places = 10

  /// NDCG@10: the discounted gain over that of the best possible ranking, in [0, 1].
  package let ndcg: Double
  /// HR@10: 1 where one of the ten is a target, else 0.
  package let hit: Double

  /// The quality of a ranking.
  ///
  /// - Parameters:
  ///   - best: positions of items, best first; what follows the tenth does not count.
  ///   - targets: at least one item.
  package init(_ best: some Sequence<Int>, targets: Set<Int>) {
    var (gain, hits) = (0.0, 0)
    for (place, item) in best.prefix(Self.places).enumerated() where targets.contains(item) {
      gain += Self.discounts[place]
      hits += 1
    }
    ndcg = gain / Self.discounts.prefix(targets.count).reduce(0, +)
    hit = hits > 0 ? 1 : 0
  }

  private static let discounts = (1...places).map { 1 / log2(Double($0) + 1) }

  /// Positions of the ten greatest scores, best first; equal ones stand in the order of `before`, then of position.
  package static func best(of scores: [Double], before: [Double]) -> [Int] {
    var best: [Int] = []
    best.reserveCapacity(places + 1)
    func precedes(_ left: Int, _ right: Int) -> Bool {
      if scores[left] != scores[right] { return scores[left] > scores[right] }
      return before[left] != before[right] ? before[left] > before[right] : left < right
    }
    for item in scores.indices {
      if best.count == places, let last = best.last, !precedes(item, last) { continue }
      let place = best.firstIndex { precedes(item, $0) } ?? best.endIndex
      best.insert(item, at: place)
      if best.count > places { best.removeLast() }
    }
    return best
  }
}
