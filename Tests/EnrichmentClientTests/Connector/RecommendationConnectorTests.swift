import EngineFixtures
import EnrichmentClient
import EnrichmentSchema
import RPC
import Synchronization
import Testing

@Suite("a shop's connector", .timeLimit(.minutes(2)))
struct RecommendationConnectorTests {
  private static let list = ShopRecommendation.list
  private static let patient = ConnectorSettings(budget: .seconds(60), pause: .zero)

  private static func segment() -> UserSegment {
    var segment = UserSegment()
    segment.segmentID = "jakarta_all"
    return segment
  }

  private static func enhanced(
    _ client: PartnerClient, _ place: CustomerPlace, _ settings: ConnectorSettings = patient,
    _ list: [ShopRecommendation] = list
  ) async -> EnhancedRecommendations {
    await RecommendationConnector(client: client, region: "jakarta", settings: settings)
      .enhanceRecommendations(list, for: segment(), customer: place)
  }

  /// The shop's own ranking, as it came.
  private static func isUnchanged(_ shown: EnhancedRecommendations, _ list: [ShopRecommendation] = list) -> Bool {
    shown.spotsContribution == 0 && shown.recommendations.map(\.productID) == list.map(\.productID)
      && shown.recommendations.map(\.shopPlace) == Array(list.indices)
      && zip(shown.recommendations, list).allSatisfy { $0.score == $1.score || $1.score.isNaN }
      && shown.recommendations.allSatisfy { $0.lift == nil }
  }

  private static func isAbsent(_ answer: ConnectorAnswer?, _ words: String = "") -> Bool {
    if case .absent(let reason) = answer { words.isEmpty || reason.contains(words) } else { false }
  }

  @Test("mixes shares on the device: the ranking is the blend of what a table says, and no zone leaves it")
  func shares() async throws {
    try await StagedServer.run { server, client in
      let shares = ["kemang": 3.0, "menteng": 1, "tebet": 0.5]
      let shown = await Self.enhanced(client, .shares(shares))
      let table = try await client.zoneLifts(of: "jakarta")
      let customer = try table.customer(shares: shares)
      let products = Self.list.map { product in
        Blend.Product(
          shopScore: product.score, popularity: table.popularity(ofItem: product.itemID ?? ""),
          lift: customer.lift(ofItem: product.itemID ?? ""))
      }
      let order = try Blend().order(of: products)
      #expect(shown.recommendations.map(\.shopPlace) == order && order != Array(Self.list.indices))
      #expect(shown.spotsContribution == 0.3)
      let kemang = try #require(shown.recommendations.first { $0.productID == "k" })
      #expect(kemang.reasoning.first == "sells well" && kemang.reasoning.last?.contains("times as often") == true)
      #expect(shown.recommendations.first { $0.productID == "gift card" }?.lift == nil)
      #expect(shown.segmentReasons == ["decides by trust"])
      #expect(shown.answers[.affinity] == .used(release: "a1") && shown.answers[.behavior] == .used(release: "r1"))
      for zone in shares.keys {
        #expect(!server.requests.contains { String(decoding: $0, as: UTF8.self).contains(zone) })
      }
    }
  }

  @Test("asks once what is the same for all customers")
  func kept() async throws {
    try await StagedServer.run { server, client in
      let connector = RecommendationConnector(client: client, region: "jakarta", settings: Self.patient)
      for zone in ["kemang", "menteng", "kemang"] {
        let shown = await connector.enhanceRecommendations(
          Self.list, for: Self.segment(), customer: .shares([zone: 1]))
        #expect(shown.spotsContribution == 0.3)
      }
      #expect(server.calls.count == 4 && Set(server.calls).count == 4)
      #expect(server.keys == ["Bearer spots_test_acme_1"])
    }
  }

  @Test("takes the service's ranking where it may know the zones; nothing of that is kept")
  func told() async throws {
    try await StagedServer.run { server, client in
      let connector = RecommendationConnector(client: client, region: "jakarta", settings: Self.patient)
      for (zone, product) in [("kemang", "k"), ("menteng", "m")] {
        let shown = await connector.enhanceRecommendations(
          Self.list, for: Self.segment(), customer: .told(zones: [zone]))
        let own = await connector.enhanceRecommendations(
          Self.list, for: Self.segment(), customer: .shares([zone: 1]))
        #expect(shown.recommendations.map(\.productID) == own.recommendations.map(\.productID))
        let best = try #require(shown.recommendations.first { $0.productID == product })
        #expect((best.lift ?? 0) > 1.2 && shown.spotsContribution == 0.3)
      }
      #expect(server.calls.count { $0 == .enrichProducts } == 2)
    }
  }

  @Test("multiplies the shop's scores where that is wanted, whoever mixes")
  func multiplied() async throws {
    try await StagedServer.run { _, client in
      let settings = ConnectorSettings(budget: .seconds(60), blend: try Blend(method: .multiplied))
      let shown = await Self.enhanced(client, .shares(["kemang": 1]), settings)
      let told = await Self.enhanced(client, .told(zones: ["kemang"]), settings)
      #expect(shown.recommendations.first?.productID == "k")
      #expect(told.recommendations.map(\.productID) == shown.recommendations.map(\.productID))
    }
  }

  @Test("sends the shop's own ranking where every call is refused", arguments: StatusCode.allCases.filter { $0 != .ok })
  func refused(_ code: StatusCode) async throws {
    try await StagedServer.run(configuration: PartnerConfiguration(retries: nil)) { server, client in
      server.stage(EnrichmentMethod.allCases, .refuse(RPCError(code, "no, kemang")))
      let connector = RecommendationConnector(client: client, region: "jakarta", settings: Self.patient)
      for place in [CustomerPlace.shares(["kemang": 1]), .told(zones: ["kemang"])] {
        let shown = await connector.enhanceRecommendations(Self.list, for: Self.segment(), customer: place)
        #expect(Self.isUnchanged(shown))
        for question in ConnectorQuestion.allCases { #expect(Self.isAbsent(shown.answers[question], "\(code)")) }
      }
    }
  }

  @Test("sends the shop's own ranking where nothing is ever answered, and gives up what it asked for one customer")
  func slow() async throws {
    try await StagedServer.run { server, client in
      server.stage(EnrichmentMethod.allCases, .silence)
      // On a busy machine a call may be over before the server has heard of it.
      var budget = Duration.milliseconds(30)
      while server.abandoned == 0 {
        for place in [CustomerPlace.shares(["kemang": 1]), .told(zones: ["kemang"])] {
          let shown = await Self.enhanced(client, place, ConnectorSettings(budget: budget))
          #expect(Self.isUnchanged(shown))
          #expect(Self.isAbsent(shown.answers[.affinity]))
        }
        budget *= 2
      }
    }
  }

  @Test("ranks by affinity though the reasons are late")
  func lateReasons() async throws {
    try await StagedServer.run { server, client in
      server.stage([.getRealWorldBehavior, .getQuantumPersonality], .silence)
      server.stage([.getCommunityInfluence], .refuse(.unavailable("no")))
      _ = try await client.zoneLifts(of: "jakarta")
      // What is silent takes the whole budget, and a busy machine needs more of it for the rest.
      var budget = Duration.milliseconds(150)
      var shown: EnhancedRecommendations
      repeat {
        budget *= 2
        shown = await Self.enhanced(client, .shares(["kemang": 1]), ConnectorSettings(budget: budget))
      } while shown.spotsContribution == 0 && budget < .seconds(30)
      #expect(shown.spotsContribution == 0.3 && shown.segmentReasons.isEmpty)
      #expect(Self.isAbsent(shown.answers[.behavior], "budget"))
    }
  }

  @Test("sends the shop's own ranking where the answer is cut in the middle")
  func cut() async throws {
    for place in [CustomerPlace.shares(["kemang": 1]), .told(zones: ["kemang"])] {
      try await StagedServer.run(configuration: PartnerConfiguration(retries: nil)) { server, client in
        server.stage([.listZoneLifts, .enrichProducts], .cut)
        #expect(Self.isUnchanged(await Self.enhanced(client, place)))
      }
    }
  }

  @Test("sends the shop's own ranking where the server is gone")
  func gone() async throws {
    try await StagedServer.run(configuration: PartnerConfiguration(retries: nil)) { server, client in
      server.stop()
      for place in [CustomerPlace.shares(["kemang": 1]), .told(zones: ["kemang"])] {
        let shown = await Self.enhanced(client, place)
        #expect(Self.isUnchanged(shown) && Self.isAbsent(shown.answers[.affinity], "UNAVAILABLE"))
      }
    }
  }

  @Test("sends the shop's own ranking where nobody answers for the customer's zones")
  func withoutZone() async throws {
    try await StagedServer.run { _, client in
      let closed: [(CustomerPlace, String)] = [
        (.shares(["depok": 1]), "too few people"), (.told(zones: ["depok"]), "too few people"),
        (.shares(["nowhere": 1]), "not on the map"), (.told(zones: ["nowhere"]), "INVALID_ARGUMENT"),
        (.unknown, "nothing is known"), (.shares([:]), "no zone"),
      ]
      for (place, words) in closed {
        let shown = await Self.enhanced(client, place)
        #expect(Self.isUnchanged(shown) && Self.isAbsent(shown.answers[.affinity], words), "\(place)")
        #expect(shown.answers[.behavior] == .used(release: "r1"))
      }
    }
  }

  @Test("sends the shop's own ranking where there is no release of affinity, no registered item and no number")
  func withoutRelease() async throws {
    try await StagedServer.run { server, client in
      let ranking = server.answers.withLock { $0.ranking }
      server.answers.withLock { answers in
        answers.ranking = { request in
          var replies = try ranking(request)
          if case .summary(var summary) = replies[1].item {
            summary.affinitySource = nil
            replies[1].item = .summary(summary)
          }
          return replies
        }
      }
      let told = await Self.enhanced(client, .told(zones: ["kemang"]))
      #expect(Self.isUnchanged(told) && Self.isAbsent(told.answers[.affinity], "no release"))
      let strange = [ShopRecommendation(productID: "x", score: 1), ShopRecommendation(productID: "y", score: 2)]
      let shown = await Self.enhanced(client, .shares(["kemang": 1]), Self.patient, strange)
      #expect(Self.isUnchanged(shown, strange) && Self.isAbsent(shown.answers[.affinity], "registered item"))
      let broken = [ShopRecommendation(productID: "k", score: .nan, itemID: "mall-kemang")] + Self.list
      let blended = await Self.enhanced(client, .shares(["kemang": 1]), Self.patient, broken)
      #expect(Self.isUnchanged(blended, broken) && Self.isAbsent(blended.answers[.affinity], "products[0].shopScore"))
      #expect(await Self.enhanced(client, .shares(["kemang": 1]), Self.patient, []).recommendations.isEmpty)
    }
  }

  @Test("sends the shop's own ranking where answers contradict themselves", arguments: SpoiltRanking.allCases)
  func contradiction(_ spoilt: SpoiltRanking) async throws {
    try await StagedServer.run { server, client in
      let ranking = server.answers.withLock { $0.ranking }
      server.answers.withLock { answers in
        answers.ranking = { spoilt.spoil(try ranking($0)) }
        answers.lifts[0].lifts.removeLast()
      }
      for place in [CustomerPlace.told(zones: ["kemang"]), .shares(["kemang": 1])] {
        let shown = await Self.enhanced(client, place)
        #expect(Self.isUnchanged(shown) && Self.isAbsent(shown.answers[.affinity]), "\(shown.answers)")
      }
    }
  }

  @Test("does not ask again at once what was not answered, and tells no customer of another one's zones")
  func pause() async throws {
    try await StagedServer.run(configuration: PartnerConfiguration(retries: nil)) { server, client in
      server.stage(EnrichmentMethod.allCases, .refuse(.unavailable("not for zone kemang")))
      let settings = ConnectorSettings(budget: .seconds(60), pause: .seconds(600))
      let connector = RecommendationConnector(client: client, region: "jakarta", settings: settings)
      for place in [CustomerPlace.told(zones: ["kemang"]), .told(zones: ["menteng"]), .shares(["tebet": 1])] {
        let shown = await connector.enhanceRecommendations(Self.list, for: Self.segment(), customer: place)
        #expect(Self.isUnchanged(shown))
        if place == .told(zones: ["menteng"]) {
          #expect(Self.isAbsent(shown.answers[.affinity]) && !Self.isAbsent(shown.answers[.affinity], "kemang"))
        }
      }
      #expect(server.calls.count { $0 == .enrichProducts } == 1 && server.calls.count == 5)
    }
  }
}

/// A ranking that contradicts itself.
enum SpoiltRanking: String, CaseIterable, Sendable {
  case oneMissing, oneTwice, oneStrange, noSummary, wrongRank, risingScore, hugeLift, outsideOfItsInterval, noScore

  func spoil(_ replies: [EnrichProductsResponse]) -> [EnrichProductsResponse] {
    var replies = replies
    guard case .products(var part) = replies[0].item else { return replies }
    switch self {
    case .oneMissing: part.products.removeLast()
    case .oneTwice: part.products[1].productID = part.products[0].productID
    case .oneStrange: part.products[1].productID = "somebody else's"
    case .noSummary: replies.removeLast()
    case .wrongRank: part.products[1].rank = 7
    case .risingScore: part.products[1].rankingScore = 5
    case .hugeLift: part.products[1].affinity?.lift = 2_000
    case .outsideOfItsInterval: part.products.indices.forEach { part.products[$0].affinity?.ci95?.high = 0.001 }
    case .noScore: part.products[1].rankingScore = nil
    }
    replies[0].item = .products(part)
    return replies
  }
}
