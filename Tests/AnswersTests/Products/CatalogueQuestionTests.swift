import EngineFixtures
import EnrichmentSchema
import Testing

@testable import Answers
@testable import Population
@testable import Segments

@Suite("requests for products", .timeLimit(.minutes(1)))
struct CatalogueQuestionTests {
  private let fixtures: CatalogueFixtures

  init() throws { fixtures = try CatalogueFixtures() }

  private func violations(_ request: EnrichProductsRequest) -> [RequestViolation] {
    do throws(RequestError) { _ = try CatalogueQuestion(request) } catch {
      guard case .invalidArgument(let violations) = error else { return [] }
      return violations
    }
    return []
  }

  private func request(_ change: (inout EnrichProductsRequest) -> Void) -> EnrichProductsRequest {
    var request = catalogueRequest([catalogueProduct("p", novelty: 0.5, score: 1)])
    change(&request)
    return request
  }

  @Test("no product and more than 10,000 are refused before anything is read of them", arguments: [0, 10_001])
  func count(_ count: Int) {
    let many = catalogueRequest(Array(repeating: catalogueProduct("p", item: "unheard-of"), count: count))
    #expect(violations(many).map(\.description) == ["products is \"\(count) products\"; allowed: 1 to 10000 products"])
    #expect(violations(catalogueRequest(Array(many.products.prefix(10_000)))).isEmpty == (count > 0))
  }

  @Test("weights, words and zones that are not allowed are named, all at once")
  func fields() {
    let wrong = request {
      ($0.sort, $0.shopScoreBasis, $0.detail) = ("best", "sales", "all")
      ($0.knotWeight, $0.blendWeight) = (1.5, .nan)
      $0.zones = customerZones(("a", -1))
    }
    let found = violations(wrong)
    #expect(
      found.map(\.field) == ["zones[0].share", "sort", "shop_score_basis", "detail", "knot_weight", "blend_weight"])
    #expect(found[1].allowed == "personality, affinity, blend, or nothing")
    #expect(
      found[2].allowed == "popularity, region, history, or nothing" && found[3].allowed == "full, ranked, or nothing")
    #expect(found[5].value == "nan")
  }

  @Test("a blend needs a finite score of every product; others take scores that are missing, and none that is no score")
  func scores() {
    for bad in [Double.nan, .infinity, -1] {
      #expect(violations(request { $0.products[0].shopScore = bad }).map(\.field) == ["products[0].shop_score"])
    }
    let missing = request { $0.products.append(catalogueProduct("q", novelty: 0.1)) }
    #expect(violations(missing).isEmpty)
    let blend = violations(
      request {
        $0.products.append(catalogueProduct("q", novelty: 0.1))
        $0.sort = "blend"
      })
    #expect(blend.map(\.field) == ["products[1].shop_score"] && blend[0].value.isEmpty)
    #expect(blend[0].allowed == "a finite number, 0 or more; sort blend needs one of every product")
    let many = catalogueRequest((0..<100).map { catalogueProduct("p\($0)", novelty: 0.5) })
    #expect(violations(many).isEmpty)
    var all = many
    all.sort = "blend"
    #expect(violations(all).count == 32)
  }

  @Test("items and zones that are not registered are named with the nearest that are")
  func unknown() throws {
    func error(_ change: (inout EnrichProductsRequest) -> Void) throws -> [RequestViolation] {
      guard
        case .request(.invalidArgument(let violations))? = #expect(
          throws: AnswerError.self, performing: { try fixtures.catalogue(request(change)) })
      else { return [] }
      return violations
    }
    let item = try error { $0.products[0].itemID = "mall-mentang" }
    #expect(item.map(\.field) == ["products[0].item_id"])
    #expect(item.first?.allowed.contains("nearest: mall-menteng") == true)
    #expect(item.first?.allowed.contains("ListItems has all 6") == true)
    let zone = try error { $0.zones = customerZones(("mentang", nil)) }
    #expect(zone.map(\.field) == ["zones[0].zone_id"] && zone.first?.allowed.contains("nearest: menteng") == true)
    let many = try error { request in
      request.products = (0..<9_000).map { catalogueProduct("p\($0)", item: "nothing-\($0)") }
    }
    #expect(many.count == 32)
  }
}
