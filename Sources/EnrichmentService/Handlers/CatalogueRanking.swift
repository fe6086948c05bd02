import Answers
import EnrichmentSchema
import EventLoop
import Population
import RPC
import Releases

/// `EnrichProducts`: ranks window by window, on a blocking thread, as fast as the caller reads.
struct CatalogueRanking: Sendable {
  let answers: SegmentAnswers
  let pool: BlockingPool
  let clock: TimeSource

  func rank(
    _ request: EnrichProductsRequest, replies: ReplyWriter<EnrichProductsResponse>, context: ServerContext
  ) async throws {
    let (_, prepared) = try await answers.source(of: request.userSegment, for: .personality)
    guard let state = prepared.personality.outcome.value else {
      throw ErrorReason.insufficientData.error("the segment's region has no source for any dimension of personality")
    }
    var catalogue = try PersonalityCatalogue(request, segment: state, engine: answers.engine)
    while let window = try await next(&catalogue) {
      for reply in window { try await replies.write(reply) }
    }
    var last = catalogue.summary(marketSegmentMetadata: prepared.source.metadata(for: .personality, withheld: []))
    if case .summary(var summary)? = last.item {
      summary.metadata = ResponseMetadata(context, at: clock.now)
      last.item = .summary(summary)
    }
    try await replies.write(last)
  }

  private func next(_ catalogue: inout PersonalityCatalogue) async throws -> [EnrichProductsResponse]? {
    let before = catalogue
    let (after, window) = try await pool.run {
      var catalogue = before
      let window = try catalogue.nextWindow()
      return (catalogue, window)
    }
    catalogue = after
    return window
  }
}
