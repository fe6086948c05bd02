import EngineFixtures
import EnrichmentSchema
import Personality
import Population
import Privacy
import Releases
import Segments
import Testing
import WireFormat

@testable import Answers

/// A town of two cells with a release.
enum EditionFixtures {
  static func registry() throws -> SegmentRegistry {
    try SegmentRegistry(plans: [
      RegionPlan(
        region: "jakarta", timeZone: "Asia/Jakarta", division: .cluster, clusters: [.shopping], countsUnknown: true)
    ])
  }

  /// An edition; cells that are not admitted are answered for by the whole region, which is.
  static func edition(admitted: Set<String> = ["jakarta/all/shopping", "jakarta/all/unknown"]) throws
    -> CatalogueEdition
  {
    let registry = try registry()
    let agents = (0..<300).map { _ in WeeklyFixtures.agent() }
    var releases: [String: SegmentRelease] = [:]
    for (index, cell) in registry.cells.enumerated() {
      releases[cell.id] = try WeeklyFixtures.release(
        of: agents, id: cell.id, seed: UInt64(index) + 1, isAdmitted: admitted.contains(cell.id))
    }
    releases["jakarta"] = try WeeklyFixtures.release(of: WeeklyFixtures.network([]))
    let epoch = ReleasedEpoch(epoch: 1, releaseID: "r1", statisticVersion: "v", policyVersion: "p1")
    return try CatalogueEdition(registry: registry, epochs: ["jakarta": epoch], releases: releases)
  }

  static func engine() throws -> PersonalityEngine {
    PersonalityEngine(tables: try .published(), knots: KnotCache())
  }
}

@Suite("an edition of the catalogue", .timeLimit(.minutes(1)))
struct CatalogueEditionTests {
  private func segment(_ id: String, in edition: CatalogueEdition) throws -> SegmentDefinition {
    try #require(edition.registry[id: id])
  }

  @Test("answers like another edition of the same releases, byte for byte: nothing is drawn where nothing is at hand")
  func repeatable() throws {
    let encoded = EncodedAnswers(engine: try EditionFixtures.engine(), clock: TimeSource { .max })
    let answers = try (0..<2).map { _ in
      let edition = try EditionFixtures.edition()
      let asked = try edition.answering(segment("jakarta_all", in: edition), for: .behavior)
      let source = try #require(try edition.source(of: asked))
      return [try encoded.behavior(.init(), from: source), try encoded.personality(.init(), from: source)]
    }
    #expect(answers[0] == answers[1] && answers[0].allSatisfy { !$0.isEmpty })
  }

  @Test("prepares a segment once and gives the same object to everybody")
  func once() throws {
    let edition = try EditionFixtures.edition()
    let asked = try edition.answering(segment("jakarta_all", in: edition), for: .behavior)
    #expect(!edition.isPrepared(asked))
    let first = try #require(try edition.source(of: asked))
    #expect(edition.isPrepared(asked))
    #expect(try edition.source(of: asked) === first)
    let other = try edition.answering(segment("jakarta_all", in: edition), for: .personality)
    #expect(try edition.source(of: other) === first, "purposes share what they are made from")
  }

  @Test("prepared by many at once, gives all of them one object")
  func concurrent() async throws {
    let edition = try EditionFixtures.edition()
    let asked = try edition.answering(segment("jakarta_all", in: edition), for: .behavior)
    let sources = try await withThrowingTaskGroup(of: ObjectIdentifier?.self) { group in
      for _ in 0..<8 { group.addTask { try edition.source(of: asked).map(ObjectIdentifier.init) } }
      return try await group.reduce(into: Set<ObjectIdentifier?>()) { $0.insert($1) }
    }
    #expect(sources.count == 1 && sources.first != .some(nil))
  }

  @Test("what is kept is what the releases say")
  func equal() throws {
    let edition = try EditionFixtures.edition()
    let asked = try edition.answering(segment("jakarta_all", in: edition), for: .behavior)
    let kept = try #require(try edition.source(of: asked))
    let afresh = try #require(try EditionFixtures.edition().source(of: asked))
    #expect(kept !== afresh && kept.source == afresh.source && kept.personality == afresh.personality)
    let estimates = try #require(try edition.estimates(of: asked.answered))
    #expect(kept.source.findings.people[.behavior] == estimates.people(.behavior))
    #expect(kept.personality.outcome == estimates.state())
  }

  @Test("a segment that may not be answered is answered for by its parent, and that is said and kept apart")
  func parents() throws {
    let edition = try EditionFixtures.edition(admitted: ["jakarta/all/unknown"])
    let part = try #require(edition.registry.segments.first { $0.cellIDs == ["jakarta/all/shopping"] })
    #expect(edition.answerable(part).isEmpty)
    let answering = try edition.answering(part, for: .behavior)
    #expect(answering.asked == part && answering.answered.id == "jakarta_all")
    let wider = try #require(try edition.source(of: answering))
    let whole = try #require(
      try edition.source(of: edition.answering(segment("jakarta_all", in: edition), for: .behavior)))
    #expect(wider !== whole && wider.source.findings[.explorationTendency].quantity?.scope == "region")
    #expect(whole.source.findings[.explorationTendency].quantity?.scope == "")
  }

  @Test("a cell without a release leaves its segment without one")
  func missing() throws {
    let empty = try CatalogueEdition(registry: try EditionFixtures.registry(), epochs: [:], releases: [:])
    let whole = try segment("jakarta_all", in: empty)
    #expect(!empty.hasReleases && empty.cutOff(of: whole) == nil && !empty.isSimulated(whole))
    #expect(try empty.source(of: AnsweredSegment(asked: whole, answered: whole)) == nil)
    #expect(throws: RequestError.segmentTooSmall(segmentID: "jakarta_all")) {
      try empty.answering(whole, for: .behavior)
    }
  }

  @Test("is dated by its oldest release")
  func dated() throws {
    let edition = try EditionFixtures.edition()
    #expect(try edition.cutOff(of: segment("jakarta_all", in: edition)) == 1_000_000)
  }
}

@Suite("encoded answers", .timeLimit(.minutes(1)))
struct EncodedAnswersTests {
  private func prepared() throws -> PreparedSource {
    let edition = try EditionFixtures.edition()
    let whole = try #require(edition.registry[id: "jakarta_all"])
    return try #require(try edition.source(of: edition.answering(whole, for: .personality)))
  }

  private func product(_ count: Int = 0) -> GetQuantumPersonalityRequest {
    var request = GetQuantumPersonalityRequest()
    request.productQuantumState = sampleProduct(attributes: ["novelty_seeking": 0.9, "crowd_tolerance": 0.2])
    request.productQuantumStates = (0..<count).map { sampleProduct("p\($0)", attributes: ["novelty_seeking": 0.5]) }
    return request
  }

  @Test(
    "of what is kept of a segment are, byte for byte, those computed afresh",
    arguments: [[], ["personality_profile"], ["dimension_breakdown"], ["quantum_compatibility"]])
  func sameBytes(insights: [String]) throws {
    let (engine, kept) = (try EditionFixtures.engine(), try prepared())
    let answers = EncodedAnswers(engine: engine, clock: TimeSource { .max })
    var request = product()
    request.requestedInsights = insights
    let afresh = try PersonalityAnswer.response(
      to: request, from: kept.source, state: PersonalityState(kept.source.findings.state), engine: engine)
    for _ in 0..<3 { #expect(try answers.personality(request, from: kept) == afresh.serializedBytes()) }
    request.requestedInsights = []
    _ = try answers.personality(request, from: kept)
    request.requestedInsights = insights
    #expect(try answers.personality(request, from: kept) == afresh.serializedBytes())
  }

  @Test("of the other two calls are those of the answers themselves")
  func others() throws {
    let (engine, kept) = (try EditionFixtures.engine(), try prepared())
    let answers = EncodedAnswers(engine: engine, clock: TimeSource { .max })
    let behavior = try BehaviorAnswer.response(to: GetRealWorldBehaviorRequest(), from: kept.source)
    #expect(try answers.behavior(GetRealWorldBehaviorRequest(), from: kept) == behavior.serializedBytes())
    let influence = try InfluenceAnswer.response(to: GetCommunityInfluenceRequest(), from: kept.source)
    #expect(try answers.influence(GetCommunityInfluenceRequest(), from: kept) == influence.serializedBytes())
  }

  @Test("a request at fault is told so")
  func requests() throws {
    let answers = EncodedAnswers(engine: try EditionFixtures.engine(), clock: TimeSource { .max })
    var request = GetQuantumPersonalityRequest()
    request.requestedInsights = ["knot_compatibility"]
    #expect(throws: AnswerError.self) { try answers.personality(request, from: prepared()) }
    var behavior = GetRealWorldBehaviorRequest()
    behavior.requestedInsights = ["horoscope"]
    #expect(throws: AnswerError.self) { try answers.behavior(behavior, from: prepared()) }
  }

  @Test("an answer of which everything is withheld is none, and says why")
  func withheld() throws {
    let answers = EncodedAnswers(engine: try EditionFixtures.engine(), clock: TimeSource { .max })
    let bare = PreparedSource(answerSource())
    do {
      _ = try answers.personality(GetQuantumPersonalityRequest(), from: bare)
      Issue.record("it was answered")
    } catch AnswerError.withheld(let fields) {
      #expect(!fields.isEmpty)
    }
  }

  @Test("an answer of a release from the future contradicts itself and is not given")
  func contradictory() throws {
    let answers = EncodedAnswers(engine: try EditionFixtures.engine(), clock: TimeSource { 999_999 })
    do {
      _ = try answers.behavior(GetRealWorldBehaviorRequest(), from: prepared())
      Issue.record("it was answered")
    } catch AnswerError.contradictory(let violations) {
      #expect(violations.map(\.rule) == [.provenance])
    }
  }

  @Test("knots and many products take long; a profile and a few products do not")
  func long() {
    #expect(!GetQuantumPersonalityRequest().isLong && product().isLong)
    var request = product()
    request.requestedInsights = ["quantum_compatibility"]
    #expect(!request.isLong)
    request = product(256)
    request.requestedInsights = ["product_recommendations"]
    #expect(request.isLong)
  }
}
