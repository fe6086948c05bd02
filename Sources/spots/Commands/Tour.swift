import EnrichmentClient
import EnrichmentRPC
import EnrichmentSchema
import Foundation
import Pages
import RPC
import WireFormat

/// One call of every method, its answer laid out for a person.
struct Tour {
  let client: PartnerClient
  let segment: Segment
  /// What the SPOTS application does for its people; nil without a key of its own.
  let people: PeopleTour?
  let show: (String) -> Void

  /// A step that went wrong: which, and why.
  struct Failed: Error, CustomStringConvertible {
    let step: String
    let reason: any Error
    var description: String { "step failed: \(step): \(reason)" }
  }

  /// Takes all steps in order.
  func run() async throws(Failed) {
    let calls: [(String, () async throws -> AnswerLines)] = [
      ("GetRealWorldBehavior: what people of \(segment.segmentID) do", behavior),
      ("GetQuantumPersonality: who they are, and a minimalist premium phone", personality),
      ("GetCommunityInfluence: how they influence each other", influence),
      ("EnrichProducts: a catalogue of six, ranked (server streaming)", products),
      ("ListZones: the districts of \(segment.geographicRegion)", { try await district.zones() }),
      (
        "EnrichProducts: what a customer of a district likes, and why", { try await district.ranking() }
      ),
      ("RecordActions: three visits handed in (client streaming)", actions),
      ("EnrichRealTime: a session of three events (bidirectional)", realTime),
    ]
    let steps = calls + (people?.steps ?? [])
    for (index, step) in steps.enumerated() {
      show("\n\(index + 1). \(step.0)")
      do {
        try await step.1().text.forEach(show)
      } catch {
        throw Failed(step: step.0, reason: error)
      }
    }
  }

  private var userSegment: UserSegment {
    var user = UserSegment()
    user.segmentID = segment.segmentID
    return user
  }

  private var district: DistrictTour {
    DistrictTour(client: client, segment: userSegment, region: segment.geographicRegion)
  }

  private func behavior() async throws -> AnswerLines {
    var request = GetRealWorldBehaviorRequest()
    request.userSegment = userSegment
    let answer = try await client.service.getRealWorldBehavior(request, options: client.options())
    var lines = AnswerLines()
    lines.behavior(answer.realWorldBehavior)
    lines.implications(answer.productImplications)
    lines.source(answer.marketSegmentMetadata, call: answer.metadata)
    return lines
  }

  private func personality() async throws -> AnswerLines {
    var request = GetQuantumPersonalityRequest()
    request.userSegment = userSegment
    request.productQuantumState = Self.catalogue[0]
    let answer = try await client.service.getQuantumPersonality(request, options: client.options())
    var lines = AnswerLines()
    lines.profile(answer.personalityProfile)
    lines.compatibility(answer.quantumCompatibility)
    lines.knot(answer.knotCompatibility)
    for product in answer.productRecommendations?.highCompatibility ?? [] {
      let score = NumberText.brief(product.compatibilityScore)
      lines.row("recommended: \(product.productID)", "\(score)  \(product.reasoning)")
    }
    lines.source(answer.marketSegmentMetadata, call: answer.metadata)
    return lines
  }

  private func influence() async throws -> AnswerLines {
    var request = GetCommunityInfluenceRequest()
    request.userSegment = userSegment
    request.productCategory = "electronics"
    let answer = try await client.service.getCommunityInfluence(request, options: client.options())
    var lines = AnswerLines()
    lines.influence(answer.communityInfluencePatterns)
    lines.purchases(answer.purchaseBehavior)
    lines.marketing(answer.marketingImplications)
    lines.source(answer.marketSegmentMetadata, call: answer.metadata)
    return lines
  }

  private func products() async throws -> AnswerLines {
    var request = EnrichProductsRequest()
    request.userSegment = userSegment
    request.products = Self.catalogue
    var lines = AnswerLines()
    for try await reply in try await client.service.enrichProducts(request, options: client.options()) {
      switch reply.item {
      case .products(let products):
        for product in products.products {
          let score = product.compatibilityScore.map(NumberText.brief) ?? "no score"
          lines.row("\(product.rank). \(product.productID)", "\(score)  \(product.reasoning)")
        }
      case .summary(let summary):
        lines.row("summary", "\(summary.ranked) of \(summary.received) ranked, \(summary.skipped.count) skipped")
        lines.source(summary.marketSegmentMetadata, call: summary.metadata)
      case nil: break
      }
    }
    return lines
  }

  private func actions() async throws -> AnswerLines {
    let call = try await client.service.recordActions(options: client.options())
    for (index, category) in ["coffee", "work", "culture"].enumerated() {
      var request = RecordActionsRequest()
      var action = Action()
      action.subject = "tour-visitor"
      action.event = .visit(index, category: category)
      request.action = action
      try await call.send(request)
    }
    let answer = try await call.finish()
    var lines = AnswerLines()
    lines.row("received", "\(answer.received)")
    lines.row("of them received before", "\(answer.duplicates)")
    return lines
  }

  private func realTime() async throws -> AnswerLines {
    let call = try await client.service.enrichRealTime(options: client.options())
    var open = Open()
    open.segment = userSegment
    open.productQuantumState = Self.catalogue[0]
    try await call.send(message(.open(open)))
    for (index, category) in ["coffee", "culture", "nightlife"].enumerated() {
      try await call.send(message(.event(.visit(index, category: category))))
    }
    try await call.send(message(.close(Close())))
    call.finishSending()
    var lines = AnswerLines()
    for try await reply in call.replies { lines.reply(reply) }
    return lines
  }

  private func message(_ body: EnrichRealTimeRequest.Body) -> EnrichRealTimeRequest {
    var request = EnrichRealTimeRequest()
    request.body = body
    return request
  }
}

extension GoogleProtobufTimestamp {
  /// A moment in whole seconds since 1970 UTC.
  init(seconds: Int64) {
    self.init()
    self.seconds = seconds
  }
}

extension Tour {
  /// Six products of a shop that sells a little of everything.
  static let catalogue: [ProductQuantumState] = [
    product("phone", "electronics", "minimalist", "premium", ["quality", "innovation"], ["novelty": 0.8]),
    product("board-game", "games", "playful", "budget", ["community"], ["community_oriented": 0.9]),
    product("trail-shoes", "outdoor", "sporty", "mid", ["durable", "adventure"], ["energy_level": 0.8]),
    product("tea-set", "home", "classic", "mid", ["handmade", "authentic"], ["energy_level": 0.2]),
    product("concert-pass", "events", "bold", "mid", ["social"], ["crowd_tolerance": 0.9, "energy_level": 0.9]),
    product("travel-guide", "books", "modern", "budget", ["travel", "discovery"], ["novelty": 0.9]),
  ]

  private static func product(
    _ id: String, _ category: String, _ style: String, _ price: String, _ features: [String],
    _ attributes: [String: Double]
  ) -> ProductQuantumState {
    var state = ProductQuantumState()
    state.productID = id
    state.category = category
    state.style = style
    state.price = price
    state.features = features
    state.attributes = FieldMap(attributes)
    return state
  }
}
