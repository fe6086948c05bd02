package import EnrichmentSchema
import Population

/// Products of a request ranked for a segment.
///
/// The score of a product is G. What it is ranked by is (1 − k)·G + k·knot score, where the weight k is 0 unless the
/// caller sets it, because the knot is drawn from the same numbers and adds no information. A product without a knot
/// keeps its G. Ties go by id, then by position.
package struct ProductRanking: Sendable {
  /// A product whose state is known.
  package struct Candidate: Sendable {
    /// Position in the request, from 0.
    package let index: Int
    /// The partner's id.
    package let productID: String
    /// The product's qubits.
    package let state: ProductState

    /// A candidate.
    package init(index: Int, productID: String, state: ProductState) {
      (self.index, self.productID, self.state) = (index, productID, state)
    }
  }

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
    package var knot: KnotMatch? { knots.first }
    /// None or one: an optional match would more than double the size of what is returned by the thousand.
    fileprivate let knots: [KnotMatch]
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
  /// - Returns: The products that have a score, best first, and those that have none, in the order of the request.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  package func rank(
    _ products: [ProductQuantumState]
  ) throws(KnotError) -> (ranked: [Entry], skipped: [Skipped]) {
    let reading = read(products) { _ in false }
    let (ranked, unshared) = try rank(reading.candidates)
    guard !reading.skipped.isEmpty else { return (ranked, unshared) }
    return (ranked, (reading.skipped + unshared).sorted { $0.index < $1.index })
  }

  /// Products of a request as their words were read.
  package struct Reading: Sendable {
    /// Those whose state is known.
    package fileprivate(set) var candidates: [Candidate] = []
    /// Places of those that say nothing a state is made of, and may.
    package fileprivate(set) var stateless: [Int] = []
    /// Those that cannot be accepted.
    package fileprivate(set) var skipped: [Skipped] = []
  }

  /// Reads the words of products.
  ///
  /// - Parameter mayBeStateless: Whether a product, by its place, may say nothing that a state is made of.
  package func read(_ products: [ProductQuantumState], mayBeStateless: (Int) -> Bool) -> Reading {
    var reading = Reading()
    reading.candidates.reserveCapacity(products.count)
    for (index, product) in products.enumerated() {
      // Not by what reading ends with: that is made of many words, and there may be ten thousand such products.
      if !product.hasState, product.productID.utf8.count <= ProductReading.longestID, mayBeStateless(index) {
        reading.stateless.append(index)
        continue
      }
      do {
        let state = try ProductState(product, lexicon: lexicon)
        reading.candidates.append(Candidate(index: index, productID: product.productID, state: state))
      } catch {
        if error.saysNothing, mayBeStateless(index) {
          reading.stateless.append(index)
        } else {
          reading.skipped.append(Skipped(index: index, productID: product.productID, reason: error.description))
        }
      }
    }
    return reading
  }

  /// Ranks products whose states are known, best first.
  ///
  /// - Returns: The products that have a score, best first, and those that have none, in their order.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  package func rank(_ candidates: [Candidate]) throws(KnotError) -> (ranked: [Entry], skipped: [Skipped]) {
    var (scored, skipped): ([Scored], [Skipped]) = ([], [])
    var knots: [Int: KnotMatch] = [:]
    scored.reserveCapacity(candidates.count)
    for position in candidates.indices {
      guard let score = segment.score(candidates[position].state) else {
        skipped.append(unscored(candidates[position]))
        continue
      }
      var rankingScore = score
      if knotWeight > 0, let knot = try knot(of: candidates[position].state) {
        rankingScore = (1 - knotWeight) * score + knotWeight * knot.score
        knots[position] = knot
      }
      scored.append(Scored(position: position, score: score, rankingScore: rankingScore))
    }
    scored.sort { left, right in
      if left.rankingScore != right.rankingScore { return left.rankingScore > right.rankingScore }
      let (first, second) = (candidates[left.position], candidates[right.position])
      return (first.productID, first.index) < (second.productID, second.index)
    }
    let ranked = scored.map { scored in
      scored.entry(candidates[scored.position], knots: knots.isEmpty ? [] : knots[scored.position].map { [$0] } ?? [])
    }
    return (ranked, skipped)
  }

  /// What is sorted: numbers alone, since sorting moves them often.
  private struct Scored {
    let position: Int
    let score: Double
    let rankingScore: Double

    func entry(_ candidate: Candidate, knots: [KnotMatch]) -> Entry {
      Entry(
        index: candidate.index, productID: candidate.productID, state: candidate.state, score: score,
        rankingScore: rankingScore, knots: knots)
    }
  }

  private func knot(of state: ProductState) throws(KnotError) -> KnotMatch? {
    try KnotMatch(segment.values, state.values, cache: knots)
  }

  private func unscored(_ candidate: Candidate) -> Skipped {
    Skipped(
      index: candidate.index, productID: candidate.productID,
      reason: Self.nothingShared(candidate.state, segment.state))
  }

  /// The match of a ranked product's knot with the segment's, or `nil` when no dimension can be compared.
  /// - Throws: `KnotError.identity` if a knot contradicts itself.
  package func knot(of entry: Entry) throws(KnotError) -> KnotMatch? {
    if let known = entry.knot { return known }
    return try knot(of: entry.state)
  }

  private static func nothingShared(_ product: ProductState, _ segment: SegmentState) -> String {
    let names = product.qubits.map(\.dimension.name).joined(separator: ", ")
    let allowed = segment.dimensions.map(\.name).joined(separator: ", ")
    return "the segment has no source for \(names); allowed: a product that speaks of one of \(allowed)"
  }
}

extension ProductRanking {
  /// The ones that match well, at most ten: a score of at least 0.7, by score, ties by id.
  package static func highlyCompatible(_ ranked: [Entry]) -> [Entry] {
    let high = ranked.filter { $0.score >= highScore }
    let sorted = high.sorted {
      $0.score != $1.score ? $0.score > $1.score : ($0.productID, $0.index) < ($1.productID, $1.index)
    }
    return Array(sorted.prefix(mostBest))
  }
}
