import Answers
import EnrichmentRPC
package import EventLoop
package import EnrichmentSchema
package import RPC
import Storage
import WireFormat

/// `spots.enrichment.v1.EnrichmentService`: one small handler per call.
package struct EnrichmentHandlers: EnrichmentServiceServer {
  private let answers: SegmentAnswers
  private let intake: ActionIntake
  private let sessions: SessionHub
  private let ranking: CatalogueRanking

  /// Puts the handlers together.
  package init(answers: SegmentAnswers, intake: ActionIntake, sessions: SessionHub, pool: BlockingPool) {
    (self.answers, self.intake, self.sessions) = (answers, intake, sessions)
    ranking = CatalogueRanking(answers: answers, pool: pool)
  }

  package func getRealWorldBehavior(
    _ request: GetRealWorldBehaviorRequest, context: ServerContext
  ) async throws -> Reply<GetRealWorldBehaviorResponse> {
    let answer = try await answering { try await answers.behavior(request) }
    var suffix = GetRealWorldBehaviorResponse()
    suffix.metadata = ResponseMetadata(context, cache: answer.state)
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func getQuantumPersonality(
    _ request: GetQuantumPersonalityRequest, context: ServerContext
  ) async throws -> Reply<GetQuantumPersonalityResponse> {
    let answer = try await answering { try await answers.personality(request) }
    var suffix = GetQuantumPersonalityResponse()
    suffix.metadata = ResponseMetadata(context, cache: answer.state)
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func getCommunityInfluence(
    _ request: GetCommunityInfluenceRequest, context: ServerContext
  ) async throws -> Reply<GetCommunityInfluenceResponse> {
    let answer = try await answering { try await answers.influence(request) }
    var suffix = GetCommunityInfluenceResponse()
    suffix.metadata = ResponseMetadata(context, cache: answer.state)
    return Reply(encoded: answer.bytes, appending: suffix)
  }

  package func enrichProducts(
    _ request: EnrichProductsRequest, replies: ReplyWriter<EnrichProductsResponse>, context: ServerContext
  ) async throws {
    try await answering { try await ranking.rank(request, replies: replies, context: context) }
  }

  package func recordActions(
    _ requests: RequestStream<RecordActionsRequest>, context: ServerContext
  ) async throws -> Reply<RecordActionsResponse> {
    var response = try await answering { try await intake.record(requests, from: context.caller()) }
    response.metadata = ResponseMetadata(context, cache: nil)
    return Reply(response)
  }

  package func enrichRealTime(
    _ requests: RequestStream<EnrichRealTimeRequest>, replies: ReplyWriter<EnrichRealTimeResponse>,
    context: ServerContext
  ) async throws {
    try await answering { try await sessions.serve(requests, replies: replies, context: context) }
  }

  package func listSegments(
    _ request: ListSegmentsRequest, context: ServerContext
  ) async throws -> Reply<ListSegmentsResponse> {
    var response = try await answering { try SegmentPage.response(to: request, from: answers.catalogue) }
    response.metadata = ResponseMetadata(context, cache: nil)
    return Reply(response)
  }
}

extension ServerContext {
  /// Who is calling; authentication has run before every handler.
  func caller() throws -> Identity {
    guard let identity = self[IdentityKey.self] else {
      throw ErrorReason.unauthenticated.error("this call needs a key")
    }
    return identity
  }
}

extension ResponseMetadata {
  /// What is said about one call.
  init(_ context: ServerContext, cache: CacheState?) {
    self.init()
    requestID = context.requestID
    processingTimeMs = Double((MonotonicTime.now() - context.started).wholeNanoseconds) / 1e6
    apiVersion = Self.version
    self.cache = cache?.rawValue ?? ""
    timestamp = GoogleProtobufTimestamp(microseconds: WallClock.microseconds())
  }

  /// Version of the interface.
  private static let version = "1.0.0-poc"
}
