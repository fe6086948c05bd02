import EngineFixtures
import EnrichmentSchema
import Testing

@testable import Answers
@testable import Personality
@testable import Population
@testable import Segments

@Suite("catalogues", .timeLimit(.minutes(1)))
struct PersonalityCatalogueTests {
  private let engine: PersonalityEngine

  init() throws { engine = PersonalityEngine(tables: try .published(), knots: KnotCache()) }

  private var segment: SegmentState {
    var qubits: [Dimension: Qubit] = [:]
    for dimension in Dimension.allCases { qubits[dimension] = Qubit(x: -0.5, y: 0.7, noise: 0.02) }
    return SegmentState(qubits, people: 2000)
  }

  private func request(_ count: Int) -> EnrichProductsRequest {
    var request = EnrichProductsRequest()
    request.products = (0..<count).map { sampleProduct("p\($0)", attributes: ["novelty": Double($0 * 37 % 101) / 100]) }
    return request
  }

  private func product(_ response: EnrichProductsResponse) -> EnrichedProduct? {
    if case .product(let product)? = response.item { product } else { nil }
  }

  @Test("windows of 256 stream best first, each with its knot, and the summary names the best of all")
  func windows() throws {
    var list = request(300)
    list.products[7] = sampleProduct("broken", price: "free")
    var catalogue = try PersonalityCatalogue(list, segment: segment, engine: engine)
    let first = try #require(try catalogue.nextWindow()).compactMap(product)
    #expect(first.count == 255 && first.allSatisfy { $0.window == 0 && $0.knot != nil && $0.confidence != nil })
    #expect(first.map(\.rank) == Array(1...255))
    #expect(zip(first, first.dropFirst()).allSatisfy { ($0.compatibilityScore ?? 0) >= ($1.compatibilityScore ?? 0) })
    let second = try #require(try catalogue.nextWindow()).compactMap(product)
    #expect(second.count == 44 && second.allSatisfy { $0.window == 1 })
    #expect(try catalogue.nextWindow() == nil)
    guard case .summary(let summary)? = catalogue.summary(marketSegmentMetadata: .init()).item else {
      return #expect(Bool(false))
    }
    #expect([summary.received, summary.ranked] == [300, 299])
    #expect(summary.skipped.map(\.index) == [7] && summary.skipped[0].reason.contains("budget, mid, premium, luxury"))
    #expect(summary.bestProductIds.count == 10)
    let everything = (first + second).sorted { ($0.compatibilityScore ?? 0) > ($1.compatibilityScore ?? 0) }
    #expect(
      everything[..<10].allSatisfy {
        summary.bestProductIds.contains($0.productID) || $0.compatibilityScore == everything[9].compatibilityScore
      })
  }

  @Test("the default knot weight is 0: the order is that of the score; another weight moves it")
  func knotWeight() throws {
    var list = request(40)
    list.knotWeight = 1
    var catalogue = try PersonalityCatalogue(list, segment: segment, engine: engine)
    let byKnot = try #require(try catalogue.nextWindow()).compactMap(product)
    #expect(zip(byKnot, byKnot.dropFirst()).allSatisfy { ($0.knot?.score ?? 0) >= ($1.knot?.score ?? 0) })
    list.knotWeight = 0
    var plain = try PersonalityCatalogue(list, segment: segment, engine: engine)
    var unset = try PersonalityCatalogue(request(40), segment: segment, engine: engine)
    #expect(try plain.nextWindow() == unset.nextWindow())
  }

  @Test(
    "no product, too many and a weight outside [0, 1] are refused",
    arguments: [(0, 0.0), (10_001, 0), (1, 1.5), (1, .nan)])
  func limits(count: Int, weight: Double) {
    var list = request(1)
    list.products = Array(repeating: sampleProduct(price: "mid"), count: count)
    list.knotWeight = weight
    #expect(throws: RequestError.self) { try PersonalityCatalogue(list, segment: segment, engine: engine) }
  }
}
