import EnrichmentSchema
import Personality
import Releases

/// A product of a catalogue with what it can be ranked by.
struct RankedProduct: Sendable {
  /// Place in the request, from 0.
  let index: Int
  /// Its match with the segment's personality; `nil` for a product without a state and where nothing is shared.
  let match: ProductRanking.Entry?
  /// Position of its item; `nil` for a product that is no registered item.
  let item: Int?
  /// What it is ranked by under affinity and blend.
  var score = 0.0
}

/// The order of a catalogue's products.
///
/// By personality: as the match ranks them, those without a match last, by lift. Else by the score of the sort; equal ones by
/// the shop's score in a blend, then by the match, then by id and place.
struct RankOrder {
  private let question: CatalogueQuestion
  private let affinity: CustomerAffinity?

  init(_ question: CatalogueQuestion, _ affinity: CustomerAffinity?) {
    (self.question, self.affinity) = (question, affinity)
  }

  /// The rows, best first, with what they are ranked by.
  ///
  /// - Parameter rows: Those with a match first, best first.
  func sorted(_ rows: [RankedProduct]) -> [RankedProduct] {
    var rows = rows
    switch question.sort {
    case .personality:
      guard let first = rows.firstIndex(where: { $0.match == nil }) else { return rows }
      for place in rows.indices[first...] { rows[place].score = lift(rows[place]) }
      return Array(rows[..<first]) + ordered(Array(rows[first...]))
    case .affinity:
      for place in rows.indices { rows[place].score = lift(rows[place]) }
    case .blend:
      let popularity = affinity?.release.estimates.popularity ?? []
      let products = rows.map { row in
        BlendedScores.Product(
          shopScore: shopScore(row), popularity: row.item.map { popularity[$0] }, lift: lift(row))
      }
      let scores = BlendedScores.scores(of: products, weight: question.blendWeight, basis: question.basis)
      for place in rows.indices { rows[place].score = scores[place] }
    }
    return ordered(rows)
  }

  private func lift(_ row: RankedProduct) -> Double {
    guard let affinity, let item = row.item else { return 1 }
    return affinity.lift(ofItem: item)
  }

  private func shopScore(_ row: RankedProduct) -> Double { question.products[row.index].shopScore ?? 0 }

  /// Sorted by numbers and places alone: rows are large to be moved about.
  private func ordered(_ rows: [RankedProduct]) -> [RankedProduct] {
    let isBlend = question.sort == .blend
    let keys = rows.indices.map { place in
      Key(
        score: rows[place].score, shopScore: isBlend ? shopScore(rows[place]) : 0,
        match: rows[place].match?.rankingScore ?? -1, index: rows[place].index, place: place)
    }
    return keys.sorted { precedes($0, $1) }.map { rows[$0.place] }
  }

  private struct Key {
    let score: Double
    let shopScore: Double
    let match: Double
    let index: Int
    let place: Int
  }

  private func precedes(_ left: Key, _ right: Key) -> Bool {
    if left.score != right.score { return left.score > right.score }
    if left.shopScore != right.shopScore { return left.shopScore > right.shopScore }
    if left.match != right.match { return left.match > right.match }
    let (first, second) = (question.products[left.index].productID, question.products[right.index].productID)
    return (first, left.index) < (second, right.index)
  }
}
