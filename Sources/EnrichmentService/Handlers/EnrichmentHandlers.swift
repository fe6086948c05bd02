import Answers
import EnrichmentRPC
package import EnrichmentSchema
package import EventLoop
package import Population
package import RPC
package import Storage
import WireFormat

/// `spots.enrichment.v1.EnrichmentService`: one small handler per call.
package struct EnrichmentHandlers: EnrichmentServiceServer {
  private let answers: SegmentAnswers
  private let intake: ActionIntake
  private let sessions: SessionHub
  private let ranking: CatalogueRanking
  private let limits: RequestLimits
  private let pool: BlockingPool
  private let budget: BudgetReport
  private let clock: TimeSource

  /// Puts the handlers together; what they answer is dated by `clock`.
  package init(
    answers: SegmentAnswers, intake: ActionIntake, sessions: SessionHub, ledger: any LedgerStore, pool: BlockingPool,
    limits: RequestLimits = RequestLimits(), clock: TimeSource
  ) {
    (self.answers, self.intake, self.sessions, self.clock) = (answers, intake, sessions, clock)
    (self.limits, self.pool) = (limits, pool)
    budget = BudgetReport(ledger: ledger, clock: clock)
    ranking = CatalogueRanking(answers: answers, pool: pool, clock: clock)
  }

  package func getRealWorldBehavior(
    _ request: GetRealWorldBehaviorRequest, context: ServerContext
  ) async throws -> Reply<GetRealWorldBehaviorResponse> {
    let answer = try await reportingErrors(context) {
      try await answers.behavior(request, for: context.caller().partner)
    }
    context[CacheStateKey.self] = answer.state
    var suffix = GetRealWorldBehaviorResponse()
    suffix.metadata = ResponseMetadata(context, at: clock.now, ignoring: IgnoredInputs.of(request))
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func getQuantumPersonality(
    _ request: GetQuantumPersonalityRequest, context: ServerContext
  ) async throws -> Reply<GetQuantumPersonalityResponse> {
    let answer = try await reportingErrors(context, zones: request.zones.count) {
      try await answers.personality(request, for: context.caller().partner)
    }
    context[CacheStateKey.self] = answer.state
    var suffix = GetQuantumPersonalityResponse()
    suffix.metadata = ResponseMetadata(context, at: clock.now, ignoring: IgnoredInputs.of(request.userSegment))
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func getCommunityInfluence(
    _ request: GetCommunityInfluenceRequest, context: ServerContext
  ) async throws -> Reply<GetCommunityInfluenceResponse> {
    let answer = try await reportingErrors(context) {
      try await answers.influence(request, for: context.caller().partner)
    }
    context[CacheStateKey.self] = answer.state
    var suffix = GetCommunityInfluenceResponse()
    suffix.metadata = ResponseMetadata(context, at: clock.now, ignoring: IgnoredInputs.of(request))
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func enrichProducts(
    _ request: EnrichProductsRequest, replies: ReplyWriter<EnrichProductsResponse>, context: ServerContext
  ) async throws {
    try await reportingErrors(context, zones: request.zones.count) {
      try await ranking.rank(request, replies: replies, context: context)
    }
  }

  package func recordActions(
    _ requests: RequestStream<RecordActionsRequest>, context: ServerContext
  ) async throws -> Reply<RecordActionsResponse> {
    var response = try await reportingErrors(context) {
      try await intake.record(requests, from: context.caller(), context: context)
    }
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func enrichRealTime(
    _ requests: RequestStream<EnrichRealTimeRequest>, replies: ReplyWriter<EnrichRealTimeResponse>,
    context: ServerContext
  ) async throws {
    try await reportingErrors(context) { try await sessions.serve(requests, replies: replies, context: context) }
  }

  package func listSegments(
    _ request: ListSegmentsRequest, context: ServerContext
  ) async throws -> Reply<ListSegmentsResponse> {
    var response = try await reportingErrors(context) {
      try SegmentPage.response(to: request, from: answers.catalogue, limits: limits)
    }
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func listZones(
    _ request: ListZonesRequest, context: ServerContext
  ) async throws -> Reply<ListZonesResponse> {
    var response = try await reportingErrors(context) {
      try AffinityPage(limits).zones(request, of: answers.affinity(of: request.geographicRegion))
    }
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func listItems(
    _ request: ListItemsRequest, context: ServerContext
  ) async throws -> Reply<ListItemsResponse> {
    var response = try await reportingErrors(context) {
      try AffinityPage(limits).items(request, of: answers.affinity(of: request.geographicRegion))
    }
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func listZoneLifts(
    _ request: ListZoneLiftsRequest, replies: ReplyWriter<ListZoneLiftsResponse>, context: ServerContext
  ) async throws {
    try await reportingErrors(context) {
      let table = try ZoneLiftReplies(request, of: answers.affinity(of: request.geographicRegion))
      for place in table.places {
        try await replies.write(try await pool.run { table.reply(from: place) })
      }
      var last = ListZoneLiftsResponse()
      last.metadata = ResponseMetadata(context, at: clock.now)
      try await replies.write(last)
    }
  }

  package func getBudget(
    _ request: GetBudgetRequest, context: ServerContext
  ) async throws -> Reply<GetBudgetResponse> {
    var response = try await reportingErrors(context) { try await budget.response(to: request) }
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }
}
