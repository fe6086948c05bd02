import Answers
import EnrichmentSchema
import Personality
import Population
import Releases
import Segments
import Storage
import WireFormat

/// What a run has drawn and not published yet, put together as the server will read it.
struct DrawnRelease {
  /// The segments of the regions that the run covers.
  let segments: [SegmentDefinition]
  private let edition: CatalogueEdition
  /// The affinity that was drawn anew, by region.
  private let affinities: [String: RegionAffinity]
  /// Base cells of each region.
  private let cells: [String: Int]

  /// Puts the releases of a run together.
  /// - Throws: `EstimateError` for releases that do not fit together, `AffinityError` for one that does not fit its map.
  init(_ regions: [DrawnRegion], of plan: RunPlan, epoch: Int64) throws {
    let releases = regions.flatMap(\.segments)
    let fresh = regions.compactMap(\.affinity).filter { $0.drawnEpoch == 0 }
    affinities = Dictionary(
      try fresh.map { ($0.region, try RegionAffinity($0)) }, uniquingKeysWith: { first, _ in first })
    let covered = Set(plan.regions.map(\.region.id))
    segments = plan.registry.segments.filter { covered.contains($0.region) }
    cells = Dictionary(grouping: releases.filter { plan.registry.cell($0.cellID) != nil }, by: \.region).mapValues(
      \.count)
    let epochs = Dictionary(
      releases.map {
        let epoch = ReleasedEpoch(
          epoch: epoch, releaseID: $0.releaseID, statisticVersion: $0.statisticVersion, policyVersion: $0.policyVersion)
        return ($0.region, epoch)
      }, uniquingKeysWith: { first, _ in first })
    edition = try CatalogueEdition(
      registry: plan.registry, epochs: epochs,
      releases: Dictionary(releases.map { ($0.cellID, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// How many base cells of a region there are.
  func cells(in region: String) -> Int { cells[region] ?? 0 }

  /// How many zones of a region are open in the affinity that was drawn.
  func openZones(in region: String) -> Int { affinities[region]?.estimates.isOpen.count { $0 } ?? 0 }

  /// How many of the segments of a region can be answered for some purpose.
  func answerable(in region: String) -> Int {
    segments.count { $0.region == region && !edition.answerable($0).isEmpty }
  }

  /// Makes every answer that the release allows of itself.
  ///
  /// - Parameter now: when it is published, microseconds since 1970 UTC.
  /// - Throws: `OperatorError.contradictory`, and what making answers throws.
  func check(at now: Int64) throws {
    let engine = PersonalityEngine(tables: try .published(), knots: KnotCache())
    let answers = EncodedAnswers(engine: engine, clock: TimeSource { now })
    let found = try segments.flatMap { try contradictions(of: $0, answers) }
    guard found.isEmpty else { throw OperatorError.contradictory(found) }
  }

  private func contradictions(of segment: SegmentDefinition, _ answers: EncodedAnswers) throws -> [String] {
    let answerable = edition.answerable(segment)
    let itself = AnsweredSegment(asked: segment, answered: segment)
    guard !answerable.isEmpty, let source = try edition.source(of: itself) else { return [] }
    let made: [(ReleasePurpose, () throws -> [UInt8])] = [
      (.behavior, { try answers.behavior(.init(), from: source) }),
      (.personality, { try answers.personality(.init(), from: source) }),
      (.network, { try answers.influence(.init(), from: source) }),
    ]
    return try made.filter { answerable.contains($0.0) }.flatMap { try Self.contradictions(in: $0.1) }
      .map { "\(segment.id): \($0)" }
  }

  /// What noise alone can bring about is left to the answer, which is then not given.
  private static func contradictions(in answer: () throws -> [UInt8]) throws -> [ConsistencyViolation] {
    do {
      _ = try answer()
      return []
    } catch let error as AnswerError {
      switch error {
      case .contradictory(let violations): return violations.filter { !$0.comparesNoise }
      case .withheld, .request: return []
      case .knot: throw error
      }
    }
  }
}
