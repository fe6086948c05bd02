import Answers
import EngineFixtures
import EnrichmentRPC
import EnrichmentSchema
import RPC
import Releases
import Segments
import Terminal
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("zones and items", .timeLimit(.minutes(5)))
struct AffinityHandlersTests {
  /// The service with affinity released.
  private func live(_ body: (LiveEnrichment) async throws -> Void) async throws {
    try await LiveEnrichment.run { live in
      try live.store.releaseJakarta(epoch: 2, affinity: AffinityFixtures.release(epoch: 2))
      try await live.catalogue.refresh()
      try await body(live)
    }
  }

  private func request(_ zones: [ZoneShare], sort: String = "affinity") -> EnrichProductsRequest {
    var request = EnrichProductsRequest()
    request.userSegment = LiveEnrichment.segment
    request.products = AffinityFixtures.items.map { item in
      var product = sampleProduct("of \(item.id)")
      product.itemID = item.id
      return product
    }
    (request.zones, request.sort) = (zones, sort)
    return request
  }

  private func ranked(
    _ request: EnrichProductsRequest, _ live: LiveEnrichment
  ) async throws -> (products: [EnrichedProduct], summary: EnrichProductsSummary) {
    var (products, summary): ([EnrichedProduct], EnrichProductsSummary?) = ([], nil)
    for try await reply in try await live.client.enrichProducts(request, options: live.options()) {
      switch reply.item {
      case .products(let batch): products += batch.products
      case .summary(let last): summary = last
      case nil: Issue.record("an empty reply")
      }
    }
    return (products, try #require(summary))
  }

  @Test("items rank by the zones of the customer, and the summary says what the lifts come from")
  func ranking() async throws {
    try await live { live in
      let kemang = try await ranked(request(customerZones(("kemang", nil))), live)
      #expect(kemang.products.first?.productID == "of mall-kemang")
      #expect(kemang.products.first?.affinity?.answeredBy == "zone")
      #expect(kemang.summary.affinitySource?.releaseID == "a2" && kemang.summary.metadata?.requestID.isEmpty == false)
      let menteng = try await ranked(request(customerZones(("menteng", 2), ("tebet", 1))), live)
      #expect(menteng.products.first?.productID == "of mall-menteng")
      #expect(menteng.products.first?.affinity?.answeredBy == "zone_and_area")
    }
  }

  @Test("a product that is recommended shows its lift, and nothing that names zones is kept")
  func recommendation() async throws {
    try await live { live in
      var request = GetQuantumPersonalityRequest()
      request.userSegment = LiveEnrichment.segment
      var product = sampleProduct("phone", attributes: ["novelty_seeking": 0.5, "energy_preference": 0.5])
      product.itemID = "mall-kemang"
      let profile = try await live.client.getQuantumPersonality(request, options: live.options()).personalityProfile
      for (name, dimension) in profile?.dimensions ?? [:] { product.attributes[name] = dimension.value }
      request.productQuantumState = product
      request.requestedInsights = ["product_recommendations"]
      let rows = live.store.now.cached.count
      request.zones = customerZones(("kemang", nil))
      let answer = try await live.client.getQuantumPersonality(request, options: live.options())
      let found = try #require(answer.productRecommendations?.highCompatibility.first)
      #expect(found.affinity?.answeredBy == "zone" && (found.affinity?.lift ?? 0) > 1)
      _ = try await live.client.getQuantumPersonality(request, options: live.options())
      #expect(live.store.now.cached.count == rows)
      request.zones = []
      let plain = try await live.client.getQuantumPersonality(request, options: live.options())
      #expect(plain.productRecommendations?.highCompatibility.first?.affinity?.withheld == "no_zone")
      #expect(live.store.now.cached.count == rows + 1)
    }
  }

  @Test("what changes nothing is named in the metadata of every answer")
  func ignored() async throws {
    try await LiveEnrichment.run { live in
      var segment = LiveEnrichment.segment
      segment.categoryPreferences = ["electronics"]
      var behavior = GetRealWorldBehaviorRequest()
      behavior.userSegment = segment
      behavior.productContext = ProductContext()
      behavior.productContext?.category = "electronics"
      let told = try await live.client.getRealWorldBehavior(behavior, options: live.options()).metadata
      #expect(told?.ignoredInputs == ["user_segment.category_preferences", "product_context.category"])
      var personality = GetQuantumPersonalityRequest()
      personality.userSegment = segment
      personality.productQuantumState = sampleProduct(price: "mid")
      personality.zones = customerZones(("anywhere", nil))
      for _ in 0..<2 {
        let answer = try await live.client.getQuantumPersonality(personality, options: live.options())
        #expect(answer.metadata?.ignoredInputs == ["zones", "user_segment.category_preferences"])
        #expect(answer.metadata?.requestID.isEmpty == false && answer.metadata?.apiVersion.isEmpty == false)
        personality.zones = customerZones(("elsewhere", nil))
      }
      var catalogue = request(customerZones(("kemang", nil)), sort: "personality")
      catalogue.products = [sampleProduct("p", price: "mid")]
      let summary = try await ranked(catalogue, live).summary
      #expect(summary.metadata?.ignoredInputs == ["zones"])
    }
  }

  @Test("what cannot be ranked is refused and named, where nothing is released of affinity too")
  func refusals() async throws {
    func reason(_ live: LiveEnrichment, _ request: EnrichProductsRequest) async throws -> (String?, String) {
      let error = try await live.error {
        for try await _ in try await $0.enrichProducts(request, options: live.options()) {}
      }
      return (error?.reason, error?.message ?? "")
    }
    try await live { live in
      let unknown = try await reason(live, request(customerZones(("kemnag", nil))))
      #expect(unknown.0 == "INVALID_ARGUMENT" && unknown.1.contains("zones[0].zone_id is \"kemnag\""))
      #expect(unknown.1.contains("nearest: kemang"))
      var blend = request(customerZones(("kemang", nil)), sort: "blend")
      #expect(try await reason(live, blend).1.contains("products[0].shop_score is empty"))
      blend.products[0].itemID = "mall-kemagn"
      for index in blend.products.indices { blend.products[index].shopScore = 1 }
      #expect(try await reason(live, blend).1.contains("nearest: mall-kemang"))
    }
    try await LiveEnrichment.run { live in
      let none = try await reason(live, request(customerZones(("kemang", nil))))
      #expect(none.0 == "INSUFFICIENT_DATA" && none.1.contains("region jakarta has no registered zones"))
    }
  }

  @Test("zones and items come in pages that follow each other, in registered order")
  func pages() async throws {
    try await live { live in
      var zones = ListZonesRequest()
      (zones.geographicRegion, zones.pageSize) = ("jakarta", 4)
      let first = try await live.client.listZones(zones, options: live.options())
      #expect(first.zones.map(\.zoneID) == ["menteng", "kemang", "tebet", "depok"] && first.total == 6)
      #expect(first.zones.map(\.answeredBy) == ["zone", "zone", "area", "nobody"])
      #expect(first.zones.map(\.areaID) == ["north", "north", "north", "south"] && first.source?.floor == 88)
      zones.pageToken = first.nextPageToken
      let last = try await live.client.listZones(zones, options: live.options())
      #expect(last.zones.map(\.zoneID) == ["bogor", "seribu"] && last.nextPageToken.isEmpty)
      var items = ListItemsRequest()
      items.geographicRegion = "jakarta"
      let all = try await live.client.listItems(items, options: live.options())
      #expect(all.items.map(\.itemID) == AffinityFixtures.items.map(\.id) && all.nextPageToken.isEmpty)
      #expect(all.items.map(\.zoneID) == ["menteng", "kemang", "tebet", "depok", "bogor", ""])
      #expect(abs(all.items.reduce(0) { $0 + $1.popularity } - 1) < 1e-9)
      (items.pageSize, items.pageToken) = (1_001, "nothing")
      let asked = items
      let wrong = try await live.error { _ = try await $0.listItems(asked, options: live.options()) }
      #expect(wrong?.message.contains("page_size") == true)
    }
  }

  @Test("the table of lifts streams, its call's metadata last")
  func table() async throws {
    try await live { live in
      var request = ListZoneLiftsRequest()
      request.geographicRegion = "jakarta"
      var replies: [ListZoneLiftsResponse] = []
      for try await reply in try await live.client.listZoneLifts(request, options: live.options()) {
        replies.append(reply)
      }
      #expect(replies.count == 2 && replies[0].zones.count == 6 && replies[0].lifts.count == 36)
      #expect(replies[1].metadata?.requestID.isEmpty == false && replies[1].items.isEmpty)
      let kemang = try await ranked(self.request(customerZones(("kemang", nil))), live).products
      let mall = try #require(kemang.first { $0.productID == "of mall-kemang" }?.affinity)
      #expect(abs(LiftByte.decode(replies[0].lifts[7]) / mall.lift - 1) < 0.015)
    }
  }

  @Test("a region that is not registered, and one without zones, are told apart", arguments: ["atlantis", "jakarta"])
  func regions(region: String) async throws {
    try await LiveEnrichment.run { live in
      var request = ListZonesRequest()
      request.geographicRegion = region
      let asked = request
      let error = try await live.error { _ = try await $0.listZones(asked, options: live.options()) }
      #expect(error?.reason == (region == "jakarta" ? "INSUFFICIENT_DATA" : "UNKNOWN_REGION"))
      #expect(error?.message.contains(region) == true && error?.message.contains("jakarta") == true)
    }
  }

  @Test("what was drawn at an earlier epoch is not read again, and answers until it is drawn anew")
  func terms() async throws {
    try await live { live in
      var later = AffinityRelease()
      (later.region, later.epoch, later.drawnEpoch) = ("jakarta", 3, 2)
      try live.store.releaseJakarta(epoch: 3, affinity: later)
      let reads = live.store.now.releaseReads
      try await live.catalogue.refresh()
      #expect(live.catalogue.current?.affinities["jakarta"]?.epoch == 2)
      #expect(live.store.now.releaseReads - reads == 2, "cells, and the name of the earlier epoch")
      try live.store.releaseJakarta(epoch: 4, affinity: AffinityFixtures.release(epoch: 4))
      try await live.catalogue.refresh()
      #expect(live.catalogue.current?.affinities["jakarta"]?.releaseID == "a4")
      let fresh = SegmentCatalogue(store: live.store)
      try live.store.releaseJakarta(epoch: 5, affinity: later)
      try await fresh.refresh()
      #expect(fresh.current?.affinities["jakarta"]?.releaseID == "a2", "a server that starts in the middle of a term")
    }
  }

  @Test("no zone of a request is logged; of what is wrong with it the fields are, and how many zones there were")
  func logged() async throws {
    let pipe = try Pipe()
    let output = try LogOutput(descriptor: pipe.writing)
    try await LiveEnrichment.run(interceptors: { [AccessLog(clock: $0.source, output: output)] }) { live in
      try live.store.releaseJakarta(epoch: 2, affinity: AffinityFixtures.release(epoch: 2))
      try await live.catalogue.refresh()
      for zones in [
        customerZones(("kemang", nil)), customerZones(("kemang", nil), ("kemnag", nil)), customerZones(("tebet", -1)),
      ] {
        let request = request(zones)
        _ = try await live.error {
          for try await _ in try await $0.enrichProducts(request, options: live.options()) {}
        }
        var question = GetQuantumPersonalityRequest()
        (question.userSegment, question.zones) = (LiveEnrichment.segment, zones)
        let asked = question
        let error = try await live.error { _ = try await $0.getQuantumPersonality(asked, options: live.options()) }
        #expect((error == nil) == (zones.count == 1 && zones[0].share == nil))
      }
    }
    #expect(await output.flush(within: .seconds(30)))
    let lines = pipe.contents()
    for zone in ["kemang", "kemnag", "tebet"] { #expect(!lines.contains(zone), "\(lines)") }
    #expect(lines.split(separator: "\n").count == 6)
    #expect(lines.contains("\"reason\":\"zones[1].zone_id not allowed, of a request with 2 zones\""))
    #expect(lines.contains("\"reason\":\"zones[0].share not allowed, of a request with 1 zones\""))
  }
}
