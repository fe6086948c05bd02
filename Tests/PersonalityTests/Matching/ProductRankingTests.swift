import EngineFixtures
import EnrichmentSchema
import Population
import Testing

@testable import Personality

@Suite("product rankings", .timeLimit(.minutes(1)))
struct ProductRankingTests {
  private let segment = PreparedSegment(exactState(of: [Array(repeating: 0.7, count: 12)]))

  private func ranking(knotWeight: Double = 0) throws -> ProductRanking {
    ProductRanking(segment, lexicon: try publishedLexicon(), knots: KnotCache(), knotWeight: knotWeight)
  }

  private func products(_ values: [Double]) -> [ProductQuantumState] {
    values.enumerated().map {
      sampleProduct("p\($0.offset)", attributes: ["novelty": $0.element, "energy_level": $0.element])
    }
  }

  @Test("best first, ties by id, and products without a score are named with their reason")
  func order() throws {
    var list = products([0.1, 0.7, 0.4, 0.7])
    list.append(sampleProduct("odd", price: "free"))
    list.append(sampleProduct("empty"))
    let (ranked, skipped) = try ranking().rank(list)
    #expect(ranked.map(\.productID) == ["p1", "p3", "p2", "p0"])
    #expect(skipped.map(\.index) == [4, 5])
    #expect(
      skipped[0].reason.contains("budget, mid, premium, luxury") && skipped[1].reason.contains("empty product state"))
  }

  @Test("the order of the request does not change the ranking")
  func permutation() throws {
    let list = products([0.12, 0.66, 0.4, 0.9, 0.31])
    let there = try ranking().rank(list).ranked.map(\.productID)
    #expect(try ranking().rank(list.reversed()).ranked.map(\.productID) == there)
  }

  @Test("the prepared score is the score of the whole comparison")
  func prepared() throws {
    let lexicon = try publishedLexicon()
    let split = PreparedSegment(exactState(of: randomPeople(4, seed: 3)))
    for word in ["minimalist", "bold", "organic", "festival", "cosy"] {
      let state = try ProductState(sampleProduct(style: word, price: "mid"), lexicon: lexicon)
      let whole = try #require(Compatibility(state.qubits, with: split.state))
      #expect(try abs(present(split.score(state)) - whole.score) < 1e-12)
    }
    let narrow = PreparedSegment(SegmentState([.crowdTolerance: try #require(Qubit(value: 0.5))], people: 100))
    #expect(narrow.score(try ProductState(sampleProduct(price: "mid"), lexicon: lexicon)) == nil)
  }

  @Test("a product that shares no dimension with the segment is skipped and told which there are")
  func nothingShared() throws {
    let narrow = PreparedSegment(SegmentState([.crowdTolerance: try #require(Qubit(value: 0.5))], people: 100))
    let ranking = ProductRanking(narrow, lexicon: try publishedLexicon(), knots: KnotCache())
    let skipped = try ranking.rank([sampleProduct(price: "mid")]).skipped
    #expect(skipped.first?.reason.contains("crowd_tolerance") == true)
  }

  @Test("without a knot weight no knot is drawn while ranking; with one it moves the order only by its weight")
  func knots() throws {
    let cache = KnotCache()
    let list = products([0.7, 0.45, 0.95])
    let plain = ProductRanking(segment, lexicon: try publishedLexicon(), knots: cache)
    let ranked = try plain.rank(list).ranked
    #expect(cache.count == 0 && ranked.allSatisfy { $0.knot == nil && $0.rankingScore == $0.score })
    #expect(try plain.knot(of: ranked[0])?.comparedDimensions == 2 && cache.count > 0)
    for entry in try ranking(knotWeight: 0.5).rank(list).ranked {
      let knot = try #require(entry.knot)
      #expect(abs(entry.rankingScore - (entry.score + knot.score) / 2) < 1e-12)
    }
  }

  @Test("matching well means .7 or more, at most ten")
  func best() throws {
    let whole = try ranking().rank(products((0..<40).map { Double($0) / 39 })).ranked
    let high = ProductRanking.highlyCompatible(whole)
    #expect(high.count == 10 && high.allSatisfy { $0.score >= 0.7 })
    #expect(high.map(\.productID) == whole.prefix(10).map(\.productID))
    #expect(ProductRanking.highlyCompatible(try ranking().rank(products([0, 0.05])).ranked).isEmpty)
  }

  @Test("a product may be without a state where that is allowed; words that are not are refused all the same")
  func stateless() throws {
    let list = [sampleProduct("item"), sampleProduct("other", price: "free"), sampleProduct("odd", style: "zzz")]
    let reading = try ranking().read(list) { _ in true }
    #expect(reading.stateless == [0, 2] && reading.skipped.map(\.index) == [1] && reading.candidates.isEmpty)
    #expect(try ranking().read(list) { _ in false }.skipped.count == 3)
  }

  @Test("the reasoning names the two terms that decided")
  func reasoning() throws {
    let lexicon = try publishedLexicon()
    let good = try ProductState(
      sampleProduct(price: "premium", attributes: ["novelty": 0.72, "crowd_tolerance": 0.1]), lexicon: lexicon)
    let match = try #require(Compatibility(good.qubits, with: segment.state))
    #expect(match.reasoning == "Matches on novelty (leaning to new things) + value (leaning to quality over price)")
    let poor = try ProductState(
      sampleProduct(attributes: ["crowd_tolerance": 0, "novelty": 0.05, "energy_level": 0.7]), lexicon: lexicon)
    let other = try #require(Compatibility(poor.qubits, with: segment.state))
    #expect(other.reasoning.hasPrefix("Held back by crowds (wants quiet places, meets "))
    #expect(other.reasoning.contains(" + novelty (wants favourites and routine, meets "))
  }
}
