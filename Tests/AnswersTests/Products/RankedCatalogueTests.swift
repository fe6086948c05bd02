import EngineFixtures
import EnrichmentSchema
import Releases
import Testing

@testable import Answers
@testable import Personality
@testable import Population
@testable import Segments

@Suite("ranked catalogues", .timeLimit(.minutes(1)))
struct RankedCatalogueTests {
  private let fixtures: CatalogueFixtures

  init() throws { fixtures = try CatalogueFixtures() }

  private func many(_ count: Int) -> EnrichProductsRequest {
    catalogueRequest((0..<count).map { catalogueProduct("p\($0)", novelty: Double($0 * 37 % 101) / 100) })
  }

  /// A product of each item of the made-up town, worst first by the lift of somebody of Kemang.
  private var items: EnrichProductsRequest {
    var request = catalogueRequest(AffinityFixtures.items.map { catalogueProduct("of \($0.id)", item: $0.id) })
    request.zones = customerZones(("kemang", nil))
    return request
  }

  @Test("ranks go through the whole catalogue, 256 a reply, and the summary names the best")
  func ranks() throws {
    var request = many(300)
    request.products[7] = sampleProduct("broken", price: "free")
    let catalogue = try fixtures.catalogue(request)
    let told = try catalogue.told()
    #expect(told.map(\.rank) == (1...299).map { Int32($0) })
    let scores = try told.map { try present($0.compatibilityScore) }
    #expect(scores == scores.sorted(by: >) && told.allSatisfy { $0.confidence != nil && $0.breakdown != nil })
    guard case .products(let first)? = try catalogue.reply(from: 0).item else { return #expect(Bool(false)) }
    #expect(first.products.count == 256)
    let summary = catalogue.summary()
    #expect([summary.received, summary.ranked] == [300, 299])
    #expect(summary.skipped.map(\.index) == [7] && summary.skipped[0].reason.contains("budget, mid, premium, luxury"))
    #expect(summary.bestProductIds == told.prefix(10).map(\.productID))
  }

  @Test("knots are drawn for what is said when they are asked for, for all when they have a weight, else never")
  func knots() throws {
    #expect(try fixtures.catalogue(many(40)).told().allSatisfy { $0.knot == nil })
    #expect(fixtures.engine.knots.count == 0)
    var request = many(40)
    request.knots = true
    let asked = try fixtures.catalogue(request)
    #expect(fixtures.engine.knots.count == 0, "not before they are told")
    #expect(try asked.told().allSatisfy { $0.knot != nil })
    request.knots = false
    request.knotWeight = 1
    let scores = try fixtures.catalogue(request).told().map { try present($0.knot?.score) }
    #expect(scores == scores.sorted(by: >))
    request.knotWeight = 0
    #expect(try fixtures.catalogue(request).ids == fixtures.catalogue(many(40)).ids)
  }

  @Test("by affinity the items rank by their lift, whatever the personality; one that is no item has a lift of 1")
  func affinity() throws {
    var request = items
    request.products.append(catalogueProduct("none", novelty: 0.7))
    request.sort = "affinity"
    let told = try fixtures.catalogue(request).told()
    #expect(told.first?.productID == "of mall-kemang")
    #expect(try told.map { try present($0.rankingScore) } == told.map { try present($0.affinity?.lift) })
    let none = try #require(told.first { $0.productID == "none" })
    #expect(none.affinity?.lift == 1 && none.affinity?.withheld == "no_item" && none.compatibilityScore != nil)
    #expect(try fixtures.catalogue(request, hasState: false).ids.count == 7, "without a state they rank all the same")
    request.products.append(catalogueProduct("nothing"))
    #expect(try fixtures.catalogue(request).ids.count == 8)
    request.sort = "personality"
    #expect(try fixtures.catalogue(request).skipped.map(\.productID) == ["nothing"])
  }

  @Test("zones change the order of a blend, and with a weight of 0 they do not")
  func blend() throws {
    var request = items
    for place in request.products.indices { request.products[place].shopScore = Double(100 - 10 * place) }
    request.sort = "blend"
    request.blendWeight = 0.9
    let kemang = try fixtures.catalogue(request)
    request.zones = customerZones(("menteng", nil))
    let menteng = try fixtures.catalogue(request)
    #expect(kemang.ids.first == "of mall-kemang" && menteng.ids.first == "of mall-menteng")
    let estimates = try AffinityFixtures.affinity().estimates
    let lifts = try present(estimates.lift(ofItems: Array(0..<6), shares: [0: 1]).values)
    let expected = BlendedScores.scores(
      of: (0..<6).map {
        .init(shopScore: Double(100 - 10 * $0), popularity: estimates.popularity[$0], lift: lifts[$0].lift)
      }, weight: 0.9, basis: .popularity)
    for product in try menteng.told() {
      let place = try present(request.products.firstIndex { $0.productID == product.productID })
      #expect(product.rankingScore == Rounding.share(expected[place]))
    }
    request.blendWeight = 0
    #expect(try fixtures.catalogue(request).ids == request.products.map(\.productID))
  }

  @Test("by personality items without a state come after the products that have one, by lift")
  func stateless() throws {
    var request = items
    request.products += [catalogueProduct("near", novelty: 0.7), catalogueProduct("far", novelty: 0)]
    let catalogue = try fixtures.catalogue(request)
    #expect(Array(catalogue.ids.prefix(3)) == ["near", "far", "of mall-kemang"] && catalogue.count == 8)
    let item = try #require(try catalogue.told().first { $0.productID == "of mall-kemang" })
    #expect(item.compatibilityScore == nil && item.confidence == nil && item.affinity?.answeredBy == "zone")
    #expect(catalogue.skipped.isEmpty)
  }

  @Test("zones that nobody answers for leave every lift at 1 and say so")
  func closed() throws {
    var request = items
    request.zones = customerZones(("depok", nil), ("seribu", nil))
    let catalogue = try fixtures.catalogue(request)
    #expect(try catalogue.told().allSatisfy { $0.affinity?.lift == 1 && $0.affinity?.withheld == "below_floor" })
    let withheld = catalogue.summary().marketSegmentMetadata?.withheld ?? []
    #expect(withheld.map { "\($0.field) \($0.reason)" } == ["affinity below_floor"])
    request.zones = []
    #expect(try fixtures.catalogue(request).summary().marketSegmentMetadata?.withheld.map(\.reason) == ["no_zone"])
  }

  @Test(
    "without a release of affinity personality ranks, zones and items are named as ignored, other sorts are refused")
  func noRelease() throws {
    var request = many(3)
    request.zones = customerZones(("anywhere", nil))
    request.products[0].itemID = "anything"
    let catalogue = try fixtures.catalogue(request, hasAffinity: false)
    #expect(catalogue.ignoredInputs == ["products.item_id", "zones"])
    #expect(try catalogue.told().allSatisfy { $0.affinity == nil } && catalogue.summary().affinitySource == nil)
    let withheld = catalogue.summary().marketSegmentMetadata?.withheld ?? []
    #expect(withheld.map(\.reason) == ["not_released"] && withheld[0].detail.contains("region jakarta"))
    request.sort = "affinity"
    #expect(throws: AnswerError.withheld([.noAffinity(of: "jakarta")])) {
      try fixtures.catalogue(request, hasAffinity: false)
    }
  }

  @Test("a region with affinity and too few people for a personality is answered, and says from what")
  func affinityAlone() throws {
    let catalogue = try fixtures.catalogue(items, hasState: false)
    #expect(catalogue.ids.first == "of mall-kemang")
    let summary = catalogue.summary()
    #expect(summary.marketSegmentMetadata?.releaseID == "a1" && summary.affinitySource?.releaseID == "a1")
    #expect(summary.marketSegmentMetadata?.policy == "affinity" && summary.affinitySource?.floor == 88)
    #expect(throws: AnswerError.self) { try fixtures.catalogue(many(2), hasState: false) }
  }

  @Test("what changes nothing is named")
  func ignored() throws {
    var request = many(2)
    request.products[0].category = "games"
    request.products[1].shopScore = 3
    request.zones = customerZones(("menteng", 1), ("kemang", 0))
    (request.blendWeight, request.shopScoreBasis) = (0.5, "history")
    let ignored = try fixtures.catalogue(request).ignoredInputs
    #expect(
      ignored == ["blend_weight", "shop_score_basis", "products.category", "products.shop_score", "zones", "zones[1]"])
    request = items
    (request.sort, request.knotWeight) = ("affinity", 0.5)
    #expect(try fixtures.catalogue(request).ignoredInputs == ["knot_weight"])
    #expect(try fixtures.catalogue(items).ignoredInputs.isEmpty)
  }

  @Test("a detail of `ranked` leaves parts, reasoning and ignored words out, and the order as it is")
  func detail() throws {
    var request = many(5)
    request.products[0].style = "unheard-of"
    let full = try fixtures.catalogue(request).told()
    request.detail = "ranked"
    let ranked = try fixtures.catalogue(request).told()
    #expect(full.map(\.productID) == ranked.map(\.productID) && full.contains { !$0.ignoredTerms.isEmpty })
    #expect(full.map(\.compatibilityScore) == ranked.map(\.compatibilityScore))
    #expect(ranked.allSatisfy { $0.breakdown == nil && $0.reasoning.isEmpty && $0.ignoredTerms.isEmpty })
  }

  @Test("an error planted in what a catalogue says is found by field and rule, and what the engine says has none")
  func consistency() throws {
    var request = items
    request.sort = "affinity"
    request.zones = customerZones(("kemang", 1), ("tebet", 0.5))
    let sound = try fixtures.catalogue(request).reply(from: 0)
    #expect(CatalogueConsistency.violations(in: sound, at: 0).isEmpty)
    let planted: [(String, ConsistencyViolation.Rule, (inout EnrichedProduct) -> Void)] = [
      ("rank", .formulas, { $0.rank = 9 }), ("compatibility_score", .ranges, { $0.compatibilityScore = 1.2 }),
      ("confidence", .ranges, { $0.confidence = -0.1 }), ("affinity.lift", .ranges, { $0.affinity?.lift = 20.1 }),
      ("affinity.lift", .ranges, { $0.affinity?.lift = .nan }), ("affinity.ci95", .ranges, { $0.affinity?.ci95 = nil }),
      ("affinity.ci95", .ranges, { $0.affinity?.ci95?.high = 0.01 }),
      ("affinity.ci95", .ranges, { $0.affinity?.ci95?.low = 19.9 }),
      ("affinity.withheld", .ranges, { $0.affinity?.withheld = "below_floor" }),
      ("affinity.answered_by", .formulas, { $0.affinity?.answeredBy = "nobody" }),
      ("affinity.zones_open", .formulas, { $0.affinity?.zonesOpen = 0 }),
      ("affinity.zones_open", .formulas, { $0.affinity?.zonesOpen = 4 }),
      ("ranking_score", .formulas, { $0.rankingScore = 21 }),
    ]
    for (field, rule, plant) in planted {
      guard case .products(var products)? = sound.item else { return #expect(Bool(false)) }
      plant(&products.products[1])
      var broken = sound
      broken.item = .products(products)
      let found = CatalogueConsistency.violations(in: broken, at: 0)
      #expect(found.contains { $0.rule == rule && $0.field.hasSuffix(field) }, "\(field): \(found)")
    }
    #expect(CatalogueConsistency.violations(in: sound, at: 256).count == AffinityFixtures.items.count)
  }
}
