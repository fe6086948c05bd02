import Answers
import EnrichmentRPC
package import EnrichmentSchema
package import EventLoop
package import Population
package import RPC
import Storage
import WireFormat

/// `spots.enrichment.v1.EnrichmentService`: one small handler per call, answered at the desk of its caller's key.
package struct EnrichmentHandlers: EnrichmentServiceServer {
  private let live: EnrichmentDesk
  private let sandbox: EnrichmentDesk?
  private let limits: RequestLimits
  private let pool: BlockingPool
  private let clock: TimeSource

  /// Puts the handlers together; what they answer is dated by `clock`.
  ///
  /// - Parameter sandbox: what keys of the sandbox are answered from; without it they are refused.
  package init(
    live: EnrichmentDesk, sandbox: EnrichmentDesk?, pool: BlockingPool, limits: RequestLimits = RequestLimits(),
    clock: TimeSource
  ) {
    (self.live, self.sandbox, self.clock) = (live, sandbox, clock)
    (self.limits, self.pool) = (limits, pool)
  }

  /// The tags of what a caller is answered; nil where nothing is.
  package func tags(of caller: Identity) -> AnswerTags? { caller.isSandboxed ? sandbox?.tags : live.tags }

  /// What a call is answered from: the one place that tells keys of the sandbox from others.
  private func desk(_ context: ServerContext) throws -> EnrichmentDesk {
    guard try context.caller().isSandboxed else { return live }
    guard let sandbox else { throw ErrorReason.unauthenticated.error("this server has no sandbox") }
    return sandbox
  }

  package func getRealWorldBehavior(
    _ request: GetRealWorldBehaviorRequest, context: ServerContext
  ) async throws -> Reply<GetRealWorldBehaviorResponse> {
    let answer = try await reportingErrors(context) {
      try await desk(context).answers.behavior(request, for: context.caller().partner)
    }
    context.note(answer)
    context.allowKeeping(request, try desk(context).tags)
    var suffix = GetRealWorldBehaviorResponse()
    suffix.metadata = ResponseMetadata(context, at: clock.now, ignoring: IgnoredInputs.of(request))
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func getQuantumPersonality(
    _ request: GetQuantumPersonalityRequest, context: ServerContext
  ) async throws -> Reply<GetQuantumPersonalityResponse> {
    let answer = try await reportingErrors(context, zones: request.zones.count) {
      try await desk(context).answers.personality(request, for: context.caller().partner)
    }
    context.note(answer)
    // What names a customer's zones is kept nowhere.
    if request.zones.isEmpty { context.allowKeeping(request, try desk(context).tags) } else { context.forbidKeeping() }
    var suffix = GetQuantumPersonalityResponse()
    suffix.metadata = ResponseMetadata(context, at: clock.now, ignoring: IgnoredInputs.of(request.userSegment))
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func getCommunityInfluence(
    _ request: GetCommunityInfluenceRequest, context: ServerContext
  ) async throws -> Reply<GetCommunityInfluenceResponse> {
    let answer = try await reportingErrors(context) {
      try await desk(context).answers.influence(request, for: context.caller().partner)
    }
    context.note(answer)
    context.allowKeeping(request, try desk(context).tags)
    var suffix = GetCommunityInfluenceResponse()
    suffix.metadata = ResponseMetadata(context, at: clock.now, ignoring: IgnoredInputs.of(request))
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func enrichProducts(
    _ request: EnrichProductsRequest, replies: ReplyWriter<EnrichProductsResponse>, context: ServerContext
  ) async throws {
    try await reportingErrors(context, zones: request.zones.count) {
      try await desk(context).ranking.rank(request, replies: replies, context: context)
    }
  }

  package func recordActions(
    _ requests: RequestStream<RecordActionsRequest>, context: ServerContext
  ) async throws -> Reply<RecordActionsResponse> {
    var response = try await reportingErrors(context) {
      try await desk(context).intake.record(requests, from: context.caller(), context: context)
    }
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func enrichRealTime(
    _ requests: RequestStream<EnrichRealTimeRequest>, replies: ReplyWriter<EnrichRealTimeResponse>,
    context: ServerContext
  ) async throws {
    try await reportingErrors(context) {
      try await desk(context).sessions.serve(requests, replies: replies, context: context)
    }
  }

  package func listSegments(
    _ request: ListSegmentsRequest, context: ServerContext
  ) async throws -> Reply<ListSegmentsResponse> {
    var response = try await reportingErrors(context) {
      try SegmentPage.response(to: request, from: desk(context).answers.catalogue, limits: limits)
    }
    context.allowKeeping(request, try desk(context).tags)
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func listZones(
    _ request: ListZonesRequest, context: ServerContext
  ) async throws -> Reply<ListZonesResponse> {
    var response = try await reportingErrors(context) {
      try AffinityPage(limits).zones(request, of: desk(context).answers.affinity(of: request.geographicRegion))
    }
    context.allowKeeping(request, try desk(context).tags)
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func listItems(
    _ request: ListItemsRequest, context: ServerContext
  ) async throws -> Reply<ListItemsResponse> {
    var response = try await reportingErrors(context) {
      try AffinityPage(limits).items(request, of: desk(context).answers.affinity(of: request.geographicRegion))
    }
    context.allowKeeping(request, try desk(context).tags)
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }

  package func listZoneLifts(
    _ request: ListZoneLiftsRequest, replies: ReplyWriter<ListZoneLiftsResponse>, context: ServerContext
  ) async throws {
    try await reportingErrors(context) {
      let table = try ZoneLiftReplies(request, of: desk(context).answers.affinity(of: request.geographicRegion))
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
    var response = try await reportingErrors(context) { try await desk(context).budget.response(to: request) }
    context.forbidKeeping()
    response.metadata = ResponseMetadata(context, at: clock.now)
    return Reply(response)
  }
}
