package import EnrichmentSchema

/// Products of a request ranked for a segment.
///
/// The score of a product is G. What it is ranked by is (1 − k)·G + k·knot score, where the weight k is 0 unless the
/// caller sets it, because the knot is drawn from the same numbers and adds no information. A product without a knot
/// keeps its G. Ties go by id, then by position.
package struct ProductRanking: Sendable {
  /// A product with its score.
  package struct Entry: Sendable {
    /// Position in the request, from 0.
    package let index: Int
    /// The partner's id.
    package let productID: String
    /// The product's qubits.
    package let state: ProductState
    /// G.
    package let score: Double
    /// What it is ranked by.
    package let rankingScore: Double
    /// The match of the knots, when it was computed: at a knot weight above 0.
    package let knot: KnotMatch?
  }

  /// A product without a score.
  package struct Skipped: Sendable, Hashable {
    /// Position in the request, from 0.
    package let index: Int
    /// The partner's id.
    package let productID: String
    /// Why, and what is allowed.
    package let reason: String
  }

  /// Products of a window.
  package static let windowSize = 256
  /// Most products named as best.
  package static let mostBest = 10
  /// Least score of a product that matches well.
  package static let highScore = 0.7

  private let segment: PreparedSegment
  private let lexicon: Lexicon
  private let knots: KnotCache
  private let knotWeight: Double

  /// A ranking for a segment.
  /// - Parameter knotWeight: k, in `[0, 1]`; anything outside is clamped.
  package init(_ segment: PreparedSegment, lexicon: Lexicon, knots: KnotCache, knotWeight: Double = 0) {
    self.segment = segment
    self.lexicon = lexicon
    self.knots = knots
    self.knotWeight = min(1, max(0, knotWeight))
  }

  /// Ranks products, best first.
  ///
  /// - Parameter products: Consecutive products of a request; their indices are the positions.
  /// - Returns: The products that have a score, best first, and those that have none, in the order of the request.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  package func rank(
    _ products: ArraySlice<ProductQuantumState>
  ) throws(KnotError) -> (ranked: [Entry], skipped: [Skipped]) {
    var (ranked, skipped): ([Entry], [Skipped]) = ([], [])
    for index in products.indices {
      let id = products[index].productID
      switch Result(catching: { () throws(ProductStateError) in try ProductState(products[index], lexicon: lexicon) }) {
      case .failure(let error):
        skipped.append(Skipped(index: index, productID: id, reason: error.description))
      case .success(let state):
        if let entry = try entry(index, id, state) {
          ranked.append(entry)
        } else {
          skipped.append(Skipped(index: index, productID: id, reason: Self.nothingShared(state, segment.state)))
        }
      }
    }
    return (ranked.sorted(by: Self.precedes), skipped)
  }

  /// The match of a ranked product's knot with the segment's, or `nil` when no dimension can be compared.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  package func knot(of entry: Entry) throws(KnotError) -> KnotMatch? {
    if let known = entry.knot { return known }
    return try KnotMatch(segment.values, entry.state.values, cache: knots)
  }

  /// True when the first is ranked before the second.
  package static func precedes(_ first: Entry, _ second: Entry) -> Bool {
    if first.rankingScore != second.rankingScore { return first.rankingScore > second.rankingScore }
    return (first.productID, first.index) < (second.productID, second.index)
  }

  /// The segment that products are ranked for.
  package var segmentState: SegmentState { segment.state }

  private func entry(_ index: Int, _ id: String, _ state: ProductState) throws(KnotError) -> Entry? {
    guard let score = segment.score(state) else { return nil }
    let knot = knotWeight > 0 ? try KnotMatch(segment.values, state.values, cache: knots) : nil
    let rankingScore = knot.map { (1 - knotWeight) * score + knotWeight * $0.score } ?? score
    return Entry(
      index: index, productID: id, state: state, score: score, rankingScore: rankingScore, knot: knot)
  }

  private static func nothingShared(_ product: ProductState, _ segment: SegmentState) -> String {
    let names = product.qubits.map(\.dimension.name).joined(separator: ", ")
    let allowed = segment.dimensions.map(\.name).joined(separator: ", ")
    return "the segment has no source for \(names); allowed: a product that speaks of one of \(allowed)"
  }
}
