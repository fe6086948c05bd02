public import EnrichmentSchema
internal import RPC
internal import WireFormat

/// Puts what SPOTS knows into a shop's own recommendations, and goes without where SPOTS cannot be had.
///
/// The plan's `enhanceRecommendations`: three enrichment calls and affinity are asked together, 70 parts of the shop's own
/// score are blended with 30 of SPOTS, and reasons are combined. The three calls speak of a segment as a whole: they give
/// reasons and move no product, since measured they improve no ranking. What moves products is affinity.
///
/// Whatever SPOTS does, a ranking is there when the budget is used up: the enhanced one, or the shop's own, unchanged.
/// Answers that are the same for all customers are asked for once and may come later than one customer waits: the next
/// one has them.
public struct RecommendationConnector: Sendable {
  private let client: PartnerClient
  private let region: String
  private let settings: ConnectorSettings
  private let shared: SharedQuestions

  private typealias Failure = SharedQuestions.Failure

  /// A connector.
  ///
  /// - Parameters:
  ///   - client: Who asks.
  ///   - region: Region of the map that customers' zones are of.
  public init(client: PartnerClient, region: String, settings: ConnectorSettings = ConnectorSettings()) {
    (self.client, self.region, self.settings) = (client, region, settings)
    shared = SharedQuestions(pause: settings.pause, now: client.cache.now)
  }

  /// The shop's recommendations with what SPOTS knows, within the budget.
  ///
  /// - Parameters:
  ///   - list: The shop's own ranking, best first.
  ///   - segment: The customer's market segment.
  ///   - context: What is being sold.
  ///   - place: Where the customer is.
  /// - Returns: All of the products of `list`; in their own order where SPOTS is slow, refuses, contradicts itself, is gone,
  ///   or knows nothing of the customer's zones. `answers` says why.
  public func enhanceRecommendations(
    _ list: [ShopRecommendation], for segment: UserSegment, context: ProductContext = ProductContext(),
    customer place: CustomerPlace = .unknown
  ) async -> EnhancedRecommendations {
    let gathering = Gathering(ConnectorAnswers(), missing: ConnectorQuestion.allCases.count)
    // None is cancelled when the time is up: what others share goes on, and what is this customer's alone ends with it.
    Task { await bring(try await behavior(segment, context), to: gathering) { $0.behavior = $1 } }
    Task { await bring(try await personality(segment, list), to: gathering) { $0.personality = $1 } }
    Task { await bring(try await influence(segment, context), to: gathering) { $0.influence = $1 } }
    Task { await bring(try await affinity(list, segment, place), to: gathering) { $0.affinity = $1 } }
    let answers = await gathering.answers(within: settings.budget)
    return Combination(list, answers, weight: settings.blend.weight).result
  }

  private func bring<Value: Sendable>(
    _ answer: @autoclosure () async throws(Failure) -> Value, to gathering: Gathering<ConnectorAnswers>,
    as place: (inout ConnectorAnswers, Result<Value, Failure>) -> Void
  ) async {
    let result: Result<Value, Failure>
    do throws(Failure) { result = .success(try await answer()) } catch { result = .failure(error) }
    gathering.bring { place(&$0, result) }
  }

  private func behavior(
    _ segment: UserSegment, _ context: ProductContext
  ) async throws(Failure) -> GetRealWorldBehaviorResponse {
    var request = GetRealWorldBehaviorRequest()
    (request.userSegment, request.productContext) = (segment, context)
    request.requestedInsights = ["product_implications"]
    let (asked, timeout) = (request, settings.fetchTimeout)
    return try await shared.answer(to: [1] + request.serializedBytes()) {
      try await client.realWorldBehavior(asked, timeout: timeout)
    }
  }

  private func personality(
    _ segment: UserSegment, _ list: [ShopRecommendation]
  ) async throws(Failure) -> GetQuantumPersonalityResponse {
    var request = GetQuantumPersonalityRequest()
    request.userSegment = segment
    request.productQuantumStates = list.compactMap { product in
      guard var state = product.state else { return nil }
      state.productID = product.productID
      return state
    }
    request.productQuantumStates = Array(request.productQuantumStates.prefix(256))
    let hasStates = !request.productQuantumStates.isEmpty
    request.requestedInsights = ["personality_profile"] + (hasStates ? ["product_recommendations"] : [])
    let (asked, timeout) = (request, settings.fetchTimeout)
    return try await shared.answer(to: [2] + request.serializedBytes()) {
      try await client.quantumPersonality(asked, timeout: timeout)
    }
  }

  private func influence(
    _ segment: UserSegment, _ context: ProductContext
  ) async throws(Failure) -> GetCommunityInfluenceResponse {
    var request = GetCommunityInfluenceRequest()
    (request.userSegment, request.productCategory) = (segment, context.category)
    request.requestedInsights = ["marketing_implications"]
    let (asked, timeout) = (request, settings.fetchTimeout)
    return try await shared.answer(to: [3] + request.serializedBytes()) {
      try await client.communityInfluence(asked, timeout: timeout)
    }
  }

  private func affinity(
    _ list: [ShopRecommendation], _ segment: UserSegment, _ place: CustomerPlace
  ) async throws(Failure) -> AffinityRanking {
    let (region, timeout, blend) = (region, settings.fetchTimeout, settings.blend)
    do {
      switch place {
      case .unknown: throw Failure(description: "nothing is known of the customer's zones")
      case .shares(let shares):
        let table = try await shared.answer(to: [4]) { try await client.zoneLifts(of: region, timeout: timeout) }
        return try AffinityRanking(list, table, shares: shares, blend)
      case .told(let zones):
        let request = try request(list, segment, zones)
        // The question of a pause is the call, not what it says of a customer.
        let ranked = try await shared.answerAlone(to: [5]) {
          try await client.rankedProducts(request, timeout: settings.budget)
        }
        return try AffinityRanking(list, ranked, blend)
      }
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(description: "\(error)")
    }
  }

  private func request(
    _ list: [ShopRecommendation], _ segment: UserSegment, _ zones: [String]
  ) throws -> EnrichProductsRequest {
    guard settings.blend.method == .multiplied || settings.blend.sharpness == Blend.usualSharpness else {
      throw Failure(
        description: "the service blends with a sharpness of \(Blend.usualSharpness); with shares it can be another")
    }
    var request = EnrichProductsRequest()
    (request.userSegment, request.detail) = (segment, "ranked")
    request.products = list.enumerated().map { position, product in
      var sent = ProductQuantumState()
      (sent.productID, sent.itemID, sent.shopScore) = ("\(position)", product.itemID ?? "", product.score)
      return sent
    }
    request.zones = zones.map { id in
      var zone = ZoneShare()
      zone.zoneID = id
      return zone
    }
    (request.sort, request.blendWeight) = ("blend", settings.blend.weight)
    request.shopScoreBasis = settings.blend.basis.rawValue
    return request
  }
}
