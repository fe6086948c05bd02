package import Answers
import Cryptography
package import EnrichmentSchema
package import EventLoop
import Personality
package import Population
import RPC
package import Releases
package import Segments
package import Storage
import WireFormat

/// Answers about segments: resolved, taken from the cache, computed on a miss.
///
/// What is kept is kept for each partner: an answer that came sooner would tell one what another has asked.
///
/// What takes longer than about 100 µs is computed in the pool, so that no other call waits for it; what is shorter is
/// computed where it is asked for, because going to another thread and back costs as much.
package struct SegmentAnswers: Sendable {
  /// The registered segments and their releases.
  package let catalogue: SegmentCatalogue
  /// Tables and knots.
  package let engine: PersonalityEngine
  private let encoded: EncodedAnswers
  private let cache: SegmentCache
  private let pool: BlockingPool
  private let raising: Raising?

  /// Throws where the segment of a request, with its path, stands for an error and not for people.
  package typealias Raising = @Sendable (_ segmentID: String, _ path: String) throws -> Void

  /// Most registered regions that an unknown one is told of.
  private static let mostRegionsTold = 20

  /// Makes the encoded answer from what is released of the segment.
  private typealias Maker = @Sendable (EncodedAnswers, PreparedSource) throws -> [UInt8]

  /// Answers from the releases of a catalogue.
  ///
  /// - Parameters:
  ///   - cache: keeps answers behind memory.
  ///   - pool: where what takes long is computed.
  ///   - limits: how much is kept.
  ///   - clock: nothing in an answer may be later than this.
  ///   - raising: asked before a segment is looked for; nil where no segment stands for an error.
  /// - Throws: `ResourceError` when the published tables cannot be read.
  package init(
    catalogue: SegmentCatalogue, cache: any CacheStore, pool: BlockingPool, limits: ServiceLimits = ServiceLimits(),
    clock: TimeSource, raising: Raising? = nil
  ) throws {
    (self.catalogue, self.pool, self.raising) = (catalogue, pool, raising)
    self.cache = SegmentCache(limits: limits.cache, durable: cache, clock: .running(clock))
    engine = PersonalityEngine(tables: try .published(), knots: KnotCache(capacity: limits.keptKnots))
    encoded = EncodedAnswers(engine: engine, clock: clock)
  }

  /// What the cache of answers has done since it was made.
  package var cacheStatistics: CacheStatistics { cache.statistics }

  /// The answer of `GetRealWorldBehavior`, encoded, without `metadata`.
  package func behavior(_ request: GetRealWorldBehaviorRequest, for partner: String) async throws -> CacheAnswer {
    let insights = try BehaviorInsight.selection(request.requestedInsights).map(\.rawValue).sorted()
    try request.productContext?.check(path: "product_context")
    let subject = "\(partner)\nbehavior\n\(insights.joined(separator: ","))\n\(request.productContext != nil)"
    return try await answer(request.userSegment, for: .behavior, layer: .statistics, subject: subject) {
      try $0.behavior(request, from: $1)
    }
  }

  /// The answer of `GetQuantumPersonality`, encoded; of `metadata` it has what was ignored.
  ///
  /// What names a customer's zones is kept nowhere, nor looked up by anything that is made of them.
  package func personality(
    _ request: GetQuantumPersonalityRequest, for partner: String
  ) async throws -> CacheAnswer {
    guard request.zones.isEmpty else { return try await unkept(request) }
    var question = request
    question.userSegment = nil
    let subject = "\(partner)\npersonality\n" + Hexadecimal.encode(SHA256.digest(question.serializedBytes()))
    return try await answer(
      request.userSegment, for: .personality, layer: .product, subject: subject, isLong: request.isLong
    ) {
      try $0.personality(request, from: $1)
    }
  }

  private func unkept(_ request: GetQuantumPersonalityRequest) async throws -> CacheAnswer {
    let prepared = try await source(of: request.userSegment, for: .personality).source
    let encoded = encoded
    return CacheAnswer(unkept: try await pool.run { try encoded.personality(request, from: prepared) })
  }

  /// What a catalogue is ranked with. A segment that has too few people for its personality to be answered may be in a
  /// region whose affinity is.
  package func catalogueSource(of segment: UserSegment?) async throws -> CatalogueSource {
    let edition = try released()
    let asked = try resolve(segment, in: edition)
    let affinity = edition.affinities[asked.region]
    do {
      let answering = try edition.answering(asked, for: .personality)
      let prepared = try await source(of: answering, in: edition)
      return CatalogueSource(segment: asked, prepared: prepared, affinity: affinity)
    } catch RequestError.segmentTooSmall where affinity?.estimates.hasSums == true {
      return CatalogueSource(segment: asked, prepared: nil, affinity: affinity)
    }
  }

  /// What is released of the zones and items of a region.
  ///
  /// - Throws: `UNKNOWN_REGION` for one that is not registered, `INSUFFICIENT_DATA` for one without such a release.
  package func affinity(of region: String) throws -> RegionAffinity {
    let edition = try released()
    if let affinity = edition.affinities[region] { return affinity }
    let regions = Set(edition.registry.segments.map(\.region)).sorted()
    guard regions.contains(region) else {
      let all = regions.prefix(Self.mostRegionsTold).joined(separator: ", ")
      throw ErrorReason.unknownRegion.error("geographic_region is \"\(region)\"; allowed: a registered region: \(all)")
    }
    throw ErrorReason.insufficientData.error(
      "region \(region) has no registered zones, or no release of affinity yet")
  }

  /// The answer of `GetCommunityInfluence`, encoded, without `metadata`.
  package func influence(_ request: GetCommunityInfluenceRequest, for partner: String) async throws -> CacheAnswer {
    let insights = try InfluenceInsight.selection(request.requestedInsights).map(\.rawValue).sorted()
    let subject = "\(partner)\ninfluence\n\(insights.joined(separator: ","))\n\(request.productCategory)"
    return try await answer(request.userSegment, for: .network, layer: .statistics, subject: subject) {
      try $0.influence(request, from: $1)
    }
  }

  /// What answers about a segment for a purpose are made from now, with the edition it is of.
  package func source(
    of segment: UserSegment?, for purpose: ReleasePurpose, path: String = "user_segment"
  ) async throws -> (edition: CatalogueEdition, source: PreparedSource) {
    let edition = try released()
    let answering = try edition.answering(resolve(segment, in: edition, path: path), for: purpose)
    return (edition, try await source(of: answering, in: edition))
  }

  /// What answers about a resolved segment are made from; computed in the pool the first time.
  package func source(of segment: AnsweredSegment, in edition: CatalogueEdition) async throws -> PreparedSource {
    let isPrepared = edition.isPrepared(segment)
    guard
      let source = try isPrepared ? edition.source(of: segment) : await pool.run({ try edition.source(of: segment) })
    else { throw ErrorReason.nothingReleased }
    return source
  }

  private func answer(
    _ segment: UserSegment?, for purpose: ReleasePurpose, layer: CacheLayer, subject: String, isLong: Bool = false,
    make: @escaping Maker
  ) async throws -> CacheAnswer {
    let edition = try released()
    let answering = try edition.answering(resolve(segment, in: edition), for: purpose)
    guard let epoch = edition.epochs[answering.answered.region] else { throw ErrorReason.nothingReleased }
    let key = CacheKey(
      layer: layer, epoch: epoch.epoch, statisticVersion: epoch.statisticVersion, policyVersion: epoch.policyVersion,
      subject: "\(answering.asked.id)\n\(answering.answered.id)\n\(subject)")
    let load: SegmentCache.Loader = {
      let source = try await source(of: answering, in: edition)
      return isLong ? try await pool.run { try make(encoded, source) } : try make(encoded, source)
    }
    if let answer = cache.peek(key) {
      if answer.wantsRefresh { cache.refresh(key, load: load) }
      return answer
    }
    guard let answer = try await cache.value(for: key, load: load) else { throw ErrorReason.nothingReleased }
    return answer
  }

  /// The registered segment that a request means.
  private func resolve(
    _ segment: UserSegment?, in edition: CatalogueEdition, path: String = "user_segment"
  ) throws -> SegmentDefinition {
    if let segment, let raising { try raising(segment.segmentID, path) }
    return try edition.registry.resolve(segment, path: path)
  }

  private func released() throws -> CatalogueEdition {
    guard let edition = catalogue.current, edition.hasReleases else { throw ErrorReason.nothingReleased }
    return edition
  }
}
