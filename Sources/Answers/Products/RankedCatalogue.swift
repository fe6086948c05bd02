import EnrichmentSchema
import Personality
import Population
import Releases
import Segments

/// A whole catalogue in the order of its ranks. What is said of a product beyond that is made when it is asked for, so that
/// a slow reader costs nothing ahead.
package struct RankedCatalogue: Sendable {
  /// The products that have a rank, best first.
  let rows: [RankedProduct]
  /// The products that have none, in the order of the request.
  let skipped: [ProductRanking.Skipped]
  /// The question.
  let question: CatalogueQuestion
  /// What is known.
  let source: CatalogueSource
  /// The lifts; `nil` where the region has no release of affinity.
  let affinity: CustomerAffinity?
  /// The match with the segment.
  let ranking: ProductRanking
  /// The segment's state.
  let state: PersonalityState

  /// Number of products that have a rank.
  package var count: Int { rows.count }

  /// Ranks a catalogue.
  ///
  /// - Throws: `AnswerError.request` for a zone or an item that is not registered; `.withheld` where nothing is released that
  ///   the products could be ranked by; `.knot` for a knot that contradicts itself.
  package init(
    _ question: CatalogueQuestion, from source: CatalogueSource, engine: PersonalityEngine
  ) throws(AnswerError) {
    let affinity = try Self.affinity(question, source)
    let items = try Self.items(question.products, affinity)
    try Self.checkSomethingIsKnown(question, source, affinity, items)
    let segment = source.state ?? SegmentState([:], people: 1)
    let ranking = ProductRanking(
      PreparedSegment(segment), lexicon: engine.tables.lexicon, knots: engine.knots,
      knotWeight: question.rankingKnotWeight)
    let (rows, skipped) = try Self.rows(question, items, ranking)
    self.rows = RankOrder(question, affinity).sorted(rows)
    self.skipped = skipped
    (self.question, self.source, self.affinity, self.ranking) = (question, source, affinity, ranking)
    state = source.prepared?.personality ?? PersonalityState(.withheld(.notAdmitted))
  }

  private static func affinity(
    _ question: CatalogueQuestion, _ source: CatalogueSource
  ) throws(AnswerError) -> CustomerAffinity? {
    guard let release = source.affinity else {
      guard question.sort == .personality else { throw .withheld([.noAffinity(of: source.segment.region)]) }
      return nil
    }
    do throws(RequestError) { return try CustomerAffinity(question.zones, in: release) } catch { throw .request(error) }
  }

  /// Position of each product's item.
  private static func items(
    _ products: [ProductQuantumState], _ affinity: CustomerAffinity?
  ) throws(AnswerError) -> [Int?] {
    guard let affinity else { return [] }
    let items = products.map { $0.itemID.isEmpty ? nil : affinity.item($0.itemID) }
    let unknown = products.indices.lazy.filter { items[$0] == nil && !products[$0].itemID.isEmpty }
    let violations = CustomerAffinity.violations(
      unknown: unknown.map { ("products[\($0)].item_id", products[$0].itemID) }, in: affinity.release)
    guard violations.isEmpty else { throw .request(.invalidArgument(violations)) }
    return items
  }

  private static func checkSomethingIsKnown(
    _ question: CatalogueQuestion, _ source: CatalogueSource, _ affinity: CustomerAffinity?, _ items: [Int?]
  ) throws(AnswerError) {
    guard source.state == nil, question.sort == .personality, items.allSatisfy({ $0 == nil }) else { return }
    var withheld = Withheld()
    withheld.field = "products.compatibility_score"
    withheld.reason = source.prepared == nil ? WithheldReason.notAdmitted.rawValue : WithheldReason.noSource.rawValue
    throw .withheld([withheld])
  }

  /// Every product that can be ranked, those with a match first, best first; and the others. By personality a product needs a
  /// match or an item; by affinity and in a blend every product has a place, if only by a lift of 1.
  private static func rows(
    _ question: CatalogueQuestion, _ items: [Int?], _ ranking: ProductRanking
  ) throws(AnswerError) -> ([RankedProduct], [ProductRanking.Skipped]) {
    func item(_ index: Int) -> Int? { items.isEmpty ? nil : items[index] }
    func hasPlace(_ index: Int) -> Bool { question.sort != .personality || item(index) != nil }
    let reading = ranking.read(question.products, mayBeStateless: hasPlace)
    let matches: (ranked: [ProductRanking.Entry], skipped: [ProductRanking.Skipped])
    do throws(KnotError) { matches = try ranking.rank(reading.candidates) } catch { throw .knot(error) }
    let unmatched = matches.skipped.map(\.index).filter(hasPlace)
    let lost = reading.skipped + matches.skipped.filter { !hasPlace($0.index) }
    let rows =
      matches.ranked.map { RankedProduct(index: $0.index, match: $0, item: item($0.index)) }
      + (reading.stateless + unmatched).map { RankedProduct(index: $0, match: nil, item: item($0)) }
    return (rows, lost.sorted { $0.index < $1.index })
  }
}

extension RankedCatalogue {
  /// Paths of the request that change nothing in the answer, its segment aside.
  package var ignoredInputs: [String] {
    var paths = question.ignoredInputs
    let hasItems = question.products.contains { !$0.itemID.isEmpty }
    if affinity == nil, hasItems { paths.append("products.item_id") }
    if !question.zones.isEmpty, affinity == nil || !hasItems { paths.append("zones") }
    paths += affinity?.zones.idle.map { "zones[\($0)]" } ?? []
    return paths
  }

  /// What the answer does not say of affinity, and why.
  var withheld: [Withheld] {
    let asks = !question.zones.isEmpty || question.products.contains { !$0.itemID.isEmpty }
    guard asks else { return [] }
    guard let affinity else { return [.noAffinity(of: source.segment.region)] }
    return affinity.withheld.map { [$0] } ?? []
  }
}

extension Withheld {
  /// That nothing is released of the affinity of a region.
  static func noAffinity(of region: String) -> Withheld {
    var withheld = Withheld()
    withheld.field = "affinity"
    withheld.reason = WithheldReason.notReleased.rawValue
    withheld.detail =
      "region \(region) has no registered zones, or no release of affinity yet; sort personality needs neither"
    return withheld
  }
}
