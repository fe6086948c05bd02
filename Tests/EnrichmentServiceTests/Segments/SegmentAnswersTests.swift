import Answers
import EngineFixtures
import EnrichmentSchema
import Personality
import Population
import RPC
import Releases
import Segments
import Storage
import Testing
import WireFormat

@testable import EnrichmentService

@Suite("answers about segments", .timeLimit(.minutes(5)))
struct SegmentAnswersTests {
  private func personality(_ insights: [String] = [], product: Bool = false) -> GetQuantumPersonalityRequest {
    var request = GetQuantumPersonalityRequest()
    request.userSegment = LiveEnrichment.segment
    request.requestedInsights = insights
    if product { request.productQuantumState = sampleProduct(attributes: ["novelty_seeking": 0.9]) }
    return request
  }

  @Test("are computed once and then come from the cache, the same bytes")
  func cached() async throws {
    let parts = try await ServiceParts()
    let first = try await parts.answers.personality(personality(product: true))
    let second = try await parts.answers.personality(personality(product: true))
    #expect(first.state == .miss && second.state == .hit && first.bytes == second.bytes)
    let other = try await parts.answers.personality(personality(["personality_profile"]))
    #expect(other.state == .miss && other.bytes != first.bytes)
  }

  @Test("that one partner has asked for come no sooner to another, in memory or from the store")
  func apart() async throws {
    let parts = try await ServiceParts()
    let first = try await parts.answers.personality(personality(product: true), for: "acme")
    #expect(try await eventually { !parts.store.now.cached.isEmpty })
    let rival = try await parts.answers.personality(personality(product: true), for: "rival")
    #expect(rival.state == .miss && rival.bytes == first.bytes)
    var behavior = GetRealWorldBehaviorRequest()
    behavior.userSegment = LiveEnrichment.segment
    var influence = GetCommunityInfluenceRequest()
    influence.userSegment = LiveEnrichment.segment
    for partner in ["acme", "rival"] {
      for expected in [CacheState.miss, .hit] {
        #expect(try await parts.answers.behavior(behavior, for: partner).state == expected)
        #expect(try await parts.answers.influence(influence, for: partner).state == expected)
      }
    }
  }

  @Test("survive a restart in the store")
  func durable() async throws {
    let parts = try await ServiceParts()
    let first = try await parts.answers.personality(personality())
    #expect(try await eventually { !parts.store.now.cached.isEmpty })
    let restarted = try SegmentAnswers(
      catalogue: parts.catalogue, cache: parts.store, pool: parts.pool, clock: parts.clock.source)
    let again = try await restarted.personality(personality())
    #expect(again.state == .hit && again.bytes == first.bytes)
  }

  @Test("come from what is kept of a segment, byte for byte as computed afresh", arguments: [false, true])
  func memory(hasProduct: Bool) async throws {
    let parts = try await ServiceParts()
    let request = personality(product: hasProduct)
    let fresh = try CatalogueEdition(
      registry: #require(parts.catalogue.current).registry, epochs: [:], releases: parts.store.stored())
    let segment = try fresh.answering(fresh.registry.resolve(request.userSegment), for: .personality)
    let encoded = EncodedAnswers(
      engine: PersonalityEngine(tables: try .published(), knots: KnotCache()), clock: parts.clock.source)
    let afresh = try encoded.personality(request, from: #require(try fresh.source(of: segment)))
    _ = try await parts.answers.personality(personality(["dimension_breakdown"]))
    #expect(try await parts.answers.personality(request).bytes == afresh)
  }

  @Test("a segment that is not registered is refused with the nearest that are")
  func unknown() async throws {
    let parts = try await ServiceParts()
    var request = personality()
    request.userSegment = RegistryFixtures.segment("jakarta_al")
    let error = await #expect(throws: RequestError.self) { try await parts.answers.personality(request) }
    #expect(error?.rpcError.reason == "INVALID_SEGMENT" && error?.rpcError.message.contains("jakarta_all") == true)
  }

  @Test("before the first release there is none, and the caller is told when to try again")
  func noRelease() async throws {
    let parts = try await ServiceParts(hasRelease: false)
    let error = await #expect(throws: RPCError.self) { try await parts.answers.personality(personality()) }
    #expect(error?.reason == "NO_RELEASE" && error?.code == .unavailable)
    #expect(error?.trailing["grpc-retry-pushback-ms"] == "30000")
  }

  @Test("a segment that too few people may be counted in is refused, not answered")
  func tooSmall() async throws {
    let parts = try await ServiceParts(hasRelease: false)
    try parts.store.releaseJakarta(epoch: 1, isAdmitted: false)
    try await parts.catalogue.refresh()
    let error = await #expect(throws: RequestError.self) { try await parts.answers.personality(personality()) }
    #expect(error?.rpcError.reason == "SEGMENT_TOO_SMALL")
  }

  @Test("an answer of which everything is withheld is an error that says what would be needed")
  func withheld() async throws {
    let parts = try await ServiceParts()
    var request = GetRealWorldBehaviorRequest()
    request.userSegment = LiveEnrichment.segment
    request.requestedInsights = ["horoscope"]
    await #expect(throws: RequestError.self) { try await parts.answers.behavior(request) }
    var reason = Withheld()
    (reason.field, reason.reason) = ("personality_profile", "no_source")
    let error = AnswerError.withheld([reason]).rpcError
    #expect(error.reason == "INSUFFICIENT_DATA" && error.message.hasSuffix("personality_profile (no_source)"))
  }

  @Test("a newer release is answered from as soon as the catalogue has it")
  func newRelease() async throws {
    let parts = try await ServiceParts()
    let first = try await parts.answers.personality(personality())
    try parts.store.releaseJakarta(epoch: 2)
    #expect(try await parts.answers.personality(personality()).bytes == first.bytes)
    try await parts.catalogue.refresh()
    let second = try await parts.answers.personality(personality())
    #expect(second.state == .miss && second.bytes != first.bytes)
  }
}

extension MemoryStore {
  /// The stored releases, by id of cell and region.
  func stored() throws -> [String: SegmentRelease] {
    Dictionary(
      uniqueKeysWithValues: try now.releases.map { ($0.cellID, try SegmentRelease(serializedBytes: $0.bytes)) })
  }
}
