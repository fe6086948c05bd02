import EnrichmentSchema
import Privacy
import Releases
import Segments
import Storage

/// What a run has drawn of a region.
struct DrawnRegion: Sendable {
  /// Of its cells and of its network.
  let segments: [SegmentRelease]
  /// Of its zones and items; nil where there is none.
  let affinity: AffinityRelease?
}

/// A region whose people have been read: their exact sums, which never leave the epoch job, and who is admitted and how many
/// people zones have, drawn once.
struct MeasuredRegion: Sendable {
  let planned: RunPlan.PlannedRegion
  private let sums: RegionSums
  private let admissions: [String: [Admission]]
  private let peopleOfZones: [Int64]?

  /// Draws who is admitted and how many people zones have, where a term begins.
  init(_ planned: RunPlan.PlannedRegion, sums: RegionSums) {
    var source = SystemRandomBits()
    (self.planned, self.sums) = (planned, sums)
    admissions = sums.admissions(planned.builder, terms: planned.terms, using: &source)
    peopleOfZones = planned.affinity.flatMap { sums.countZones($0.family, using: &source) }
  }

  /// What can be answered of the region, as its verdicts and noisy counts say.
  func verdict(in registry: SegmentRegistry, for run: EpochRun) throws -> RegionVerdict {
    let answersCells =
      try planned.isAnswerable
      ?? (AnswerableSegments(of: planned.region.id, in: registry, by: undrawn(for: run)).count > 0)
    let opensZones = planned.affinity.map { $0.family.opens(peopleOfZones ?? []) } ?? false
    return RegionVerdict(answersCells: answersCells, opensZones: opensZones)
  }

  /// The releases: all that the plan draws of what can be answered, and of the rest the counts that tell that it cannot.
  func draw(_ verdict: RegionVerdict, for run: EpochRun) throws -> DrawnRegion {
    var source = SystemRandomBits()
    let header = AffinityRelease(
      released(run), region: planned.region.id, policy: planned.builder.policy.policy.name,
      isSimulated: planned.region.isSimulated)
    return DrawnRegion(
      segments: try verdict.answersCells ? drawn(for: run, using: &source) : undrawn(for: run),
      affinity: sums.drawAffinity(
        planned.affinity?.family, counts: peopleOfZones, drawsSums: verdict.opensZones, terms: planned.terms,
        header: header, using: &source))
  }

  private func drawn(for run: EpochRun, using source: inout SystemRandomBits) throws -> [SegmentRelease] {
    try sums.draw(
      planned.builder, terms: planned.terms, run: released(run), region: planned.region.id,
      isSimulated: planned.region.isSimulated, admissions: admissions, using: &source)
  }

  /// The releases that tell who is admitted, and nothing else.
  private func undrawn(for run: EpochRun) -> [SegmentRelease] {
    sums.undrawn(
      planned.builder, terms: planned.terms, run: released(run), region: planned.region.id,
      isSimulated: planned.region.isSimulated, admissions: admissions)
  }

  private func released(_ run: EpochRun) -> ReleaseRun {
    ReleaseRun(
      releaseID: run.request.releaseID, epoch: run.epoch, cutOff: planned.terms.cutOff,
      policyVersion: run.request.policyVersion)
  }
}
