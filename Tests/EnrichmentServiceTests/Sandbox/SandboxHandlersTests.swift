import Answers
import EnrichmentRPC
import EnrichmentSchema
import Operations
import Population
import RPC
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the sandbox", .timeLimit(.minutes(5)))
struct SandboxHandlersTests {
  private static let printed = "tech_enthusiasts_25_35_sf"

  private func segment(_ id: String = printed) -> UserSegment {
    var segment = UserSegment()
    segment.segmentID = id
    return segment
  }

  @Test("the printed requests succeed, and what of them changes nothing is named")
  func printed() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      let options = try await live.options(live.addTestKey().text)
      let behavior = try await live.client.getRealWorldBehavior(
        .init(jsonString: PrintedRequest.behavior), options: options)
      #expect(behavior.marketSegmentMetadata?.segmentID == Self.printed)
      #expect(behavior.marketSegmentMetadata?.simulated == true)
      #expect(behavior.marketSegmentMetadata?.withheld.map(\.field) == [])
      #expect(behavior.realWorldBehavior?.journeyPatterns?.typicalPath.count == 4)
      #expect(
        behavior.metadata?.ignoredInputs == [
          "user_segment.category_preferences", "user_segment.demographics.interests[0]",
          "user_segment.demographics.interests[1]", "product_context.category", "product_context.subcategory",
          "product_context.price_range",
        ])
      let personality = try await live.client.getQuantumPersonality(
        .init(jsonString: PrintedRequest.personality), options: options)
      #expect((personality.quantumCompatibility?.score ?? 0) > 0 && personality.personalityProfile != nil)
      let influence = try await live.client.getCommunityInfluence(
        .init(jsonString: PrintedRequest.influence), options: options)
      #expect(influence.communityInfluencePatterns != nil && influence.marketSegmentMetadata?.simulated == true)
    }
  }

  @Test("neither knows what the other knows: segments, zones and what was answered")
  func apart() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      let key = try await live.addTestKey().text
      for (key, own, other) in [
        (key, segment(), LiveEnrichment.segment), (live.key.text, LiveEnrichment.segment, segment()),
      ] {
        let options = try live.options(key)
        var request = GetRealWorldBehaviorRequest()
        request.userSegment = own
        _ = try await live.client.getRealWorldBehavior(request, options: options)
        request.userSegment = other
        let asked = request
        let error = try await live.error { _ = try await $0.getRealWorldBehavior(asked, options: options) }
        #expect(error?.reason == "INVALID_SEGMENT")
        let ids = try await live.client.listSegments(.init(), options: options).segments.map(\.segmentID)
        #expect(ids.contains(own.segmentID) && !ids.contains(other.segmentID))
      }
      let rows = live.store.now.cached
      #expect(
        !rows.isEmpty && !rows.keys.contains { $0.contains(Self.printed) }, "the store keeps nothing of the sandbox")
      var zones = ListZonesRequest()
      zones.geographicRegion = "san_francisco"
      let asked = zones
      #expect(try await live.client.listZones(asked, options: live.options(key)).total == 8)
      let error = try await live.error { _ = try await $0.listZones(asked, options: live.options()) }
      #expect(error?.reason == "UNKNOWN_REGION")
    }
  }

  @Test("lists, tables, catalogues and the budget are there, the same each time")
  func others() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      let options = try await live.options(live.addTestKey().text)
      var page = ListSegmentsRequest()
      var ids: [String] = []
      page.pageSize = 50
      repeat {
        let answer = try await live.client.listSegments(page, options: options)
        #expect(answer.segments.allSatisfy { $0.simulated && $0.answerable == ["behavior", "network", "personality"] })
        ids += answer.segments.map(\.segmentID)
        page.pageToken = answer.nextPageToken
      } while !page.pageToken.isEmpty
      #expect(ids.count == 77 && ids.contains(Self.printed) && !ids.contains { $0.hasPrefix("error_") })
      var items = ListItemsRequest()
      items.geographicRegion = "san_francisco"
      #expect(try await live.client.listItems(items, options: options).items.count == 40)
      var lifts = ListZoneLiftsRequest()
      (lifts.geographicRegion, lifts.items) = ("san_francisco", ["mission-headphones", "soma-cookbook"])
      var parts = 0
      for try await _ in try await live.client.listZoneLifts(lifts, options: options) { parts += 1 }
      #expect(parts >= 2)
      var catalogue = EnrichProductsRequest()
      (catalogue.userSegment, catalogue.sort) = (segment(), "affinity")
      var zone = ZoneShare()
      zone.zoneID = "mission"
      catalogue.zones = [zone]
      catalogue.products = ["soma-headphones", "mission-headphones"].map { id in
        var product = ProductQuantumState()
        (product.productID, product.itemID) = (id, id)
        return product
      }
      for _ in 0..<2 {
        var ranked: [String] = []
        for try await reply in try await live.client.enrichProducts(catalogue, options: options) {
          if case .products(let products)? = reply.item { ranked += products.products.map(\.productID) }
        }
        #expect(ranked == ["mission-headphones", "soma-headphones"], "what is sold near is liked more")
      }
      let budget = try await live.client.getBudget(.init(), options: options)
      #expect(budget.year == 2026 && budget.spentNanoRho == 54_484_834 && budget.epochsLeft > 0)
    }
  }

  @Test("actions are checked, counted and forgotten; those of a stream that come twice are duplicates")
  func actions() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      let options = try await live.options(live.addTestKey().text)
      func record(_ ids: [String], time: Int64) async throws -> RecordActionsResponse {
        let call = try await live.client.recordActions(options: options)
        for id in ids {
          var request = RecordActionsRequest()
          var action = EnrichmentSchema.Action()
          action.event = SessionCall.event(id) { $0.time = GoogleProtobufTimestamp(microseconds: time) }
          action.subject = "somebody"
          request.action = action
          try await call.send(request)
        }
        return try await call.finish()
      }
      for _ in 0..<2 {
        let answer = try await record(["a", "b", "a"], time: live.clock.source.now)
        #expect(answer.received == 3 && answer.duplicates == 1)
      }
      #expect(live.store.now.recorded.isEmpty)
      let error = try await live.error { _ in _ = try await record(["a"], time: 5) }
      #expect(error?.code == .invalidArgument, "too long ago")
    }
  }

  @Test("a session shows what its events change and is resumed; nothing of it is stored")
  func sessions() async throws {
    try await LiveEnrichment.run(hasSandbox: true) { live in
      let key = try await live.addTestKey().text
      let now = GoogleProtobufTimestamp(microseconds: live.clock.source.now)
      let (call, opened) = try await SessionCall.open(live, key: key) { $0.segment = segment() }
      #expect(opened.snapshot?.realWorldBehavior != nil && !opened.resumeToken.isEmpty)
      try await call.send(.event(SessionCall.event("e1") { $0.time = now }))
      #expect(try await call.ack().eventIds == ["e1"])
      #expect(try await call.update().causeEventIds == ["e1"])
      _ = try await call.close()
      let (again, resumed) = try await SessionCall.open(live, key: key) { $0.resumeToken = opened.resumeToken }
      #expect(resumed.resumed && resumed.eventsKnown == 1)
      try await again.send(.event(SessionCall.event("e1") { $0.time = now }))
      #expect(try await again.ack().duplicateEventIds == ["e1"])
      _ = try await again.close()
      #expect(live.store.now.sessions.isEmpty && live.store.now.events.isEmpty)
      let error = try await live.error { _ in
        _ = try await SessionCall.open(live) { $0.resumeToken = opened.resumeToken }
      }
      #expect(error?.reason == "UNKNOWN_SESSION")
    }
  }

  @Test("there is no quota, but a key that is handed round cannot hold many streams open")
  func bounds() async throws {
    try await LiveEnrichment.run(limits: Self.limits, hasSandbox: true) { live in
      let key = try await live.addTestKey().text
      for _ in 0..<150 { _ = try await live.client.listSegments(.init(), options: live.options(key)) }
      let (first, _) = try await SessionCall.open(live, key: key) { $0.segment = segment() }
      let error = try await live.error { _ in
        _ = try await SessionCall.open(live, key: key) { $0.segment = segment() }
      }
      #expect(error?.reason == "LIMIT_REACHED" && error?.message.contains("1 open sessions") == true)
      _ = try await SessionCall.open(live)
      _ = try await first.close()
    }
  }

  private static var limits: ServiceLimits {
    var limits = ServiceLimits()
    limits.sandbox.streams.sessionsPerKey = 1
    return limits
  }

  @Test("a server without a sandbox answers no key of it")
  func without() async throws {
    try await LiveEnrichment.run { live in
      let key = try await live.addTestKey().text
      let error = try await live.error { _ = try await $0.listSegments(.init(), options: live.options(key)) }
      #expect(error?.code == .unauthenticated)
    }
  }
}
