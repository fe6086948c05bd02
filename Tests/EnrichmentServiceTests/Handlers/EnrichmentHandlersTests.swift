import Answers
import EngineFixtures
import EnrichmentRPC
import EnrichmentSchema
import EventLoop
import Population
import RPC
import Segments
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("the calls of the enrichment service", .timeLimit(.minutes(5)))
struct EnrichmentHandlersTests {
  @Test("the three answers carry metadata of their own call beside what the cache holds")
  func metadata() async throws {
    try await LiveEnrichment.run { live in
      var options = try live.options()
      try options.metadata.set("first", for: "x-request-id")
      var request = GetRealWorldBehaviorRequest()
      request.userSegment = LiveEnrichment.segment
      let first = try await live.client.getRealWorldBehavior(request, options: options)
      live.clock.set(LiveEnrichment.start + 5_000_000)
      let second = try await live.client.getRealWorldBehavior(request, options: live.options())
      #expect(first.metadata?.requestID == "first" && second.metadata?.requestID != "first")
      #expect(first.metadata?.unknownFields.isEmpty == true && second.metadata?.unknownFields.isEmpty == true)
      #expect(first.metadata?.timestamp?.microseconds == LiveEnrichment.start)
      #expect(second.metadata?.timestamp?.microseconds == LiveEnrichment.start + 5_000_000)
      #expect(first.realWorldBehavior == second.realWorldBehavior && first.realWorldBehavior != nil)
      var influence = GetCommunityInfluenceRequest()
      influence.userSegment = LiveEnrichment.segment
      #expect(try await live.client.getCommunityInfluence(influence, options: live.options()).purchaseBehavior != nil)
      var personality = GetQuantumPersonalityRequest()
      personality.userSegment = LiveEnrichment.segment
      personality.productQuantumState = sampleProduct(attributes: ["novelty_seeking": 0.7])
      let persons = try await live.client.getQuantumPersonality(personality, options: live.options())
      #expect(persons.knotCompatibility?.score != nil && persons.metadata?.apiVersion.isEmpty == false)
    }
  }

  @Test("products are ranked through the whole catalogue, 256 a reply, and summed up at the end")
  func ranking() async throws {
    try await LiveEnrichment.run { live in
      var request = EnrichProductsRequest()
      request.userSegment = LiveEnrichment.segment
      request.products = (0..<300).map {
        sampleProduct("p\($0)", attributes: ["novelty_seeking": Double($0) / 300])
      }
      request.products[299].attributes = ["not_a_dimension": 1]
      var (products, summaries): ([EnrichedProduct], [EnrichProductsSummary]) = ([], [])
      for try await reply in try await live.client.enrichProducts(request, options: live.options()) {
        switch reply.item {
        case .products(let batch):
          #expect(batch.products.count <= 256)
          products += batch.products
        case .summary(let summary): summaries.append(summary)
        case nil: Issue.record("an empty reply")
        }
      }
      #expect(products.map(\.rank) == (1...299).map { Int32($0) })
      let scores = products.map { $0.compatibilityScore ?? 0 }
      #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
      let summary = try #require(summaries.first)
      #expect(summaries.count == 1 && summary.received == 300 && summary.ranked == 299)
      #expect(summary.skipped.map(\.productID) == ["p299"] && summary.metadata?.requestID.isEmpty == false)
    }
  }

  @Test("ranking nothing, or for nobody, is refused")
  func nothingToRank() async throws {
    try await LiveEnrichment.run { live in
      var request = EnrichProductsRequest()
      request.userSegment = LiveEnrichment.segment
      for (segment, reason) in [("jakarta_all", "INVALID_ARGUMENT"), ("nowhere", "INVALID_SEGMENT")] {
        request.userSegment = RegistryFixtures.segment(segment)
        if segment == "nowhere" { request.products = [sampleProduct(price: "mid")] }
        let asked = request
        let error = try await live.error {
          for try await _ in try await $0.enrichProducts(asked, options: live.options()) {}
        }
        #expect(error?.reason == reason)
      }
    }
  }

  @Test("segments are listed with what may be answered of them, and pages that cannot be are refused")
  func listing() async throws {
    try await LiveEnrichment.run { live in
      let page = try await live.client.listSegments(ListSegmentsRequest(), options: live.options())
      #expect(page.segments.map(\.segmentID) == ["jakarta_all"] && page.nextPageToken.isEmpty)
      #expect(page.segments.first?.answerable == ["behavior", "network", "personality"])
      #expect(page.segments.first?.dataFreshness?.microseconds == 1_000_000)
      var request = ListSegmentsRequest()
      request.pageSize = 1_001
      let asked = request
      let error = try await live.error { _ = try await $0.listSegments(asked, options: live.options()) }
      #expect(error?.message.contains("page_size") == true)
    }
  }
}

@Suite("what a caller is told of an error", .timeLimit(.minutes(5)))
struct CallErrorsTests {
  @Test("every error of the rooms below has a status; the engine's own words stay inside")
  func table() throws {
    let unknown = UnknownSegment(asked: "x", suggestedSegments: ["a", "b"])
    let told: [(any Error, StatusCode, String?)] = [
      (RequestError.invalidArgument([]), .invalidArgument, "INVALID_ARGUMENT"),
      (RequestError.invalidSegment(unknown), .notFound, "INVALID_SEGMENT"),
      (RequestError.segmentTooSmall(segmentID: "s"), .failedPrecondition, "SEGMENT_TOO_SMALL"),
      (AnswerError.request(.segmentTooSmall(segmentID: "s")), .failedPrecondition, "SEGMENT_TOO_SMALL"),
      (AnswerError.withheld([]), .failedPrecondition, "INSUFFICIENT_DATA"),
      (AnswerError.contradictory([ConsistencyViolation(.ranges, "secret", "")]), .internal, "INTERNAL"),
      (StoreError.engine("secret"), .internal, "INTERNAL"),
      (StoreError.closed, .unavailable, "STORE_UNAVAILABLE"),
      (StoreError.outage(StoreOutage(.full, "secret")), .unavailable, "STORE_UNAVAILABLE"),
      (StoreError.outage(StoreOutage(.gone, "secret")), .unavailable, "STORE_UNAVAILABLE"),
      (StoreError.corrupt("secret"), .unavailable, "STORE_UNAVAILABLE"),
      (SessionError.tooManyEvents(limit: 3), .resourceExhausted, nil),
      (BlockingPool.Refusal.stopped, .unavailable, nil),
    ]
    for (error, code, reason) in told {
      let answer = try #require(RPCError(describing: error))
      #expect(answer.code == code && answer.reason == reason, "\(error)")
      #expect(!answer.message.contains("secret"))
    }
    #expect(RPCError(describing: CancellationError()) == nil)
  }

  @Test("an error of the store says when to try again, where that helps")
  func retries() throws {
    let told: [(StoreOutage.Cause, Int64?)] = [
      (.full, 30), (.readOnly, 30), (.unopenable, 1), (.busy, 1), (.failing, 5), (.gone, nil),
    ]
    for (cause, seconds) in told {
      let error = StoreError.outage(StoreOutage(cause, "")).rpcError
      let retry = try error.details.compactMap { try $0.unpack(GoogleRPCRetryInfo.self) }.first
      #expect(retry?.retryDelay?.seconds == seconds, "\(cause)")
    }
  }

  @Test("a violation of a request names the field, its value and what is allowed; the ninth and later are counted")
  func violations() {
    let one = RPCError.invalid([RequestViolation(field: "page_size", value: "-1", allowed: "0 to 1,000")])
    #expect(one.message.contains("page_size") && one.message.contains("-1") && one.message.contains("0 to 1,000"))
    let many = (0..<11).map { RequestViolation(field: "f\($0)", value: "", allowed: "a") }
    #expect(RPCError.invalid(many).message.hasSuffix("and 3 more"))
  }
}
