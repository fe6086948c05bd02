package import Answers
import Personality
package import Releases
import Segments
package import EnrichmentSchema
import RPC
package import Storage
import Cryptography
import Privacy
import WireFormat

/// Answers about segments: resolved, taken from the cache, computed on a miss.
package struct SegmentAnswers: Sendable {
  /// The registered segments and their releases.
  package let catalogue: SegmentCatalogue
  /// Tables and knots.
  package let engine: PersonalityEngine
  private let cache: SegmentCache

  /// Answers from the releases of a store.
  ///
  /// - Throws: `ResourceError` when the published tables cannot be read.
  package init(catalogue: SegmentCatalogue, store: any Store) throws {
    self.catalogue = catalogue
    cache = SegmentCache(durable: store)
    engine = PersonalityEngine(tables: try .published(), knots: KnotCache())
  }

  /// The answer of `GetRealWorldBehavior`, encoded, without `metadata`.
  package func behavior(_ request: GetRealWorldBehaviorRequest) async throws -> CacheAnswer {
    let insights = try BehaviorInsight.selection(request.requestedInsights).map(\.rawValue).sorted()
    try request.productContext?.check(path: "product_context")
    let subject = "behavior\n\(insights.joined(separator: ","))\n\(request.productContext != nil)"
    return try await answer(request.userSegment, for: .behavior, layer: .statistics, subject: subject) { source, _ in
      let response = try BehaviorAnswer.response(to: request, from: source)
      try Self.refuse(response.isWithheld, response.marketSegmentMetadata)
      try Self.validate(Self.validator(source).violations(in: response))
      return response.serializedBytes()
    }
  }

  /// The answer of `GetQuantumPersonality`, encoded, without `metadata`.
  package func personality(_ request: GetQuantumPersonalityRequest) async throws -> CacheAnswer {
    var question = request
    question.userSegment = nil
    let subject = "personality\n" + Hexadecimal.encode(SHA256.digest(question.serializedBytes()))
    return try await answer(request.userSegment, for: .personality, layer: .product, subject: subject) {
      source, estimates in
      let response = try PersonalityAnswer.response(
        to: request, from: source, state: PersonalityState(estimates.state()), engine: engine)
      try Self.refuse(response.isWithheld, response.marketSegmentMetadata)
      try Self.validate(Self.validator(source).violations(in: response))
      return response.serializedBytes()
    }
  }

  /// The answer of `GetCommunityInfluence`, encoded, without `metadata`.
  package func influence(_ request: GetCommunityInfluenceRequest) async throws -> CacheAnswer {
    let insights = try InfluenceInsight.selection(request.requestedInsights).map(\.rawValue).sorted()
    let subject = "influence\n\(insights.joined(separator: ","))\n\(request.productCategory)"
    return try await answer(request.userSegment, for: .network, layer: .statistics, subject: subject) { source, _ in
      let response = try InfluenceAnswer.response(to: request, from: source)
      try Self.refuse(response.isWithheld, response.marketSegmentMetadata)
      try Self.validate(Self.validator(source).violations(in: response))
      return response.serializedBytes()
    }
  }

  /// What answers about a segment for a purpose are made from now.
  package func source(
    of segment: UserSegment?, for purpose: ReleasePurpose, path: String = "user_segment"
  ) throws -> (AnswerSource, SegmentEstimates, CatalogueEdition) {
    let edition = try released()
    let answering = try edition.answering(edition.registry.resolve(segment, path: path), for: purpose)
    let (source, estimates) = try Self.source(answering, in: edition)
    return (source, estimates, edition)
  }

  private func answer(
    _ segment: UserSegment?, for purpose: ReleasePurpose, layer: CacheLayer, subject: String,
    make: @escaping @Sendable (AnswerSource, SegmentEstimates) throws -> [UInt8]
  ) async throws -> CacheAnswer {
    let edition = try released()
    let answering = try edition.answering(edition.registry.resolve(segment), for: purpose)
    guard let epoch = edition.epochs[answering.answered.region] else { throw Self.noRelease }
    let key = CacheKey(
      layer: layer, epoch: epoch.epoch, statisticVersion: epoch.statisticVersion, policyVersion: epoch.policyVersion,
      subject: "\(answering.asked.id)\n\(answering.answered.id)\n\(subject)")
    let load: SegmentCache.Loader = {
      let (source, estimates) = try Self.source(answering, in: edition)
      return try make(source, estimates)
    }
    if let answer = cache.peek(key) {
      if answer.wantsRefresh { cache.refresh(key, load: load) }
      return answer
    }
    guard let answer = try await cache.value(for: key, load: load) else { throw Self.noRelease }
    return answer
  }

  private func released() throws -> CatalogueEdition {
    guard let edition = catalogue.current, edition.hasReleases else { throw Self.noRelease }
    return edition
  }

  private static func source(
    _ segment: AnsweredSegment, in edition: CatalogueEdition
  ) throws -> (AnswerSource, SegmentEstimates) {
    guard let source = try edition.source(of: segment), let estimates = try edition.estimates(of: segment.answered)
    else { throw noRelease }
    return (source, estimates)
  }

  private static var noRelease: RPCError {
    ErrorReason.noRelease.error("no release of this segment is published yet", retryAfter: 30_000_000_000)
  }

  private static func validator(_ source: AnswerSource) -> ConsistencyValidator {
    ConsistencyValidator(now: WallClock.microseconds(), findings: source.findings)
  }

  /// An answer that contradicts itself is never given and never kept.
  private static func validate(_ violations: [ConsistencyViolation]) throws {
    guard !violations.isEmpty else { return }
    throw ErrorReason.internalError.error("the answer contradicts itself")
  }

  private static func refuse(_ isWithheld: Bool, _ metadata: MarketSegmentMetadata?) throws {
    guard isWithheld else { return }
    let withheld = metadata?.withheld.map { "\($0.field) (\($0.reason))" } ?? []
    throw ErrorReason.insufficientData.error(
      "everything that was asked for is withheld: " + withheld.joined(separator: ", "))
  }
}
