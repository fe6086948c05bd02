import Answers
import EnrichmentSchema
import EventLoop
import Population
import RPC

/// `EnrichProducts`: ranks the whole catalogue on a blocking thread, and then says of each product what is asked for, as
/// fast as the caller reads.
struct CatalogueRanking: Sendable {
  let answers: SegmentAnswers
  let pool: BlockingPool
  let clock: TimeSource

  func rank(
    _ request: EnrichProductsRequest, replies: ReplyWriter<EnrichProductsResponse>, context: ServerContext
  ) async throws {
    let question = try CatalogueQuestion(request)
    let source = try await answers.catalogueSource(of: request.userSegment)
    let engine = answers.engine
    let catalogue = try await pool.run { try RankedCatalogue(question, from: source, engine: engine) }
    for place in stride(from: 0, to: catalogue.count, by: RankedCatalogue.productsPerReply) {
      try await replies.write(try await pool.run { try catalogue.reply(from: place) })
    }
    var summary = catalogue.summary()
    summary.metadata = ResponseMetadata(
      context, at: clock.now, ignoring: IgnoredInputs.of(request.userSegment) + catalogue.ignoredInputs)
    var last = EnrichProductsResponse()
    last.item = .summary(summary)
    try await replies.write(last)
  }
}
