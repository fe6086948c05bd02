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

/// A region whose people have been read: their exact sums, which never leave the epoch job, and who is admitted, drawn once.
struct MeasuredRegion: Sendable {
  let planned: RunPlan.PlannedRegion
  private let sums: RegionSums
  private let admissions: [String: [Admission]]

  /// Draws who is admitted, where a term begins.
  init(_ planned: RunPlan.PlannedRegion, sums: RegionSums) {
    var source = SystemRandomBits()
    (self.planned, self.sums) = (planned, sums)
    admissions = sums.admissions(planned.builder, terms: planned.terms, using: &source)
  }

  /// Whether some segment of the region can be answered, as its verdicts and noisy counts say.
  func canAnswer(in registry: SegmentRegistry, for run: EpochRun) throws -> Bool {
    try AnswerableSegments(of: planned.region.id, in: registry, by: undrawn(for: run).segments).count > 0
  }

  /// The releases with everything that the plan draws.
  func draw(for run: EpochRun) throws -> DrawnRegion {
    var source = SystemRandomBits()
    let segments = try sums.draw(
      planned.builder, terms: planned.terms, run: released(run), region: planned.region.id,
      isSimulated: planned.region.isSimulated, admissions: admissions, using: &source)
    return DrawnRegion(
      segments: segments,
      affinity: sums.drawAffinity(
        planned.affinity?.family, terms: planned.terms, header: affinityHeader(run), using: &source))
  }

  /// The releases that tell who is admitted, and nothing else but the affinity whose term is running.
  func undrawn(for run: EpochRun) -> DrawnRegion {
    var source = SystemRandomBits()
    return DrawnRegion(
      segments: sums.undrawn(
        planned.builder, terms: planned.terms, run: released(run), region: planned.region.id,
        isSimulated: planned.region.isSimulated, admissions: admissions),
      affinity: sums.drawAffinity(nil, terms: planned.terms, header: affinityHeader(run), using: &source))
  }

  private func affinityHeader(_ run: EpochRun) -> AffinityRelease {
    AffinityRelease(
      released(run), region: planned.region.id, policy: planned.builder.policy.policy.name,
      isSimulated: planned.region.isSimulated)
  }

  private func released(_ run: EpochRun) -> ReleaseRun {
    ReleaseRun(
      releaseID: run.request.releaseID, epoch: run.epoch, cutOff: planned.terms.cutOff,
      policyVersion: run.request.policyVersion)
  }
}
